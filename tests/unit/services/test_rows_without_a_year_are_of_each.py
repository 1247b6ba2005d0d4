"""Rows of a year are counted by dataset; one that bears no year is of each year.

Covers gateway.figures.activations.yearly_rows.
"""

from datetime import date

from gateway.figures.activations.yearly_rows import rows_of_year
from services_run.binding import Binding
from services_run.checking import find_service, load_service
from services_run.tables import FileTable, TableColumn
from tests.unit.catalog.examples import catalog_of


def test_a_row_without_a_year_is_counted_in_each():
    years = [2024, 2025, None, 2025]
    table = FileTable(
        "chiffres.csv", [TableColumn("annee", "integer", None, None, years)], [1, 2, 3, 4], []
    )
    inputs = {"valeurs": [(table, Binding({"annee": 0}))]}
    service = load_service(find_service("comparaison"))
    counted = {
        year: rows_of_year(service, inputs, year, catalog_of())["chiffres.csv"].rows
        for year in (2024, 2025, 2026)
    }
    assert counted == {2024: 2, 2025: 3, 2026: 1}
    assert rows_of_year(service, inputs, None, catalog_of()) == {}


def test_rows_under_a_former_code_are_of_the_commune_that_it_became():
    """The page of Mesnil-Roc'h cites the data that still write Lanhélin."""
    days, codes = [date(2025, 3, 1), date(2024, 3, 1)], ["35147 ", "35085"]
    columns = [
        TableColumn("jour", "date", None, None, days),
        TableColumn("commune", "text", None, None, codes),
    ]
    table = FileTable("pesees.csv", columns, [1, 2], [])
    inputs = {"collectes": [(table, Binding({"jour": 0, "commune": 1}))]}
    service = load_service(find_service("rpqs-dechets"))
    counted = rows_of_year(service, inputs, 2025, catalog_of())["pesees.csv"]
    assert (counted.rows, counted.communes) == (1, {"35308"})


def test_a_register_is_of_each_year_whenever_its_counters_opened():
    columns = [
        TableColumn("canal", "text", None, None, ["a", "b"]),
        TableColumn("site", "text", None, None, ["s", "s"]),
        TableColumn("ouvert_le", "date", None, None, [date(2019, 5, 1), date(2025, 3, 1)]),
    ]
    table = FileTable("canaux.csv", columns, [1, 2], [])
    inputs = {"canaux": [(table, Binding({"canal": 0, "site": 1, "ouvert_le": 2}))]}
    service = load_service(find_service("comptage-velo"))
    assert rows_of_year(service, inputs, 2024, catalog_of())["canaux.csv"].rows == 2
