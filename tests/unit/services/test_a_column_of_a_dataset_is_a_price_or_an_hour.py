"""Columns of registered data by their names, units and concepts: prices, hours, and answers.

Covers services_run.dataset_binding, services_run.registered_rows.
"""

from dataclasses import replace
from datetime import date, time

import pyarrow as pa
import pytest

from catalog.model.dataset import (
    CodeMeaning,
    Column,
    ColumnType,
    Dataset,
    ObjectKind,
    PhysicalObject,
    ScalarType,
    TerritoryBinding,
)
from catalog.model.identifiers import Name, Siren
from services_run.checking import find_service, load_service
from services_run.dataset_binding import bind_dataset
from services_run.registered_rows import bound_rows, hour_in, latest_of


@pytest.fixture(scope="module")
def roles():
    return load_service(find_service("service-fait")).roles


def column(name, scalar="string", **more):
    sizes = (12, 2) if scalar == "decimal" else ()
    kind = ColumnType(ScalarType(scalar), *sizes)
    return Column(f"c_{name}", Name(name), kind, name, name, name, **more)


def dataset_of(*columns):
    return Dataset(
        id="x__donnees",
        owner=Siren("200090884"),
        storage_id="x__depot",
        name=Name("donnees"),
        title_fr="Données",
        title_en="Data",
        physical=PhysicalObject(ObjectKind.TABLE, "donnees"),
        columns=columns,
    )


def bound(role, *columns, **given):
    return bind_dataset(role, dataset_of(*columns), columns, given)


SLIPS = (
    column("bon"),
    column("vehicule"),
    column("produit"),
    column("net_kg", "decimal", unit="kg"),
)


@pytest.mark.parametrize("unit", ["EUR", "EUR/t", "€/t", "t", None])
def test_a_column_called_a_price_is_one_whatever_unit_was_declared(roles, unit):
    binding = bound(roles["contrat"], column("produit"), column("prix_t", "decimal", unit=unit))
    assert binding.columns["prix_t"] == "c_prix_t"
    assert (binding.converted, binding.unsure) == ({}, {})


def test_an_answer_that_cannot_be_is_refused_and_not_asked_again(roles):
    columns = (column("produit"), column("masse", "decimal", unit="kg"))
    binding = bound(roles["contrat"], *columns, prix_t="masse")
    assert (binding.lacking, binding.unsure) == (["prix_t"], {})


def test_the_hour_beside_a_day_is_known_by_its_concept_or_its_name(roles):
    day = column("jour", "date")
    by_name = bound(roles["bons"], *SLIPS, day, column("heure_depart"))
    by_concept = bound(roles["bons"], *SLIPS, day, column("h_dep", concept="heure"))
    assert by_name.times == {"moment": "c_heure_depart"}
    assert by_concept.times == {"moment": "c_h_dep"}
    typed = bound(roles["bons"], *SLIPS, day, column("heure_depart", "time"))
    assert typed.times == by_name.times
    assert bound(roles["bons"], *SLIPS, day, column("remarque")).times == {}
    whole = column("date_heure", "timestamp")
    assert bound(roles["bons"], *SLIPS, whole, column("heure")).times == {}


def test_a_word_without_a_declared_meaning_stays_as_it_is():
    """« Gravats » is told as no stream of the standard, and is not an empty cell."""
    stream = column("flux", codes=(CodeMeaning("Ordures", "OMR"),))
    batch = pa.record_batch({"flux": ["Ordures", "Gravats", "VERRE", None]})
    table, _ = bound_rows("donnees", dataset_of(stream), [stream], {"flux": "c_flux"}, [batch])
    assert table.columns[0].values == ["OMR", "Gravats", "VERRE", None]


def test_an_hour_is_read_as_people_write_it():
    written = ("06:54:00", "6h54", "06:54", "6 h 05", "24:00", "06:60", "", None, "matin")
    assert [hour_in(text) for text in written] == [
        *(time(6, 54), time(6, 54), time(6, 54), time(6, 5), None, None, None, None, None),
    ]
    assert hour_in(time(6, 54, 0, 250_000)) == time(6, 54, 0, 250_000)


def test_rows_go_up_to_their_own_day_and_not_to_the_end_of_a_contract():
    columns = (column("commune"), column("jour", "date"), column("fin_contrat", "date"))
    dataset = dataset_of(*columns)
    ends = [date(2029, 12, 31), None]
    cells = (["35001", "35024"], [date(2025, 3, 1), date(2025, 4, 2)], ends)
    batch = pa.RecordBatch.from_arrays([pa.array(each) for each in cells], names=["c", "j", "f"])
    table, _ = bound_rows("donnees", dataset, columns, {}, [batch])
    assert latest_of(table, dataset) is None
    dated = replace(dataset, territory=TerritoryBinding("c_commune", date_column="c_jour"))
    assert latest_of(table, dated) == date(2025, 4, 2)
    alone = dataset_of(*columns[:2])
    table, _ = bound_rows("donnees", alone, columns[:2], {}, [batch.select(["c", "j"])])
    assert latest_of(table, alone) == date(2025, 4, 2)
