"""A few real lines of INSEE's file, laid over the carried map.

Covers catalog.cog.movements, catalog.cog.bundled_cog, catalog.cog.decoding, catalog.loading.tables,
catalog.loading.official, catalog.loading.findings.
"""

from datetime import date
from functools import cache

from catalog.cog import load_cog
from catalog.cog.bundled_cog import pack, read_carried, unpack, write_carried
from catalog.cog.movements import OfficialMovement, lay_over
from catalog.cog.reading import DATA, cog_of
from catalog.loading.findings import Cause, Findings
from catalog.loading.official import read_movements
from catalog.loading.tables import ReadTable, recognise
from catalog.model.identifiers import CommuneCode


def move(mod, day, kind_before, before, kind_after, after):
    return OfficialMovement(
        mod, date.fromisoformat(day), kind_before, CommuneCode(before), kind_after,
        CommuneCode(after),
    )  # fmt: skip


MOVES = (
    move("20", "1950-05-12", "COM", "13114", "COM", "13118"),
    move("10", "2020-02-29", "COM", "24291", "COM", "24291"),
    move("35", "2022-12-22", "COMD", "01176", "COM", "01187"),
    move("32", "2025-01-01", "COM", "01330", "COM", "01187"),
)


@cache
def laid():
    return lay_over(read_carried(DATA), MOVES)


@cache
def map_laid():
    return cog_of(laid().carried)


def test_a_new_name_and_the_end_of_a_part_take_the_day_that_the_file_tells():
    before, after = load_cog(), map_laid()
    assert before.resolve("24291", date(2020, 6, 1)).nom == "Montignac"
    assert after.resolve("24291", date(2020, 6, 1)).nom == "Montignac-Lascaux"
    assert after.resolve("24291", date(2020, 2, 28)).nom == "Montignac"
    assert after.commune_at("01176", date(2022, 12, 21)) == "01187"
    assert after.commune_at("01176", date(2022, 12, 22)) is None
    assert {each.code for each in laid().corrected} >= {"24291", "01176"}


def test_a_commune_that_came_from_nowhere_was_part_of_another_before():
    ventabren = map_laid().atoms_of("13114", date(1949, 1, 1))
    assert {"13114", "13118"} <= ventabren
    assert load_cog().atoms_of("13114", date(1949, 1, 1)) == {"13114"}
    assert laid().origins == ("13118",)


def test_the_map_says_until_when_its_days_are_known():
    assert load_cog().days_known_until == date(2019, 1, 1)
    assert map_laid().days_known_until == date(2025, 1, 1)


def test_what_happened_after_the_last_list_is_set_aside_and_told():
    later = move("32", "2026-06-01", "COM", "35210", "COM", "35238")
    overlay = lay_over(read_carried(DATA), [later])
    assert overlay.later == (later,)
    assert cog_of(overlay.carried).commune_at("35210", date(2026, 7, 1)) == "35210"


def test_a_day_that_would_leave_land_in_no_commune_is_not_taken():
    # Only one of the two communes of this merger is told, on a day that the other contradicts.
    wrong = move("32", "2023-06-01", "COM", "35112", "COM", "35062")
    cog = cog_of(lay_over(read_carried(DATA), [wrong]).carried)
    held = [each for each in cog.land.by_atom["35112"] if each.is_commune]
    assert [each.end for each in held][:-1] == [each.start for each in held][1:]


def test_lines_that_cannot_be_read_stop_the_load_and_are_counted():
    header = ("MOD", "DATE_EFF", "TYPECOM_AV", "COM_AV", "TYPECOM_AP", "COM_AP")
    lines = [
        ("32", "hier", "COM", "35112", "COM", "35062"),
        ("32", "2024-01-01", "XYZ", "35112", "COM", "35062"),
        ("32", "2024-01-01", "COM", "35112", "COM", "35062"),
        ("32", "2024-01-01", "COM", "35112", "COM", "35062"),
    ]
    findings = Findings()
    columns = dict(zip(header, zip(*lines, strict=True), strict=True))
    read = read_movements([recognise(ReadTable("mvt.csv", columns))], findings)
    assert len(read) == 1
    assert findings.counts == {
        Cause.UNREADABLE_DAY: 1, Cause.UNKNOWN_KIND: 1, Cause.DUPLICATE: 1,
    }  # fmt: skip
    assert findings.stops


def test_the_carried_form_is_the_same_bytes_each_time_it_is_written(tmp_path):
    carried = read_carried(DATA)
    write_carried(carried, tmp_path)
    for written in tmp_path.iterdir():
        assert written.read_bytes() == (DATA / written.name).read_bytes()
    again = unpack(pack(carried))
    assert (again.communes, again.figures, again.vintages) == (
        carried.communes, carried.figures, carried.vintages,
    )  # fmt: skip
