"""Writes beside each statement of the corpus what comes of it now; the difference is to be read.

python -m tests.attacks.accept_corpus
"""

from __future__ import annotations

from itertools import groupby

from tests.attacks.corpus import CORPUS, MARK, attacks, outcome, standing_arena


def main() -> None:
    with standing_arena() as arena:
        for kind, found in groupby(attacks(), key=lambda each: each.kind):
            path = CORPUS / f"{kind}.txt"
            why = path.read_bytes().decode().split("\n", 1)[0]
            parts = [f"{MARK}{outcome(each, arena)}\n{each.statement}" for each in found]
            path.write_bytes("\n".join([why, *parts, ""]).encode())


if __name__ == "__main__":
    main()
