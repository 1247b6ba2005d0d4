"""`python -m tools.bundle_policy OUT SIGNING_KEY`: the policies as one signed bundle for OPA.

Exits with 1 when it cannot be made, the reason on standard output.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from deploy.local.commands import CommandFailed
from deploy.local.opa_bundle import build_bundle
from policies.sources import REGO, source_revision
from tools.endings import end_with


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.bundle_policy", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("signing_key", type=Path)
    asked = parser.parse_args()
    try:
        build_bundle(REGO, asked.out, source_revision(), signing_key=asked.signing_key)
    except (CommandFailed, OSError) as failure:
        print(failure)
        return 1
    return 0


if __name__ == "__main__":
    end_with(main)
