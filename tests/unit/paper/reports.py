"""The yearly report on waste over its golden files, as freezing would keep it: of 2023, ten months,
one commune missing.
"""

import copy
from functools import cache

from catalog.canonical_json import write_canonical
from gateway.figures.frozen.kept_tables import kept_tables
from gateway.figures.frozen.of_services import report_of, tables_of_run, year_of
from services_run.checking import find_service, load_service
from services_run.golden import golden_parameters
from services_run.results import result_of
from services_run.trial import try_service
from tests.unit.paper import figures


@cache
def result(name="rpqs-dechets", year=2023):
    known = service(name)
    given = {"annee": str(year)} if "annee" in known.parameters else golden_parameters(known)
    trial = try_service(known, known.folder / "golden" / "inputs", {}, given)
    made = result_of(known, trial.answer, trial.notices, year if "annee" in given else None)
    return {**made, "sources": [], "parameters": {**given, "cout_total": None}}


@cache
def service(name):
    return load_service(find_service(name))


def content(year=2023, change=None, **changed):
    scope = {
        "communes": {"number": 4, "expected": 5, "missing": ["Val-Couesnon"]},
        "months": {"number": 12, "expected": 12},
        "partial": True,
    }
    run = copy.deepcopy(result(year=year))
    if change is not None:
        change(run)
    return _content("rpqs-dechets", run, year=year, scope=scope, **changed)


def content_of(name):
    return _content(name, result(name), year=None, scope=None)


def _content(name, run, **changed):
    tables, left_out = kept_tables(tables_of_run(run), service(name), year_of(run))
    answer = {
        "tables": tables,
        "figures": run["figures"],
        "left_out": left_out,
        "report": report_of(service(name), run, tables, name.replace("-", "_")),
    }
    indicator = name.replace("-", "_")
    made = figures.content(answer=answer, service=f"{name}@1", indicator=indicator, **changed)
    assert write_canonical(made)
    return made
