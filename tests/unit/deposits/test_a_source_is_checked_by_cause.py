"""Data that lie at their source climb the rungs of a deposit: five messages at most, a remedy each.

Covers intake.deposits.source_ladder, intake.deposits.source_communes.
"""

from dataclasses import replace
from datetime import date

import pytest

from catalog.checks.values import CellExample, ColumnCheck, FileCheck, SourceCheck
from catalog.cog import load_cog
from catalog.coverage import CodedRows
from catalog.model.dataset import (
    Classification,
    ObjectKind,
    PhysicalObject,
    ScalarType,
    TerritoryBinding,
    UpdateFrequency,
)
from federation.storages.problems import StorageFailed
from intake.deposits.check_values import Rung, RungState
from intake.deposits.source_ladder import source_ladder
from tests.integration.storages.values import column, dataset

TODAY = date(2025, 2, 10)
LATE = date(2025, 1, 28)
OURS = frozenset({"35003", "35007", "35051"})


def weighings():
    columns = [
        column("id"),
        column("jour", ScalarType.DATE),
        column("commune"),
        replace(column("flux"), code_list=("OMR", "VERRE")),
        column("kilos", ScalarType.DECIMAL, precision=8, scale=2),
        column("bacs", ScalarType.INTEGER),
    ]
    described = dataset(PhysicalObject(ObjectKind.CSV, "a.csv"), columns)
    return replace(
        described,
        primary_key=("c_id",),
        territory=TerritoryBinding("c_commune", "c_jour"),
        update_frequency=UpdateFrequency.MONTHLY,
    )


def coded(**rows):
    """`coded(c35003=12)`: all of the last day."""
    return tuple(CodedRows(code[1:], LATE, count) for code, count in rows.items())


SOUND = coded(c35003=10, c35007=10, c35051=10)


def check(described, codes=SOUND, *, spoiled=None, **fields):
    columns = tuple(
        ColumnCheck(each.name, each.source_name, "string", 30, 0, 0) for each in described.columns
    )
    spoiled = spoiled or {}
    columns = tuple(replace(each, **spoiled.get(each.column, {})) for each in columns)
    found = SourceCheck(
        described.id, rows=30, columns=columns, codes=codes, days=(date(2025, 1, 1), LATE)
    )
    return replace(found, **fields)


def climbed(codes=SOUND, described=None, expected=OURS, today=TODAY, **fields):
    described = described or weighings()
    found = check(described, codes, **fields)
    return source_ladder(described, found, today=today, expected=expected, cog=load_cog())


def states(ladder):
    return [result.state.value for result in ladder.rungs]


def codes_of(ladder):
    return [message.code for message in ladder.messages]


def test_sound_data_reach_every_rung_without_a_message():
    ladder = climbed()
    assert [result.rung for result in ladder.rungs] == list(Rung)
    assert states(ladder) == ["reached"] * 5
    assert [result.text.fr for result in ladder.rungs] == [
        "30 lignes, aucune laissée de côté.",
        "6 colonnes, toutes les cases se lisent.",
        "Vérifié : les listes de valeurs, la clé. Aucun standard n'est suivi.",
        "3 communes sur 3.",
        "Du 1er janv. 2025 au 28 janv. 2025.",
    ]
    assert (ladder.messages, ladder.more) == ((), 0)


def test_twenty_thousand_rows_of_three_columns_with_one_fault_are_one_message():
    cell = CellExample("n.c.", "a.csv", 4)
    spoiled = {
        "kilos": {"unreadable": 20_000, "examples": (cell,)},
        "bacs": {"unreadable": 15_000, "examples": (cell,)},
    }
    ladder = climbed(rows=20_000, spoiled=spoiled)
    (message,) = ladder.messages
    assert message.text.fr == ("35\u202f000 cases sans nombre lisible dans « kilos », « bacs ».")
    assert message.remedy.fr.startswith("Corrigez ces cases à la source")
    assert message.examples[0] == "n.c. (l. 4)"
    assert states(ladder)[:2] == ["reached", "with_warnings"]


def test_a_value_outside_a_list_is_told_with_the_nearest_of_it():
    cells = (CellExample("VERE", "2025.csv", 9, "VERRE"),)
    files = (FileCheck("2024.csv", "utf-8", ";"), FileCheck("2025.csv", "utf-8", ";"))
    spoiled = {"flux": {"outside": 3_000, "outside_examples": cells}}
    ladder = climbed(files=files, spoiled=spoiled)
    (message,) = ladder.messages
    assert message.text.fr == (
        "3\u202f000 lignes avec une valeur hors de la liste de « flux » : « VERE »."
    )
    assert message.examples == ("VERE (2025.csv, l. 9) → VERRE ?",)


def test_no_cell_of_a_personal_column_is_an_example():
    cell = CellExample("secret", "a.csv", 4)
    described = weighings()
    personal = [replace(each, classification=Classification.PERSONAL) for each in described.columns]
    spoiled = {
        "kilos": {"unreadable": 1, "examples": (cell,)},
        "flux": {"outside": 1, "outside_examples": (cell,)},
    }
    ladder = climbed(
        described=replace(described, columns=tuple(personal)),
        spoiled=spoiled,
        surplus=2,
        duplicate_examples=("secret",),
    )
    assert set(codes_of(ladder)) == {"not_a_number", "outside_list", "repeated_key"}
    assert "secret" not in repr(ladder)


def test_five_messages_at_most_what_breaks_a_rung_first():
    ladder = climbed(
        coded(c35003=1, c99999=1, c01004=1, c35630=1),
        spoiled={
            "kilos": {"unreadable": 2},
            "jour": {"unreadable": 2},
            "id": {"empty": 1},
        },
        surplus=4,
        files=(FileCheck("a.csv", "utf-8", ";", 2, (4, 9)),),
    )
    assert len(ladder.messages) == 5
    assert codes_of(ladder)[:3] == ["repeated_key", "empty_key", "lines_left_out"]
    assert ladder.messages[2].text.fr == (
        "2 lignes n'ont pas autant de cases que les titres, dans « a.csv » (l. 4, 9)."
    )
    assert ladder.more == 4
    assert all(message.remedy.fr and message.remedy.en for message in ladder.messages)
    assert ladder.rungs[2].state is RungState.BROKEN


def test_communes_are_found_missing_and_outside_for_a_map():
    codes = (
        *coded(c35003=12, c35007=1, c01004=2, c99999=1, c35630=1),
        CodedRows(None, LATE, 3),
        CodedRows("35003", None, 4),
    )
    ladder = climbed(codes)
    seen = ladder.communes
    assert dict(seen.seen) == {"01004": 2, "35003": 12, "35007": 1}
    assert (seen.missing, seen.outside) == (("35051",), ("01004",))
    assert (seen.unplaced, seen.empty) == (6, 3)
    assert {*codes_of(ladder)} < {
        "unknown_commune", "postal_code", "empty_commune", "no_day", "outside_communes",
        "missing_communes",
    }  # fmt: skip
    assert ladder.rungs[3].text.fr == "2 communes sur 3."


def test_a_code_is_read_on_the_map_of_its_rows_day():
    """Lanhélin: a commune until 2019, a part of Mesnil-Roc'h since."""
    then, now = date(2018, 5, 1), LATE
    ours = frozenset({"35308"})
    ladder = climbed((CodedRows("35147", then, 14),), expected=ours)
    assert (dict(ladder.communes.seen), codes_of(ladder)) == ({"35308": 14}, [])
    ladder = climbed((CodedRows("35147", now, 14),), expected=ours)
    (message,) = ladder.messages
    assert dict(ladder.communes.seen) == {"35308": 14}
    assert message.text.fr == (
        "14 lignes portent 35147, Lanhélin, qui n'est plus une commune depuis 2019 : comptées dans "
        "Mesnil-Roc'h (35308)."
    )
    assert not message.breaks


def test_a_code_that_means_nothing_on_its_day_is_placed_nowhere():
    ladder = climbed((*SOUND, CodedRows("27676", date(2022, 1, 1), 20)))
    assert sum(ladder.communes.seen.values()) == 30
    assert ladder.communes.unplaced == 20
    (message,) = ladder.messages
    assert message.text.fr == (
        "20 lignes dont le code n'était pas celui d'une commune à leur date (27676)."
    )
    assert "personne d'autre que vous" in message.remedy.fr


def test_what_was_not_read_is_not_said_to_be_missing_or_late():
    codes = coded(c35003=30)
    late = date(2025, 9, 1)
    whole = climbed(codes, today=late)
    assert codes_of(whole) == ["missing_communes", "late"]
    ladder = climbed(codes, today=late, is_partial=True)
    assert codes_of(ladder) == []
    assert ladder.communes.missing == ()
    assert ladder.rungs[0].text.fr == "30 lignes, les premières."


def test_what_cannot_be_read_is_no_rung_higher():
    described = weighings()
    stopped = SourceCheck(described.id, stops=(StorageFailed(),))
    ladder = source_ladder(described, stopped, today=TODAY, expected=OURS, cog=load_cog())
    assert states(ladder) == ["broken", *["not_checked"] * 4]
    assert ladder.height is None
    assert codes_of(ladder) == [StorageFailed().code]


def test_a_column_of_communes_that_is_gone_is_not_checked():
    described = weighings()
    there = check(described, (), stops=(StorageFailed(),))
    columns = tuple(each for each in there.columns if each.column != "commune")
    ladder = source_ladder(
        described, replace(there, columns=columns), today=TODAY, expected=OURS, cog=load_cog()
    )
    assert states(ladder) == ["broken", "reached", "reached", "not_checked", "reached"]


@pytest.mark.parametrize(
    ("without", "rung", "state"),
    [({"territory": None}, 3, "not_asked"), ({"update_frequency": None}, 4, "reached")],
)
def test_nothing_is_asked_that_nobody_described(without, rung, state):
    described = replace(weighings(), **without)
    assert states(climbed(described=described))[rung] == state
