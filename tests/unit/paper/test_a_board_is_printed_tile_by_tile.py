"""A board on paper: tiles in order, whatever people wrote in them, with as much as there is room
for, and it says whether anything of it is frozen.

Covers papers.board_sheet, gateway.console.boards.paper, papers.printing_job, papers.child.
"""

import io
import re

import pypdf

from papers import child
from papers.board_sheet import PrintedTile
from tests.unit.paper import boards, figures, reports


def printed(*tiles):
    paper = pypdf.PdfReader(io.BytesIO(child.typeset(boards.job(*tiles))))
    text = " ".join(page.extract_text() for page in paper.pages)
    return paper, re.sub(r"\s+", " ", text.replace("\u200b", ""))


def test_what_people_wrote_is_shown_and_never_read():
    hostile = [text for text in figures.HOSTILE if text.isprintable() and text.isascii()]
    titled = [boards.read(text, kind="TEXT", text=text) for text in hostile]
    paper, text = printed(*titled, boards.read("Barres", boards.bars(*hostile[:6])))
    flat = re.sub(r"[\s-]", "", text)
    for words in hostile:
        assert flat.count(re.sub(r"[\s-]", "", words)) >= 2
    assert paper.metadata.title == "Nos déchets"
    assert f"page 1 / {len(paper.pages)}" in text


def test_a_drawing_whose_words_no_font_has_is_printed():
    _, text = printed(boards.read("漢字", boards.bars("漢字", "Melesse", "\u202eebuorT")))
    # Once in the drawing and once in its table.
    assert text.count("Melesse") >= 2
    assert "Melesse 11 kg" in text
    assert "漢" not in text
    assert "\u202e" not in text


def test_a_long_word_of_a_drawing_stays_whole():
    """What breaks the words of tables would break markup."""
    (drawing,) = boards.job(boards.read("x", boards.bars("x" * 60, "y")))["drawings"]
    assert "x" * 20 in drawing
    assert "\u200b" not in drawing
    assert child.typeset(boards.job(boards.read("x", boards.bars("x" * 60, "y"))))


def test_tables_have_the_rows_that_there_is_room_for():
    few, many, wide = boards.sheet(
        boards.read("Peu", boards.rows(5)),
        boards.read("Beaucoup", boards.rows(200, of_all=900)),
        boards.read("Large", boards.rows(3, [f"colonne {n}" for n in range(12)])),
    ).tiles
    assert ([len(table.rows) for table in few.tables], few.notes, few.is_wide) == ([5], (), False)
    assert [len(table.rows) for table in many.tables] == [24]
    assert many.notes == ("876 autres lignes sont sur la page du tableau.",)
    assert many.tables[0].numeric == (False, True)
    assert wide.is_wide


def test_a_drawing_stands_alone_beside_or_above_its_table():
    one, beside, without, some, more, most = boards.sheet(
        *(boards.read(str(count), boards.number(count)) for count in (1, 14, 30)),
        *(
            boards.read(str(count), boards.bars(*(f"c{n}" for n in range(count))))
            for count in (5, 14, 30)
        ),
    ).tiles
    assert one.drawing
    assert not one.tables
    assert (beside.is_beside, beside.is_wide, len(beside.tables[0].rows)) == (True, True, 14)
    assert (without.tables, without.drawing is None) == ((), False)
    assert without.notes == ("Ses 30 lignes sont sur la page du tableau.",)
    assert some.drawing
    assert not some.is_wide
    assert len(some.tables[0].rows) == 5
    # Bars that are higher than half a page is wide are their table alone.
    assert (more.drawing, len(more.tables[0].rows)) == (None, 14)
    assert (most.drawing, len(most.tables[0].rows)) == (None, 24)


def test_a_frozen_figure_bears_its_proof_and_the_paper_says_what_else_is_none():
    plain, report = figures.content(), reports.content()
    sheet = boards.sheet(
        boards.read("Tonnages", boards.frozen(plain), kind="FIGURE"),
        boards.read("Rapport", boards.frozen(report), kind="FIGURE"),
        boards.read("Rien", boards.TileContent(is_readable=False), purpose="x", filtered=("y",)),
    )
    first, second, refused = sheet.tiles
    assert first.paragraphs == ("Tonnages (2025)",)
    assert first.tables[0].rows[0] == ("OMR", "16\u202f005\u202f720")
    assert first.notes[-2:] == (
        f"Chiffre figé. Empreinte SHA-256 : {boards.DIGEST}",
        f"À vérifier sur https://interco.example/verify/{boards.DIGEST}",
    )
    assert 0 < len(second.tables[0].rows) <= 4
    assert refused == PrintedTile("Rien", ("Vous n'avez pas accès à ces données.",))
    assert any("Seules les cases qui portent une empreinte" in line for line in sheet.about)
    assert "non figée" not in sheet.footer


def test_it_says_who_read_it_when_and_under_which_filter():
    words = boards.sheet(boards.read("x", boards.rows(2)), filters="Melesse, 2025")
    assert words.about[1:3] == (
        "Lu le 3 déc. 2026 à 14:05 par Ana Le Goff (Mairie), avec ses droits.",
        "Filtré : Melesse, 2025.",
    )
    assert words.footer == "Lecture du 3 déc. 2026 à 14:05, non figée."
    mandated = boards.visit(employer={"siren": "2", "name": "Cabinet"})
    nobody = boards.visit(person=None, body=None)
    assert "par Ana Le Goff (Cabinet), pour Mairie" in boards.sheet(reader=mandated).about[1]
    assert "par une personne qui n'est pas connectée" in boards.sheet(reader=nobody).about[1]


def test_the_same_reading_is_the_same_bytes():
    job = boards.job(boards.read("Barres", boards.bars("a", "b")))
    assert child.typeset(job) == child.typeset(job)
