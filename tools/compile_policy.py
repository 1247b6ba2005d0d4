"""`python -m tools.compile_policy REGO TARGET`: a folder of Rego, compiled by the OPA of the tests.

Exits with 1 when it does not compile, OPA's words on standard output.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from deploy.local.commands import CommandFailed
from deploy.local.compiled_policy import compile_policies
from tools.endings import end_with


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.compile_policy", description=__doc__)
    parser.add_argument("rego", type=Path)
    parser.add_argument("target", type=Path)
    asked = parser.parse_args()
    try:
        compile_policies(asked.rego, asked.target)
    except CommandFailed as failure:
        print(failure)
        return 1
    return 0


if __name__ == "__main__":
    end_with(main)
