"""Each body of the demo that has rows of waste, slips or peers takes what is proposed, changes
nothing, freezes it and prints it: the paper and the file attached say what plain Python computes of
the raw files.

Covers gateway.console.mutualised.activating, papers.report_opening.
"""

import io
import json
import re
from decimal import Decimal
from html import unescape

import pypdf
import pytest

from services_run.checking import find_service, load_service
from tests.e2e.console.files_by_http import Clerk
from tests.worlds.demo_peers import PEERS, demo_peers
from tests.worlds.demo_rows import BODIES, demo_rows
from tests.worlds.demo_slips import FILES, demo_slips
from tests.worlds.expected import May, Tally
from tests.worlds.peers_figures import peers_figures
from tests.worlds.slips_figures import slips_figures
from tests.worlds.told import told_peers, told_run
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


def paper_of(clerk, service=SERVICE):
    """What is proposed, activated, frozen and printed: five buttons, no field. On a slow machine
    the figures wait for a button of their own.
    """
    clerk.get(service)
    if 'value="activate"' not in clerk.html:
        clerk.post(service, **clerk.hidden_and_checked(), step="preview")
    clerk.post(service, **clerk.hidden_and_checked(), step="activate")
    assert clerk.status == 200, clerk.text
    freezing = link(clerk, '/services/activations/[^"]*/freeze[^"]*')
    clerk.get(freezing)
    fields = {**clerk.hidden_and_checked(), "comment": ""}
    clerk.post(freezing.partition("?")[0], **fields)
    assert clerk.address.startswith("/figures/"), clerk.text
    printed = clerk.file(link(clerk, '/v1/figures/[^"]*format=pdf&amp;lang=fr'))
    return fields.get("year"), pypdf.PdfReader(io.BytesIO(printed))


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


LABELS = load_service(find_service("service-fait")).labels
CAUSES = {
    label.text.en: name.removeprefix("cause.")
    for name, label in LABELS.items()
    if name.startswith("cause.")
}


def told_letter(answer):
    """By the keys of `slips_figures`: sums, by cause, by invoice, by month, each dispute."""
    told = {("totals", "", each["name"]): each["value"] for each in answer["figures"]}
    for name in ("by_cause", "by_invoice", "by_month"):
        table = answer["tables"][f"totals.{name}"]
        columns = [each["name"] for each in table["columns"]]
        for first, *cells in table["rows"]:
            key = CAUSES[first["en"]] if isinstance(first, dict) else first
            told |= {
                (name, key, column): cell for column, cell in zip(columns[1:], cells, strict=True)
            }
    table = answer["tables"]["disputes"]
    for row in table["rows"]:
        one = dict(zip((each["name"] for each in table["columns"]), row, strict=True))
        parts = [
            sorted((one[side] or "").replace(",", " ").split()) for side in ("collector", "plant")
        ]
        key = [*parts[0], *parts[1]] or [one["invoice"], one["product"]]
        for column in ("at_stake_eur", "not_billed_eur"):
            told["dispute", CAUSES[one["cause"]["en"]], *key, column] = one[column]
    return {key: Decimal(value) for key, value in told.items() if value is not None}


@pytest.mark.parametrize("slug", FILES)
def test_the_letter_of_what_is_proposed_is_exact(console, slug, tmp_path):
    clerk = Clerk(console, f"steward@{slug}")
    _, paper = paper_of(clerk, "/services/service-fait/activate")
    clerk.close()
    world = demo_slips(console.state / "data", slug)
    world.write(tmp_path)
    expected = slips_figures(tmp_path, world)
    content = json.loads(paper.attachments["interco-figure.json"][0])
    tally = Tally()
    tally.compare("service-fait", slug, expected, told_letter(content["answer"]))
    assert tally.faults == [], "\n".join(map(str, tally.faults[:20]))
    assert tally.share("service-fait") == 1, tally.missing
    text = " ".join(" ".join(page.extract_text().split()) for page in paper.pages)
    text = text.replace("\u202f", " ").replace("\u00a0", " ")
    for name in ("billed_ht_eur", "due_ht_eur", "at_stake_eur", "delivered_not_billed_eur"):
        assert shown(expected["totals", "", name].value) in text


IN_ORDER = (
    "valeur", "quartile_1", "arrondi_1", "mediane", "arrondi_mediane", "quartile_3", "arrondi_3",
)  # fmt: skip
PLACES = {
    "above the median": "au_dessus",
    "below the median": "au_dessous",
    "within the margin of the rounding": "dans_la_marge",
}


def number_or_word(cell):
    """A number stands as text in the document of a figure; a word in both languages."""
    if isinstance(cell, dict):
        return PLACES.get(cell["en"], cell["en"])
    try:
        return Decimal(cell) if isinstance(cell, str) else cell
    except ArithmeticError:
        return cell


def test_the_comparison_of_what_is_proposed_is_exact(console, tmp_path):
    slug, _ = PEERS
    clerk = Clerk(console, f"steward@{slug}")
    _, paper = paper_of(clerk, "/services/comparaison/activate")
    clerk.close()
    world = demo_peers(console.state / "data")
    world.write(tmp_path)
    content = json.loads(paper.attachments["interco-figure.json"][0])
    table = content["answer"]["tables"]["comparisons"]
    names = [each["name"] for each in table["columns"]]
    told = told_peers({
        "comparisons": [
            dict(zip(names, map(number_or_word, row), strict=True)) for row in table["rows"]
        ]
    })  # fmt: skip
    tally = Tally()
    tally.compare("comparaison", slug, peers_figures(tmp_path, world), told)
    assert tally.faults == [], "\n".join(map(str, tally.faults[:20]))
    assert tally.share("comparaison") == 1, tally.missing
    text = " ".join(" ".join(page.extract_text().split()) for page in paper.pages)
    for indicator in {key[0] for key in told}:
        values = (told[indicator, 2025, name] for name in (*IN_ORDER, "ecart"))
        printed = " ".join(("–" if value is None else f"{value.normalize():f}") for value in values)
        assert f"{indicator} {printed.replace('-', '−').replace('.', ',')} " in text
