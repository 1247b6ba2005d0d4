"""Rows added, changed and removed, sums by measure and month, and what a person should look at.

Covers intake.deposits.comparing, intake.deposits.keyless, intake.deposits.striking,
intake.deposits.rows_gone, intake.deposits.changed_rows.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from catalog.model.dataset import (
    Classification,
    Column,
    ColumnType,
    Dataset,
    ObjectKind,
    PhysicalObject,
    ScalarType,
    TerritoryBinding,
)
from catalog.model.deposit import DepositMode
from catalog.model.identifiers import Name
from intake.deposits.comparing import difference
from intake.deposits.merging import merged
from intake.deposits.striking import MonthSum, mean_of_others, striking_changes
from tests.unit.catalog.examples import VAL_DILLE

SCHEMA = pa.schema(
    [("bon", pa.string()), ("jour", pa.date32()), ("commune", pa.string()),
     ("flux", pa.string()), ("kg", pa.decimal128(18, 3))]
)  # fmt: skip


def _column(name, scalar, label, **more):
    kind = ColumnType(scalar, 18, 3) if scalar is ScalarType.DECIMAL else ColumnType(scalar)
    return Column(name, Name(name), kind, name, label, label, **more)


def dataset(key=("bon",), measures=1):
    columns = [
        _column("bon", ScalarType.STRING, "N° bon"),
        _column("jour", ScalarType.DATE, "Jour"),
        _column("commune", ScalarType.STRING, "Commune", concept="commune"),
        _column("flux", ScalarType.STRING, "Flux", concept="flux_dechets"),
        _column("kg", ScalarType.DECIMAL, "Poids net", unit="kg"),
    ]
    return Dataset(
        id="d", owner=VAL_DILLE.siren, storage_id="s", name=Name("pesees"), title_fr="Pesées",
        title_en="Weighings", physical=PhysicalObject(ObjectKind.PARQUET, "v1.parquet"),
        columns=tuple(columns), primary_key=key,
        territory=TerritoryBinding("commune", date_column="jour"),
    )  # fmt: skip


def weighings(months=range(1, 7), year=2025, kg=100, flows=("omr", "verre")):
    return [
        {"bon": f"{year}{month:02d}{flow}{nth}", "jour": date(year, month, nth + 1),
         "commune": "35003", "flux": flow, "kg": Decimal(kg)}
        for month in months for flow in flows for nth in range(10)
    ]  # fmt: skip


@pytest.fixture
def version(tmp_path):
    def written(name, rows):
        path = tmp_path / f"{name}.parquet"
        pq.write_table(pa.Table.from_pylist(rows, SCHEMA), path)
        return path

    return written


def test_rows_are_counted_by_their_key_and_the_columns_that_changed_are_named(version):
    rows = weighings()
    after = [dict(row) for row in rows[2:]]
    after[0]["kg"], after[1]["kg"], after[1]["commune"] = Decimal(101), None, "35007"
    after += weighings([7], flows=("omr",))
    seen = difference(dataset(), version("v1", rows), version("v2", after))
    assert (seen.before, seen.after) == (120, 128)
    assert (seen.added, seen.changed, seen.removed, seen.unchanged) == (10, 2, 2, 116)
    assert seen.changed_columns == {"Poids net": 2, "Commune": 1}
    assert seen.sentence().fr == "+10 lignes, −2 lignes, 2 modifiées"
    assert seen.sentence().en == "+10 rows, −2 rows, 2 changed"
    alone = [{**rows[0], "kg": Decimal(102)}, *rows[1:]]
    seen = difference(dataset(), version("v1", rows), version("v3", alone))
    assert seen.sentence().fr.startswith("1 ligne modifiée")
    assert seen.sentence().en.startswith("1 row changed")


def test_the_first_rows_of_each_way_are_shown_by_key_and_persons_are_hidden(version):
    rows = weighings()
    after = [dict(row) for row in rows[2:]]
    after[0]["kg"], after[1]["commune"] = None, "35007"
    after += weighings([7], flows=("omr",))
    seen = difference(dataset(), version("v1", rows), version("v2", after))
    assert [one.way for one in seen.rows] == ["changed"] * 2 + ["added"] * 10 + ["removed"] * 2
    assert [column.name for column in seen.key] == ["bon"]
    first, second = seen.rows[:2]
    assert first.key == ("202501omr2",)
    assert [(one.label.fr, one.before, one.after) for one in first.values] == [
        ("Poids net", "100.000", None)
    ]
    assert [(one.label.fr, one.after) for one in second.values] == [("Commune", "35007")]
    personal = replace(
        dataset(),
        columns=tuple(
            replace(one, classification=Classification.PERSONAL) for one in dataset().columns
        ),
    )
    hidden = difference(personal, version("v1", rows), version("v2", after)).rows[0]
    assert (hidden.key, hidden.values[0].before, hidden.values[0].after) == (("•••",), "•••", "•••")


def test_without_a_key_rows_are_compared_whole(version):
    rows = weighings()
    after = [*rows[1:], rows[5], *weighings([7], flows=("omr",))]
    seen = difference(dataset(key=()), version("v1", rows), version("v2", after))
    assert (seen.added, seen.changed, seen.removed, seen.unchanged) == (11, None, 1, 119)


def test_without_a_key_a_corrected_row_is_one_row_changed_by_the_columns_that_name_it(version):
    rows = [{**row, "bon": None} for row in weighings()]
    after = [dict(row) for row in rows]
    after[7]["kg"] = Decimal(101)
    seen = difference(dataset(key=()), version("v1", rows), version("v2", after))
    assert (seen.added, seen.changed, seen.removed, seen.unchanged) == (0, 1, 0, 119)
    assert seen.changed_columns == {"Poids net": 1}
    assert seen.sentence().fr == "1 ligne modifiée (sans clé : rapprochée par Jour, Flux)"
    assert seen.sentence().en == "1 row changed (no key: matched by Jour, Flux)"


def test_where_no_columns_name_a_row_one_that_is_alike_but_for_one_column_is_changed(version):
    rows = [{**row, "bon": None, "jour": row["jour"].replace(day=1)} for row in weighings()]
    for nth, row in enumerate(rows):
        row["kg"] = Decimal(nth % 60)
    after = [dict(row) for row in rows]
    after[7]["kg"], after[45]["commune"] = Decimal("8.5"), "35007"
    after += [{**rows[0], "kg": Decimal(77), "jour": date(2026, 1, 1)}]
    seen = difference(dataset(key=()), version("v1", rows), version("v2", after))
    assert (seen.added, seen.changed, seen.removed, seen.unchanged) == (1, 2, 0, 118)
    assert seen.changed_columns == {"Poids net": 1, "Commune": 1}
    assert seen.sentence().fr.startswith(
        "+1 ligne, 2 lignes modifiées (sans clé : rapprochées par toutes leurs autres colonnes)"
    )


def test_a_key_that_comes_twice_is_no_key(version):
    rows = [*weighings(), *weighings()[:1]]
    seen = difference(dataset(), version("v1", rows), version("v2", rows))
    assert (seen.added, seen.changed, seen.removed) == (0, None, 0)
    assert seen.is_nothing
    assert seen.sentence().fr == "Aucune ligne ne change."


def test_sums_are_given_by_measure_category_and_month_before_and_after(version):
    rows = weighings([1, 2])
    after = [*rows[:-1], *weighings([3], flows=("verre",))]
    seen = difference(dataset(), version("v1", rows), version("v2", after))
    assert [
        (one.measure, one.unit, one.category, one.month.month, one.before, one.after)
        for one in seen.sums
    ] == [
        ("Poids net", "kg", "omr", 1, 1000.0, 1000.0),
        ("Poids net", "kg", "omr", 2, 1000.0, 1000.0),
        ("Poids net", "kg", "verre", 1, 1000.0, 1000.0),
        ("Poids net", "kg", "verre", 2, 1000.0, 900.0),
        ("Poids net", "kg", "verre", 3, None, 1000.0),
    ]


def test_a_month_that_moves_much_is_asked_about_in_both_languages(version):
    rows = weighings()
    after = [
        {**row, "kg": Decimal(52)} if row["flux"] == "verre" and row["jour"].month == 3 else row
        for row in rows
    ]
    after += weighings([7])
    seen = difference(dataset(), version("v1", rows), version("v2", after))
    assert [change.text.fr for change in seen.striking] == [
        "verre −48\u00a0% en mars\u00a0: normal\u00a0?"
    ]
    assert [change.text.en for change in seen.striking] == ["verre −48% in March: as expected?"]
    assert seen.sentence().fr.startswith("+20 lignes, 10 modifiées ; verre −48")


def test_a_first_version_is_all_added_and_strikes_nobody(version):
    seen = difference(dataset(), None, version("v1", weighings()))
    assert (seen.before, seen.added, seen.removed, seen.striking) == (0, 120, 0, ())


def test_a_file_in_tonnes_shows_in_every_month(version):
    rows = weighings()
    after = [{**row, "kg": row["kg"] / 1000} for row in rows]
    seen = difference(dataset(), version("v1", rows), version("v2", after))
    assert [change.more for change in seen.striking] == [5, 5]
    assert "(et 5 autres mois)" in seen.striking[0].text.fr
    assert seen.striking[0].change == pytest.approx(-0.999)


def test_the_difference_of_an_update_is_that_of_its_result(version, tmp_path):
    old, new = version("v1", weighings()), version("new", weighings([6, 7], kg=110))
    merged(DepositMode.UPDATE, old, new, ("bon",), tmp_path / "v2.parquet")
    seen = difference(dataset(), old, tmp_path / "v2.parquet")
    assert (seen.added, seen.changed, seen.removed, seen.unchanged) == (20, 20, 0, 100)


def months(values, before=True, category=None, year=2025):
    return [
        MonthSum("Poids", "kg", category, date(year, month, 1), value if before else None,
                 None if before else value)
        for month, value in enumerate(values, start=1)
    ]  # fmt: skip


def changed(sums, month, after):
    return [
        MonthSum(one.measure, one.unit, one.category, one.month, one.before,
                 after if one.month == month else one.before)
        for one in sums
    ]  # fmt: skip


def test_four_sigma_of_its_own_history_are_striking_below_forty_percent():
    steady = months([100, 101, 99, 100, 102, 98, 100, 100])
    (change,) = striking_changes(changed(steady, date(2025, 3, 1), 125))
    assert (change.why, round(100 * change.change)) == ("sigma", 25)
    assert change.text.fr == (
        "poids +25\u00a0% en mars par rapport à la moyenne des autres mois\u00a0: normal\u00a0?"
    )
    unsteady = months([60, 140, 99, 70, 130, 98, 60, 140])
    assert striking_changes(changed(unsteady, date(2025, 3, 1), 125)) == ()


def test_a_new_month_is_compared_with_the_year_before_or_the_other_months():
    old = [MonthSum("Poids", "kg", None, date(2024, month, 1), 100.0 + month, 100.0 + month)
           for month in (1, 2, 3)]  # fmt: skip
    new = MonthSum("Poids", "kg", None, date(2025, 2, 1), None, 204.0)
    (change,) = striking_changes([*old, new])
    assert (change.why, change.usual) == ("last_year", 102.0)
    assert change.text.fr == (
        "poids +100\u00a0% en février 2025 par rapport à l'an dernier\u00a0: normal\u00a0?"
    )
    other = MonthSum("Poids", "kg", None, date(2025, 5, 1), None, 30.0)
    (change,) = striking_changes([*old, other])
    assert change.why == "history"
    assert mean_of_others(other, [*old, other]) == change.usual == 102.0
    assert mean_of_others(old[0], old) is None


def test_a_month_that_is_gone_is_striking_and_a_crumb_is_not():
    sums = changed(months([100, 100, 100]), date(2025, 2, 1), None)
    (change,) = striking_changes(sums)
    assert change.change == -1
    crumbs = changed(months([0.1, 0.1, 0.1], category="piles"), date(2025, 2, 1), 0.5)
    steady = changed(months([1000, 1000, 1000], category="omr"), None, None)
    assert striking_changes([*steady, *crumbs]) == ()


def test_a_file_of_the_new_month_alone_would_take_all_rows_away_and_is_the_next_part(version):
    rows, later = weighings(range(1, 11)), weighings([11])
    seen = difference(dataset(), version("v1", rows), version("v2", later))
    assert seen.is_next_part
    assert seen.gone.sentence(seen.before).fr == (
        "Les 200 lignes d'avant ne seront plus lues (janvier à octobre 2025)."
    )
    assert seen.gone.sentence(seen.before).en == (
        "The 200 rows of before will no longer be read (January to October 2025)."
    )
    assert not any("−100" in change.text.fr for change in seen.striking)


@pytest.mark.parametrize("key", [("bon",), ()], ids=["by key", "without a key"])
def test_a_file_that_goes_on_from_the_last_months_is_no_next_part(key, version):
    rows, later = weighings(range(1, 4)), weighings(range(3, 6))
    seen = difference(dataset(key), version("v1", rows), version("v2", later))
    assert not seen.is_next_part
    assert (seen.gone.rows, len(seen.gone.months)) == (40, 2)
    assert seen.gone.sentence(seen.before).fr == (
        "40 lignes d'avant ne seront plus lues (janvier à février 2025)."
    )


def test_a_file_without_a_commune_says_which_commune_goes(version):
    rows = weighings([1])
    for row in rows[:5]:
        row["commune"] = "35328"
    gone = difference(dataset(), version("v1", rows), version("v2", rows[5:])).gone
    assert (gone.rows, gone.months, gone.communes) == (5, (), ("35328",))
    assert gone.sentence(20).fr == ("5 lignes d'avant ne seront plus lues (Sixt-sur-Aff (35328)).")


def test_another_code_of_the_same_commune_takes_nothing_away(version):
    rows = weighings([1])
    for row in rows:
        row["commune"] = "35344"
    after = [{**row, "commune": "35308"} for row in rows[1:]]
    seen = difference(dataset(), version("v1", rows), version("v2", after))
    assert (seen.removed, seen.gone.rows) == (1, 0)


def test_rows_that_are_corrected_or_added_take_nothing_away(version, tmp_path):
    old, new = version("v1", weighings()), version("new", weighings([8]))
    merged(DepositMode.APPEND, old, new, ("bon",), tmp_path / "v2.parquet")
    assert not difference(dataset(), old, tmp_path / "v2.parquet").gone.rows
    moved = [{**row, "jour": row["jour"].replace(month=8)} for row in weighings([1])]
    corrected = difference(dataset(), version("v1b", weighings([1])), version("v2b", moved))
    assert (corrected.changed, corrected.gone.rows, corrected.is_next_part) == (20, 0, False)


def test_where_rows_have_no_day_the_key_says_whether_they_are_others(version):
    sites = dataset()
    columns = tuple(one for one in sites.columns if one.name != "jour")
    sites = replace(sites, columns=columns, territory=TerritoryBinding("commune", vintage=2025))
    old = version("v1", weighings([1]))
    assert difference(sites, old, version("v2", weighings([2]))).is_next_part
    assert not difference(sites, old, version("v3", weighings([1, 2]))).is_next_part
    keyless = replace(sites, primary_key=())
    assert not difference(keyless, old, version("v4", weighings([2], kg=7))).is_next_part
