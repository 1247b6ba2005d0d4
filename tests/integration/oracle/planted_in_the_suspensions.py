"""Bugs of suspensions, and a suspended world (worlds.suspended) in which each dies."""

from __future__ import annotations

from tests.integration.oracle.mutants import InPython, InTheLaw

IN_THE_LAW: dict[str, InTheLaw] = {
    "an active state lifts every suspension": InTheLaw(
        "agreement.rego", "\tnot suspended(agreement)\n", ""
    ),
    "one suspension is not enough": InTheLaw(
        "agreement.rego", "count(agreement.suspended_by) > 0", "count(agreement.suspended_by) > 1"
    ),
}
IN_PYTHON: dict[str, InPython] = {
    "the law is not told who suspended it": InPython(
        "policies.question", "_suspension_facts", "if causes else {}", "if False else {}"
    ),
}
DIES_IN = dict.fromkeys((*IN_THE_LAW, *IN_PYTHON), 0)
