"""Bugs of how data is hosted, and a hosted world (worlds.hosted) in which each dies."""

from __future__ import annotations

from tests.integration.oracle.mutants import InPython, InTheLaw

QUESTION = "policies.question"
_PARTS = '["storage", "gateway", "engine", "spill", "logs", "backups"]'
_UNMET = "\tnot meets(fact, facts[fact], demand)\n"
_NOTHING_SHORT = "\tcount(shortfalls(question, dataset, {})) == 0\n"

IN_THE_LAW: dict[str, InTheLaw] = {
    "the installation's facts are ignored": InTheLaw(
        "hosting.rego", _PARTS, '["storage"]'
    ),
    "the storage's facts are ignored": InTheLaw(
        "hosting.rego", _PARTS, _PARTS.replace('"storage", ', "")
    ),
    "backups are not looked at": InTheLaw(
        "hosting.rego", _PARTS, _PARTS.replace(', "backups"', "")
    ),
    "an unknown fact counts as good": InTheLaw(
        "hosting.rego", _UNMET, f"{_UNMET}\tfacts[fact] != null\n"
    ),
    "an agreement's demand is forgotten": InTheLaw(
        "hosting.rego", "in [dataset, agreement]", "in [dataset]"
    ),
    "a dataset's demand is forgotten": InTheLaw(
        "hosting.rego", "in [dataset, agreement]", "in [agreement]"
    ),
    "the union is a country's neighbour": InTheLaw(
        "hosting.rego", "some area in demand.countries", 'some area in ["EU", "EEA"]'
    ),
    "any operator will do": InTheLaw(
        "hosting.rego", '["country", "secnumcloud", "operator"]', '["country", "secnumcloud"]',
    ),
    "the owner reads what its own demand forbids": InTheLaw("owner.rego", _NOTHING_SHORT, ""),
    "the open is read however it is hosted": InTheLaw("open.rego", _NOTHING_SHORT, ""),
    "an agreement gives however it is hosted": InTheLaw(
        "agreement.rego", "\tcount(shortfalls(question, dataset, agreement)) == 0\n", ""
    ),
}  # fmt: skip

IN_PYTHON: dict[str, InPython] = {
    "the law is not told what an agreement demands": InPython(
        QUESTION, "_agreement_facts", "agreement.terms.hosting if as_signed else None", "None"
    ),
    "the law is not told what a dataset demands": InPython(
        QUESTION, "_dataset_facts", "dataset.hosting if with_columns else None", "None"
    ),
    "SecNumCloud is never demanded": InPython(
        QUESTION, "_demand_facts", "demand.secnumcloud", "False"
    ),
    "one part speaks for all": InPython(
        QUESTION, "_add_hosting", "_hosting_facts(each)", "_hosting_facts(installation.gateway)"
    ),
}

DIES_IN: dict[str, int] = {
    "the law is not told what an agreement demands": 1,
    "the law is not told what a dataset demands": 8,
    "SecNumCloud is never demanded": 14,
    "one part speaks for all": 1,
    "the installation's facts are ignored": 1,
    "the storage's facts are ignored": 2,
    "backups are not looked at": 1,
    "an unknown fact counts as good": 1,
    "an agreement's demand is forgotten": 1,
    "a dataset's demand is forgotten": 8,
    "the union is a country's neighbour": 36,
    "any operator will do": 3,
    "the owner reads what its own demand forbids": 16,
    "the open is read however it is hosted": 8,
    "an agreement gives however it is hosted": 1,
}
