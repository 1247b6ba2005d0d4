"""The name of another commune beside a code is told once; an old name of the same land is not.

Covers intake.deposits.name_checks.
"""

from datetime import date

import pytest

from intake.deposits.ladder import checks
from intake.deposits.matching import read_onto
from intake.file_reading.answers import ReadingAnswers
from intake.file_reading.reading import read_rows
from tests.unit.deposits.test_a_file_proposes_its_description import proposal_of

MERGED = [("35308", "Mesnil-Roc'h"), ("35147", "Lanhélin"), ("35344", "Tressé"),
          ("35308", "SAINT-PIERRE-DE-PLESGUEN"), ("35308", "Lanhélin")]  # fmt: skip


def messages_of(pairs, header="Commune"):
    lines = [f"N° ticket;Date;Code INSEE;{header};Flux;Poids net (kg)"]
    lines += [
        f"T{at:03d};{at % 28 + 1:02d}/01/2025;{code};{name};OMR;{100 + at}"
        for at, (code, name) in enumerate(pairs)
    ]
    data = ("\n".join(lines) + "\n").encode()
    # The reading asks which of the two is right: here somebody has said that the code is.
    answers = ReadingAnswers({"code_or_name": {"Code INSEE": "code"}})
    file = read_rows(data, "pesees.csv", answers=answers)
    dataset = proposal_of(data).draft
    matched = read_onto(dataset, file)
    ladder = checks(dataset, file, matched.targets, today=date(2025, 2, 10))
    return [message for message in ladder.messages if message.code == "name_beside_code"]


def test_the_name_of_another_commune_is_told_once_with_an_example():
    (message,) = messages_of(MERGED * 6 + [("35164", "Lanhélin")] * 12)
    assert message.text.fr == (
        "Le nom ne va pas avec le code : 12 lignes, par exemple 35164 (Marcillé-Raoul) écrit "
        "« Lanhélin »."
    )
    assert message.text.en == (
        "The name does not go with the code: 12 rows, for example 35164 (Marcillé-Raoul) written "
        '"Lanhélin".'
    )
    assert message.rows == 12
    assert not message.breaks
    assert message.remedy.fr.startswith("Corrigez le code ou le nom")


@pytest.mark.parametrize(
    "pairs",
    [
        MERGED * 6,
        [*MERGED * 6, ("35308", "la Ville-aux-Roses"), ("35164", "")],
        # As many are named otherwise as can be: they name another place of the row.
        [("35164", "Combourg"), ("35308", "Combourg"), ("35085", "Combourg")] * 8,
    ],
    ids=["old names", "a place that is no commune", "another commune of the row"],
)
def test_names_of_the_same_land_and_of_other_things_are_no_fault(pairs):
    assert not messages_of(pairs)


def test_a_column_that_names_no_communes_by_its_title_is_not_compared():
    assert not messages_of([*MERGED * 6, ("35164", "Lanhélin")], "Siège du prestataire")
