"""A paper is made of canonical JSON alone: each page bears its digest and number, the JSON is
attached, nobody's words become code, and the same figure is the same bytes.

Covers papers.child, papers.figure_sheet, papers.sheet, papers.words,
papers.html_page, gateway.base.typesetting, papers.problems, papers.printing_job,
papers.workbook, papers.workbook_cells, papers.visible, gateway.figures.frozen.papers.
"""

import io
import json
import re
import zipfile
from datetime import datetime
from html.parser import HTMLParser

import pypdf
import pytest

from catalog.canonical_json import write_canonical
from gateway.base import typesetting
from gateway.base.child_process.host import ChildHost
from gateway.base.typesetting import Typesetter
from gateway.console.mutualised.exports import workbook
from papers import child
from papers.html_page import html_of
from papers.problems import PaperNotPrinted
from papers.words import shown_moment, shown_number
from papers.workbook import figure_workbook
from tests.unit.paper import figures

LONG = figures.table(rows=[[f"ligne {n}", n] for n in range(200)])


def read(pdf):
    return pypdf.PdfReader(io.BytesIO(pdf))


@pytest.fixture(scope="module")
def printed():
    figure = figures.content(answer=LONG)
    return figure, figures.sheet_of(figure), read(child.typeset(figures.job(figure)))


def test_each_page_bears_the_digest_and_its_number(printed):
    _, sheet, paper = printed
    count = len(paper.pages)
    assert count > 3
    for number, page in enumerate(paper.pages, start=1):
        text = page.extract_text()
        assert sheet.digest in text
        assert f"page {number} / {count}" in text


def test_the_attachment_is_the_canonical_json(printed):
    figure, sheet, paper = printed
    (attached,) = paper.attachments[sheet.attached]
    assert attached == write_canonical(figure)
    assert json.loads(attached) == figure


def test_it_says_who_what_when_where_from_and_where_to_check(printed):
    _, sheet, paper = printed
    text = " ".join(page.extract_text() for page in paper.pages)
    flat = re.sub(r"\s+", " ", text)
    for words in (
        "SMICTOM Valcobreizh",
        "2026-06-12/41",
        "Le verre de décembre manquait.",
        "conv-2026-0017@2",
        "25 nov. 2026",
        "35326",
        "rpqs_dechets",
    ):
        assert words in flat
    assert sheet.address in re.sub(r"\s+", "", text)
    assert paper.metadata.title == "Tonnages collectés par flux"
    assert paper.trailer["/Root"]["/Lang"].startswith("fr")


def test_the_same_figure_is_the_same_bytes():
    job = figures.job(figures.content())
    assert child.typeset(job) == child.typeset(job)


def test_nobodys_words_become_code():
    """Each hostile text is shown letter by letter, in a cell, a header, a title and a reason."""
    columns = [{**figures.FLUX, "label": {"fr": text, "en": text}} for text in figures.HOSTILE[:4]]
    rows = [[text] * 4 for text in figures.HOSTILE]
    figure = figures.content(
        title={"fr": " ".join(figures.HOSTILE[:4]), "en": "x"},
        what_changed=figures.HOSTILE[3],
        answer=figures.table(columns, rows),
    )
    paper = read(child.typeset(figures.job(figure)))
    text = " ".join(page.extract_text() for page in paper.pages)
    for words in ("#panic(", "$x^2$", "<label>", "/etc/passwd", "#image(sys"):
        assert words in text
    assert "root:" not in text
    (attached,) = paper.attachments["interco-figure.json"]
    assert json.loads(attached) == figure


def test_no_mark_makes_a_number_read_backwards():
    figure = figures.content(answer=figures.table(rows=[["\u202e001", 1], ["a\x00b", 2]]))
    paper = read(child.typeset(figures.job(figure)))
    text = " ".join(page.extract_text() for page in paper.pages)
    assert "?001" in text
    assert "a?b" in text
    page = html_of(figures.sheet_of(figure))
    assert "\u202e" not in page
    assert "?001" in page


def test_the_paper_says_what_may_not_be_passed_on():
    text = str(figures.sheet_of(figures.content()).sections)
    assert "La convention conv-2026-0017@2 interdit de retransmettre" in text


def test_the_templates_read_and_import_nothing():
    templates = {path.name: path.read_text("utf-8") for path in child.TEMPLATES.iterdir()}
    for way in ("#import", "#include", "read(", "eval(", "plugin(", "csv(", "xml(", "toml("):
        assert [name for name, template in templates.items() if way in template] == []
    assert templates.keys() == {"sheet.typ", "board.typ"}


async def test_a_child_prints_it_and_bears_the_same_bytes():
    figure = figures.content()
    sheet = figures.sheet_of(figure)
    at = datetime.fromisoformat(figure["frozen_at"])
    printed = await Typesetter().pdf(sheet, write_canonical(figure).decode(), at, "")
    assert printed == child.typeset(figures.job(figure))


async def test_a_child_that_is_stopped_is_told(monkeypatch):
    monkeypatch.setattr(typesetting, "HOST", ChildHost("papers.no_such_program"))
    figure = figures.content()
    at = datetime.fromisoformat(figure["frozen_at"])
    with pytest.raises(PaperNotPrinted):
        await Typesetter().pdf(figures.sheet_of(figure), "{}", at, "")


class _Texts(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.text = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.text.append(data)


def test_the_web_page_is_its_twin_and_holds_no_markup_of_others():
    rows = [[text, 1] for text in figures.HOSTILE]
    sheet = figures.sheet_of(figures.content(answer=figures.table(rows=rows)), "en")
    page = _Texts()
    page.feed(html_of(sheet))
    assert not {"script", "img", "label", "iframe"} & set(page.tags)
    text = "".join(page.text)
    for words in ("Tonnages by stream", sheet.digest, sheet.address, *figures.HOSTILE[:4]):
        assert words in text


def test_a_picture_says_in_words_what_it_shows():
    (section,) = [one for one in figures.sheet_of(figures.content()).sections if one.picture]
    assert "OMR 16\u202f005\u202f720" in section.picture.alt
    assert [bar.share for bar in section.picture.bars] == [1000, 413, 310]


@pytest.mark.parametrize(
    "rows",
    [
        [["OMR", 1]],
        [["OMR", 1], ["VERRE", None]],
        [["OMR", 1], ["VERRE", -1]],
        [["OMR", 0], ["VERRE", 0]],
        [[str(n), n] for n in range(31)],
        [["OMR", "nan"], ["VERRE", "inf"]],
    ],
)
def test_no_picture_is_drawn_of_what_it_would_not_show(rows):
    sheet = figures.sheet_of(figures.content(answer=figures.table(rows=rows)))
    assert not [section for section in sheet.sections if section.picture]


def test_a_workbook_holds_numbers_as_numbers_and_text_as_text():
    rows = [["=SUM(A1)", 12], ["https://exemple.fr", "9007199254740993"], ["x", None]]
    book = figure_workbook(figures.content(answer=figures.table(rows=rows)), "d" * 64, "fr")
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        texts = archive.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert "<v>12</v>" in sheet
    assert "9007199254740993" in texts
    assert "=SUM(A1)" in texts


def test_a_services_result_loses_no_digit_either_and_speaks_the_readers_language():
    table = {
        "columns": [
            {"name": "n", "label": {"fr": "Bon", "en": "Slip"}, "unit": None, "type": "integer"}
        ],
        "rows": [["9007199254740993"], ["12"]],
        "label": {"fr": "Bons / tickets", "en": "Slips / tickets"},
    }
    result = {"figures": [], "tables": {"a": table, "b": table}, "sources": []}
    with zipfile.ZipFile(io.BytesIO(workbook(result, "en"))) as archive:
        names = archive.read("xl/workbook.xml").decode()
        texts = archive.read("xl/sharedStrings.xml").decode()
        sheet = archive.read("xl/worksheets/sheet2.xml").decode()
    assert re.findall('sheet name="([^"]+)"', names) == [
        "Figures", "Slips - tickets", "Slips - tickets 2", "Sources",
    ]  # fmt: skip
    assert "9007199254740993" in texts
    assert "<v>12</v>" in sheet
    assert "Held by" in texts


def test_the_same_figure_is_the_same_workbook():
    figure = figures.content()
    assert figure_workbook(figure, "d" * 64, "fr") == figure_workbook(figure, "d" * 64, "fr")


@pytest.mark.parametrize(
    ("text", "fr", "en"),
    [
        ("1234567.50", "1\u202f234\u202f567,50", "1,234,567.50"),
        ("-12", "−12", "−12"),
        ("0", "0", "0"),
        ("999", "999", "999"),
        ("NaN", "NaN", "NaN"),
        ("abc", "abc", "abc"),
        ("1E+3", "1\u202f000", "1,000"),
    ],
)
def test_numbers_are_written_as_people_do(text, fr, en):
    assert (shown_number(text, "fr"), shown_number(text, "en")) == (fr, en)


def test_a_moment_is_written_as_people_write_it():
    assert shown_moment("2025-02-28T07:50", "fr") == "28 févr. 2025, 07:50"
    assert shown_moment("TR-00081", "fr") == "TR-00081"
