"""`python -m tests.unit.federation.accept_cases`: writes each case's outcome; read the diff."""

from __future__ import annotations

from tests.unit.federation.cases import all_cases
from tests.unit.federation.test_each_rewrite_turns_before_into_after import outcome

if __name__ == "__main__":
    for case in all_cases():
        head, _, _ = case.path.read_text("utf-8").partition("\n---\n")
        case.path.write_text(f"{head}\n---\n{outcome(case)}\n", "utf-8")
