"""The making of the history, on a country of a few communes.

Covers catalog.cog.history, catalog.cog.values.
"""

from datetime import date

import pytest

from catalog.cog.history import Movement, MovementKind, Record, Vintage, effective, read_history
from catalog.cog.values import MeaningKind
from catalog.model.identifiers import CommuneCode

A, B, C, D = (CommuneCode(code) for code in ("01001", "01002", "01003", "01004"))
COMMUNE, DELEGATED = MeaningKind.COMMUNE, MeaningKind.DELEGATED


def record(key, code, kind, *, start=None, end=None, predecessor=None, members=()):
    return Record(key, code, kind, key, start, end, predecessor, members)


MERGED = date(2010, 1, 1)
TWO_MERGED_INTO_A = [
    record("A old", A, COMMUNE, end=MERGED),
    record("B old", B, COMMUNE, end=MERGED),
    record("A", A, COMMUNE, start=MERGED, members=("a part", "b part")),
    record("a part", A, DELEGATED, start=MERGED, predecessor="A old"),
    record("b part", B, DELEGATED, start=MERGED, predecessor="B old"),
    record("C", C, COMMUNE),
]
PARTS = {A: (DELEGATED, "a part"), B: (DELEGATED, "b part")}


def meanings(movements, *vintages):
    first = Vintage(2019, {A: "A", C: "C"}, PARTS)
    found = effective(read_history(TWO_MERGED_INTO_A, movements, [first, *vintages]))
    return [(m.code, m.kind.name, m.start, m.end, sorted(m.atoms)) for m in found]


def test_a_merger_joins_the_atoms_and_keeps_the_code_of_the_part():
    assert meanings([]) == [
        (A, "COMMUNE", None, MERGED, [A]),
        (A, "COMMUNE", MERGED, None, [A, B]),
        (B, "COMMUNE", None, MERGED, [B]),
        (B, "DELEGATED", MERGED, None, [B]),
        (C, "COMMUNE", None, None, [C]),
    ]


def test_a_change_of_seat_moves_the_code_and_not_the_land():
    day = date(2021, 1, 1)
    found = meanings(
        [Movement(day, MovementKind.CODE_CHANGE, A, B)],
        Vintage(2021, {B: "A", C: "C"}, PARTS),
    )
    assert (A, "COMMUNE", MERGED, day, [A, B]) in found
    assert (A, "DELEGATED", day, None, [A]) in found
    assert (B, "DELEGATED", MERGED, day, [B]) in found
    assert (B, "COMMUNE", day, None, [A, B]) in found


def test_a_merger_after_2019_has_its_day_and_its_parts():
    day = date(2020, 3, 1)
    found = meanings(
        [Movement(day, MovementKind.MERGER, C, A)],
        Vintage(2021, {A: "A et C"}, {**PARTS, C: (DELEGATED, "C")}),
    )
    assert (A, "COMMUNE", day, None, [A, B, C]) in found
    assert (C, "COMMUNE", None, day, [C]) in found
    assert (C, "DELEGATED", day, None, [C]) in found


def test_a_restored_commune_takes_back_its_own_land():
    day = date(2024, 1, 1)
    found = meanings(
        [Movement(day, MovementKind.RESTORATION, A, B)],
        Vintage(2024, {A: "A", B: "B", C: "C"}, {}),
    )
    assert (A, "COMMUNE", day, None, [A]) in found
    assert (B, "DELEGATED", MERGED, day, [B]) in found
    assert (B, "COMMUNE", day, None, [B]) in found


def test_a_part_that_is_abolished_means_nothing_any_more():
    day = date(2020, 9, 1)
    found = meanings(
        [Movement(day, MovementKind.PART_ENDS, B, A)],
        Vintage(2021, {A: "A", C: "C"}, {A: PARTS[A]}),
    )
    assert [each for each in found if each[0] == B] == [
        (B, "COMMUNE", None, MERGED, [B]),
        (B, "DELEGATED", MERGED, day, [B]),
    ]


def test_a_commune_carved_out_was_in_its_origin_before():
    day = date(1980, 1, 1)
    records = [record("C", C, COMMUNE), record("D", D, COMMUNE, start=day)]
    found = effective(
        read_history(
            records,
            [Movement(day, MovementKind.CREATION, C, D)],
            [Vintage(2019, {C: "C", D: "D"}, {})],
        )
    )
    assert [(m.code, m.start, m.end, sorted(m.atoms)) for m in found] == [
        (C, None, day, [C, D]),
        (C, day, None, [C]),
        (D, day, None, [D]),
    ]


def test_a_commune_carved_out_of_two_is_a_piece_of_each():
    day = date(1980, 1, 1)
    records = [
        record("B", B, COMMUNE),
        record("C", C, COMMUNE),
        record("D", D, COMMUNE, start=day),
    ]
    found = effective(
        read_history(
            records,
            [Movement(day, MovementKind.CREATION, origin, D) for origin in (B, C)],
            [Vintage(2019, {B: "B", C: "C", D: "D"}, {})],
        )
    )
    from_b, from_c = f"{D}-{B}", f"{D}-{C}"
    assert [(m.code, m.start, m.end, sorted(m.atoms)) for m in found] == [
        (B, None, day, [B, from_b]),
        (B, day, None, [B]),
        (C, None, day, [C, from_c]),
        (C, day, None, [C]),
        (D, day, None, [from_b, from_c]),
    ]


def test_movements_that_do_not_lead_to_the_next_list_are_refused():
    with pytest.raises(ValueError, match="01003"):
        meanings([], Vintage(2021, {A: "A"}, PARTS))
