"""A service's folder as its how-to page writes it, and its run as freezing keeps it."""

import re
from pathlib import Path

from gateway.figures.frozen.kept_tables import kept_tables
from gateway.figures.frozen.of_services import report_of, tables_of_run, year_of
from services_run.results import result_of
from services_run.trial import parameter_values, try_service
from tests.unit.paper import figures

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "write-a-service.md"
_SAVED = re.compile(r"Save this as `([^`]+)`:\n\n```\w*\n(.*?)```", re.DOTALL)


def written(folder):
    """The files that the page says to save, as it shows them."""
    for name, text in _SAVED.findall(PAGE.read_text("utf-8")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def run(service, folder, parameters=None, year=None):
    given = parameters or {}
    trial = try_service(service, folder, {}, given)
    assert trial.questions == []
    made = result_of(service, trial.answer, trial.notices, year)
    return {**made, "sources": [], "parameters": parameter_values(service, given)}


def frozen(service, made):
    year = year_of(made)
    tables, left_out = kept_tables(tables_of_run(made), service, year)
    answer = {
        "tables": tables,
        "figures": made["figures"],
        "left_out": left_out,
        "report": report_of(service, made, tables, None),
    }
    return figures.content(
        answer=answer, service=f"{service.id}@{service.version}", year=year, scope=None, sources=[]
    )
