"""A report whose answer is too long to be kept whole keeps what its pages show.

Covers gateway.figures.frozen.kept_tables.
"""

from gateway.figures.frozen import kept_tables
from papers.report_sheet import communes_of
from tests.unit.paper import figures, reports


def test_a_long_report_keeps_the_communes_of_its_year(monkeypatch):
    """First the columns that no page shows go, then the rows of other years."""

    def with_a_former_year(run):
        table = run["tables"]["figures"]
        at = [column["name"] for column in table["columns"]].index("year")
        table["rows"] += [[*row[:at], 2022, *row[at + 1 :]] for row in table["rows"]]

    whole = reports.content(change=with_a_former_year)["answer"]["tables"]["figures"]
    monkeypatch.setattr(kept_tables, "MOST_ROWS", len(whole["rows"]) - 1)
    report = reports.content(change=with_a_former_year)
    kept = report["answer"]["tables"]["figures"]
    assert report["answer"]["left_out"] == []
    assert len(kept["rows"]) == len(whole["rows"]) // 2
    assert len(kept["columns"]) < len(whole["columns"])
    assert len(communes_of(report)) == 5
    assert figures.sheet_of(report, commune="35002").sections[0].tables
