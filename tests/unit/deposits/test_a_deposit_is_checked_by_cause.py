"""Five rungs, five messages at most by cause with a remedy, and the communes of the map.

Covers intake.deposits.ladder, intake.deposits.check_values,
intake.deposits.value_checks, intake.deposits.commune_checks,
intake.deposits.day_checks, intake.deposits.spelling_checks.
"""

from dataclasses import replace
from datetime import date

import pytest

from intake.deposits.check_values import Rung, RungState
from intake.deposits.ladder import checks
from intake.deposits.matching import read_onto
from intake.file_reading.reading import read_rows
from tests.unit.deposits.test_a_file_proposes_its_description import proposal_of, weighings
from tests.unit.file_reading.workbook_bytes import Error, SheetOf, xlsx

TODAY = date(2025, 2, 10)
HEADS = "N° bon;Date;Commune;Flux;Poids net (kg);Prix (€)"
OURS = frozenset({"35003", "35007", "35051"})


@pytest.fixture(scope="module")
def dataset():
    return proposal_of(weighings()).draft


def ladder_of(dataset, text, **more):
    data = text if isinstance(text, bytes) else text.encode()
    file = read_rows(data, "pesees.xlsx" if isinstance(text, bytes) else "pesees.csv")
    matched = read_onto(dataset, file)
    return checks(dataset, file, matched.targets, **{"today": TODAY, "expected": OURS, **more})


def lines(*rows):
    return "\n".join([HEADS, *rows]) + "\n"


def line(at, day="05/01/2025", commune="35003", flow="OMR", kg="10"):
    return f"{at:05d};{day};{commune};{flow};{kg};1,50"


def test_a_sound_file_reaches_every_rung_without_a_message(dataset):
    ladder = ladder_of(dataset, weighings(), every_days=31)
    assert [result.rung for result in ladder.rungs] == list(Rung)
    assert {result.state for result in ladder.rungs} == {RungState.REACHED}
    assert ladder.messages == ()
    assert ladder.height is Rung.UP_TO_DATE
    assert [result.text.fr for result in ladder.rungs] == [
        "30 lignes, aucune laissée de côté.",
        "6 colonnes, toutes les cases se lisent.",
        "Vérifié : les listes de valeurs, la clé, le standard interco-collecte-dechets.",
        "3 communes sur 3.",
        "Du 1er janv. 2025 au 28 janv. 2025.",
    ]


def test_twenty_thousand_rows_with_the_same_fault_are_one_message(dataset):
    ladder = ladder_of(dataset, lines(*(line(at, flow="GRAVATS") for at in range(20_000))))
    (message,) = [one for one in ladder.messages if one.code == "outside_list"]
    assert message.rows == 20_000
    assert message.text.fr == (
        "20\u202f000 lignes avec une valeur hors de la liste de « Flux » : « GRAVATS »."
    )
    assert message.remedy.fr.startswith("Corrigez ces valeurs, ou ajoutez-les")


def test_old_codes_are_placed_and_it_is_said_for_how_many_rows(dataset):
    ladder = ladder_of(
        dataset, lines(*(line(at, commune="35147" if at < 14 else "35003") for at in range(20)))
    )
    (message,) = [one for one in ladder.messages if one.code == "old_commune"]
    assert message.text.fr == (
        "14 lignes portent 35147, Lanhélin, qui n'est plus une commune depuis 2019 : comptées dans "
        "Mesnil-Roc'h (35308)."
    )
    assert not message.breaks
    assert message.examples == ("35147 → 35308",)


def test_communes_are_found_missing_and_outside_for_a_map(dataset):
    rows = [line(1), line(2, commune="35007"), line(3, commune="01004"), line(4, commune="99999"),
            line(5, commune="35630"), line(6, commune="")]  # fmt: skip
    ladder = ladder_of(dataset, lines(*rows, *(line(at) for at in range(7, 20))))
    seen = ladder.communes
    assert dict(seen.seen) == {"01004": 1, "35003": 14, "35007": 1}
    assert (seen.missing, seen.outside, seen.unplaced, seen.empty) == (("35051",), ("01004",), 2, 1)
    codes = {message.code for message in ladder.messages}
    assert codes == {
        "unknown_commune", "postal_code", "empty_commune", "outside_communes", "missing_communes",
    }  # fmt: skip
    assert all(message.remedy.fr and message.remedy.en for message in ladder.messages)
    territory = ladder.rungs[3]
    assert (territory.state, territory.text.fr) == (RungState.WITH_WARNINGS, "2 communes sur 3.")


def test_five_messages_at_most_the_gravest_first(dataset):
    rows = [line(1), line(1, day="05/01/2031", commune="35007", flow="GRAVATS"),
            line(3, commune="01004"), line(4, commune="99999"), line(5, commune="35630"),
            line(6, commune=""), line(7, commune="35147")]  # fmt: skip
    ladder = ladder_of(dataset, lines(*rows, *(line(at) for at in range(8, 20))))
    assert len(ladder.messages) == 5
    assert ladder.more == 4
    assert ladder.messages[0].code == "repeated_key"
    assert ladder.height is Rung.TYPED


def test_a_key_that_is_empty_or_repeated_breaks_conformity(dataset):
    rows = [line(at) for at in range(10)] + [line(3), line(3), line(11).replace("00011", "")]
    ladder = ladder_of(dataset, lines(*rows))
    texts = {message.code: message.text.fr for message in ladder.messages}
    assert texts["repeated_key"] == ("2 lignes de trop : la clé « N° bon » d'une autre y revient.")
    assert texts["empty_key"] == "1 ligne sans « N° bon »."
    assert ladder.rungs[2].state is RungState.BROKEN


def test_errors_of_formulas_are_told_by_cause_with_examples_and_rows():
    rows = [["Point", "Volume (m3)", "Débit (m3/h)"]] + [[f"P{at}", 1.5, 2.5] for at in range(40)]
    rows[4][1] = rows[7][1] = rows[9][2] = Error("#DIV/0!")
    data = xlsx({"M": SheetOf(rows)})
    file = read_rows(data, "m.xlsx")
    proposal = proposal_of(data, "m.xlsx")
    ladder = checks(proposal.draft, file, proposal.targets(), today=TODAY)
    (message,) = ladder.messages
    assert message.text.fr == (
        "3 cases en erreur de formule dans « Volume (m3) », « Débit (m3/h) »."
    )
    assert message.examples == ("#DIV/0! (l. 5)", "#DIV/0! (l. 8)", "#DIV/0! (l. 10)")
    assert [result.state for result in ladder.rungs] == [
        RungState.REACHED, RungState.WITH_WARNINGS, RungState.REACHED, RungState.NOT_ASKED,
        RungState.NOT_ASKED,
    ]  # fmt: skip
    assert ladder.height is Rung.CONFORMING


def test_no_example_shows_a_persons_data():
    text = "Nom;N° NIR\n" + "\n".join(
        f"Nom{at};{body}{97 - int(body) % 97:02d}"
        for at, body in enumerate(["1850578006084", "2690549588157", "1670399112321"] * 4)
    )
    text += "\nDupont;1,85058E+14\n"
    file = read_rows(text.encode(), "nir.csv")
    proposal = proposal_of(text, "nir.csv")
    ladder = checks(proposal.draft, file, proposal.targets(), today=TODAY)
    (message,) = ladder.messages
    assert (message.code, message.examples) == ("damaged_code", ())


def test_rows_of_the_future_and_rows_too_old_are_told(dataset):
    late = ladder_of(dataset, weighings(), today=date(2025, 6, 1), every_days=31)
    assert [message.code for message in late.messages] == ["late"]
    assert late.messages[0].text.fr == "La dernière ligne est du 28 janv. 2025."
    assert late.rungs[4].state is RungState.WITH_WARNINGS
    future = ladder_of(dataset, weighings(), today=date(2025, 1, 3))
    assert [message.code for message in future.messages] == ["future_day"]


def test_a_standard_that_is_claimed_and_not_followed_breaks_conformity(dataset):
    columns = tuple(column for column in dataset.columns if column.name != "flux")
    file = read_rows(weighings().encode(), "pesees.csv")
    less = replace(dataset, columns=columns)
    ladder = checks(less, file, read_onto(less, file).targets, today=TODAY)
    assert ladder.messages[0].code == "standard"
    assert ladder.messages[0].text.fr.endswith("n'est pas suivi : flux.")


def test_rows_of_which_most_lie_elsewhere_are_first_asked_to_be_the_owners(dataset):
    rows = [line(at, commune="01004", day="05/01/2031" if at == 1 else "05/01/2025")
            for at in range(1, 11)]  # fmt: skip
    ladder = ladder_of(dataset, lines(*rows))
    message = ladder.messages[0]
    assert message.text.fr == (
        "Ces lignes sont-elles bien les vôtres ? 10 lignes sur 10 hors de votre territoire : "
        "Ambérieu-en-Bugey (01004)."
    )
    assert not message.breaks
    # That none of one's own communes has a row is the same thing.
    assert "missing_communes" not in {each.code for each in ladder.messages}


def test_one_name_written_in_two_ways_is_one_remark():
    heads = "Ticket;Date;Code INSEE;Nom commune;Poids (kg)"
    rows = [f"T{at:03d};0{at}/01/2025;35146;{'LANGOUET' if at % 3 else 'Langouet'};{at}0"
            for at in range(1, 9)]  # fmt: skip
    text = "\n".join([heads, *rows]) + "\n"
    ladder = ladder_of(proposal_of(text).draft, text)
    (message,) = [one for one in ladder.messages if one.code == "two_spellings"]
    assert message.text.fr == (
        "Écrit de deux façons dans « Nom commune » : « LANGOUET » et « Langouet » (8 lignes)."
    )
    assert not message.breaks
    once = text.replace("LANGOUET", "Langouet")
    messages = ladder_of(proposal_of(once).draft, once).messages
    assert "two_spellings" not in {one.code for one in messages}
