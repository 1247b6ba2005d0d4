"""The yearly report on waste over its golden files, as freezing would keep it: of 2023, ten months,
one commune missing.
"""

import copy
from functools import cache

from catalog.canonical_json import write_canonical
from federation.services.checking import find_service, load_service
from federation.services.results import result_of
from federation.services.trial import try_service
from gateway.figures.kept_tables import kept_tables
from gateway.figures.of_services import report_of, tables_of_run, year_of
from tests.unit.paper import figures


@cache
def service():
    return load_service(find_service("rpqs-dechets"))


@cache
def result(year=2023):
    known = service()
    trial = try_service(known, known.folder / "golden" / "inputs", {}, {"annee": str(year)})
    return {**result_of(known, trial.answer, trial.notices, year), "sources": []}


def content(year=2023, change=None, **changed):
    run = copy.deepcopy(result(year))
    if change is not None:
        change(run)
    tables, left_out = kept_tables(tables_of_run(run), service(), year_of(run))
    answer = {
        "tables": tables,
        "figures": run["figures"],
        "left_out": left_out,
        "report": report_of(service(), run, tables, "rpqs_dechets"),
    }
    made = figures.content(
        answer=answer,
        service="rpqs-dechets@1.3.0",
        indicator="rpqs_dechets",
        year=year,
        scope={"communes": {"number": 4, "expected": 5, "missing": ["Val-Couesnon"]},
               "months": {"number": 12, "expected": 12}, "partial": True},
        **changed,
    )  # fmt: skip
    assert write_canonical(made)
    return made
