"""veraPDF finds no broken rule of PDF/UA-1 in a paper, whatever people have written in it.

Covers deploy.local.verapdf_judge.
"""

import json

from catalog.actions.agreement_text import signed_text
from papers import child
from papers.printing_job import job_of
from tests.sharing.world import NOW
from tests.unit.paper import agreements, boards, figures, reports

WIDE = [
    {**figures.FLUX, "name": f"c{n}", "label": {"fr": f"C{n}", "en": f"C{n}"}} for n in range(9)
]


def test_papers_conform_to_pdf_ua(verapdf, tmp_path):
    made = {
        "plain": figures.content(),
        "long": figures.content(answer=figures.table(rows=[[f"l{n}", n] for n in range(300)])),
        "wide": figures.content(answer=figures.table(WIDE, [[str(n) for n in range(9)]] * 40)),
        "hostile": figures.content(
            title={"fr": " ".join(figures.HOSTILE[:4]), "en": "x"},
            answer=figures.table(rows=[[text, 1] for text in figures.HOSTILE]),
        ),
        "bare": figures.content(
            scope=None, sources=[], deliberation=None, replaces=None, what_changed=None, year=None
        ),
        "report": reports.content(),
    }
    files = []
    for name, figure in made.items():
        for language in ("fr", "en"):
            path = tmp_path / f"{name}-{language}.pdf"
            path.write_bytes(child.typeset(figures.job(figure, language)))
            files.append(path)
    for language in ("fr", "en"):
        sheet = agreements.sheet_of(agreements.AGREEMENT, language)
        text = signed_text(agreements.AGREEMENT).decode()
        job = json.loads(json.dumps(job_of(sheet, text, NOW)))
        path = tmp_path / f"agreement-{language}.pdf"
        path.write_bytes(child.typeset(job))
        files.append(path)
    path = tmp_path / "commune.pdf"
    path.write_bytes(child.typeset(figures.job(made["report"], commune="35002")))
    files.append(path)
    path = tmp_path / "board.pdf"
    path.write_bytes(child.typeset(boards.job(*tiles_of_a_board())))
    files.append(path)
    judged = verapdf(files)
    assert {path.name: rules for path, rules in judged.items() if rules} == {}


def tiles_of_a_board():
    wide = [f"colonne {n}" for n in range(12)]
    return (
        *(boards.read(text, kind="TEXT", text=text) for text in figures.HOSTILE),
        boards.read("Barres", boards.bars(*figures.HOSTILE)),
        boards.read("Nombre", boards.number()),
        boards.read("Large", boards.rows(30, wide)),
        boards.read("", boards.rows(2)),
        boards.read("Figé", boards.frozen(figures.content()), kind="FIGURE"),
        boards.read("Rien", boards.TileContent(is_readable=False)),
    )
