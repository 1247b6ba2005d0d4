"""Each body of the demo that has rows of waste takes what is proposed, changes nothing, freezes it
and prints it: the paper and the file attached say what plain Python computes of the raw files.

Covers gateway.console.mutualised.activating, papers.report_opening.
"""

import io
import json
import re
from html import unescape

import pypdf
import pytest

from tests.e2e.console.files_by_http import Clerk
from tests.worlds.demo_rows import BODIES, demo_rows
from tests.worlds.expected import May, Tally
from tests.worlds.told import told_run
from tests.worlds.waste_figures import WasteFigures

OF_ANOTHER = {"mesnil-roc-h": ("valcobreizh", "35308")}
"""Whose rows are proposed to it, and of which commune."""
SERVICE = "/services/rpqs-dechets/activate"
SUMMARY = "summary", "ENSEMBLE"
PRINTED = {"kg_hab_whole": "kg/hab", "oma_hab": "kg/hab", "recovery_rate_whole": "%"}


def shown(value):
    whole, _, rest = f"{value:.2f}".partition(".")
    return f"{int(whole):,}".replace(",", " ") + f",{rest}"


def _of(start, figures):
    return {key: value for key, value in figures.items() if key[: len(start)] == start}


def link(clerk, pattern):
    return unescape(re.search(rf'href="({pattern})"', clerk.html)[1])


def paper_of(clerk):
    """What is proposed, activated, frozen and printed: five buttons, no field."""
    clerk.get(SERVICE)
    clerk.post(SERVICE, **clerk.hidden_and_checked(), step="activate")
    assert clerk.status == 200, clerk.text
    freezing = link(clerk, '/services/activations/[^"]*/freeze[^"]*')
    clerk.get(freezing)
    fields = {**clerk.hidden_and_checked(), "comment": ""}
    clerk.post(freezing.partition("?")[0], **fields)
    assert clerk.address.startswith("/figures/"), clerk.text
    printed = clerk.file(link(clerk, '/v1/figures/[^"]*format=pdf&amp;lang=fr'))
    return fields["year"], pypdf.PdfReader(io.BytesIO(printed))


@pytest.mark.parametrize("slug", [*BODIES, *OF_ANOTHER])
def test_the_paper_of_what_is_proposed_is_exact(console, slug):
    clerk = Clerk(console, f"steward@{slug}")
    year, paper = paper_of(clerk)
    clerk.close()
    content = json.loads(paper.attachments["interco-figure.json"][0])
    owner, only = OF_ANOTHER.get(slug, (slug, None))
    rows = demo_rows(console.state / "data", owner, content["body"]["siren"], only)
    expected = WasteFigures(rows).found
    told = told_run(content["answer"]["tables"])
    tally = Tally()
    tally.compare("rpqs-dechets", slug, expected, told)
    assert tally.faults == [], "\n".join(map(str, tally.faults[:20]))
    # A figure is bounded: of a large body it keeps the columns that a page shows, all of its sums.
    sums, start = Tally(), (*SUMMARY, int(year))
    sums.compare("rpqs-dechets", slug, _of(start, expected), _of(start, told))
    assert sums.share("rpqs-dechets") == 1, sums.missing
    text = " ".join(" ".join(page.extract_text().split()) for page in paper.pages)
    text = text.replace("\u202f", " ").replace("\u00a0", " ")
    for name, unit in PRINTED.items():
        one = expected[*SUMMARY, int(year), "TOTAL", name]
        if one.may is May.ALLOWED:
            assert shown(one.value) in text, f"{name} ({unit}): {shown(one.value)}"


def test_a_year_without_figures_is_said_and_freezing_it_is_not_proposed(console):
    """Its rows are of 2026 alone: what is green is never an empty report."""
    clerk = Clerk(console, "steward@couesnon-marches-de-bretagne")
    clerk.get(SERVICE)
    clerk.post(SERVICE, **{**clerk.hidden_and_checked(), "step": "activate"})
    page = clerk.get(f"{clerk.address.partition('?')[0]}?annee=2025")
    assert "Ces données ne donnent aucun chiffre 2025 : aucune donnée de 2025." in page
    assert "donne un PDF sans aucun de ces chiffres" in page
    assert not re.search(r'class="button main"[^>]*/freeze', clerk.html)
    clerk.close()
