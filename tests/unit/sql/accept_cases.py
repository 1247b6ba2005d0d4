"""`python -m tests.unit.sql.accept_cases`: writes each case's outcome; read the diff."""

from __future__ import annotations

from tests.unit.sql.cases import all_cases, outcome

if __name__ == "__main__":
    for case in all_cases():
        case.kept.write_text(outcome(case), "utf-8")
