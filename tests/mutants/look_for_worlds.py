"""Finds again, after a change of what is drawn, a world in which each planted bug dies.

python -m tests.mutants.look_for_worlds        prints the lines of known_worlds.py
"""

from __future__ import annotations

import sys

import pytest

from tests.mutants.in_the_rewriter import BUGS
from tests.mutants.test_planted_bugs_die import SURVIVORS, death_in

_MOST_WORLDS = 400


def main() -> None:
    left = {name: bug for name, bug in BUGS.items() if name not in SURVIVORS}
    for world in range(_MOST_WORLDS):
        for name, bug in list(left.items()):
            with pytest.MonkeyPatch.context() as patch:
                bug.plant(patch)
                if death_in(world) is not None:
                    sys.stdout.write(f'    "{name}": {world},\n')
                    del left[name]
    sys.stdout.write(f"# lives on: {sorted(left)}\n")


if __name__ == "__main__":
    main()
