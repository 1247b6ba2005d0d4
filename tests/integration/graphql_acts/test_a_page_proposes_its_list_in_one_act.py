"""The page of a request to several: a dry run of the act that proposes lists, then that act.

Covers gateway.console.requests.proposed, gateway.console.requests.grantors,
gateway.console.requests.sent.
"""

import html
import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest

from catalog.changes import ActRecord, Changes
from gateway.acts.act_list import MOST_LINES
from gateway.app import build_app
from gateway.console.requests import grantors, proposed
from policies.acts import ActDenial
from tests.integration.graphql_acts.test_two_bodies_share_through_graphql import acts_recorded

OURS = {"Sec-Fetch-Site": "same-origin"}
STEWARD = "steward@valcobreizh"
READY, LACKING, UNSIGNED, COVERED, BEGUN = (
    "bretagne-romantique",
    "mesnil-roc-h",
    "couesnon-marches-de-bretagne",
    "saint-meen-montauban",
    "liffre-cormier-communaute",
)
FIVE = (READY, LACKING, UNSIGNED, COVERED, BEGUN)
FORM = {
    "template": "rpqs_dechets",
    "start": "2026-12-01",
    "end": "2027-12-31",
    "step": "preview",
}
ROW = re.compile(r'<th scope="row">(.*?)</tr>', re.DOTALL)
BOX = re.compile(r'name="send" value="([a-z-]+) ([0-9a-f]+)"( checked)?')
ONCE = re.compile(r'name="_once" value="([^"]+)"')


class RefusesOne:
    """The real law, but that it refuses what a body would give, once it `begins`."""

    def __init__(self, law, siren):
        self.law, self.siren, self.begins = law, siren, True

    async def decide_act(self, question):
        decision = await self.law.decide_act(question)
        if not self.begins or self.siren not in json.dumps(question.document()):
            return decision
        denial = ActDenial("act_role_required", ("approver",))
        return replace(decision, allow=False, denials=(denial,))


class Pages:
    """The pages of a steward; `send` is what the preview's button sends."""

    def __init__(self, town, client):
        self.town, self.client = town, client

    async def preview(self, *bodies, language="fr", **changes):
        return await self._posted({**FORM, "bodies": bodies, **changes}, language)

    async def send(self, page, *bodies, to=FIVE, language="fr", **changes):
        boxes = {slug: shown for slug, shown, _ in BOX.findall(page)}
        ticked = [f"{slug} {boxes.get(slug, 'unread')}" for slug in bodies]
        form = {**FORM, "bodies": to, "step": "send", "send": ticked, **changes}
        return await self._posted({**form, "_once": ONCE.search(page)[1]}, language)

    async def _posted(self, form, language):
        headers = {**OURS, "Accept-Language": language}
        answer = await self.client.post("/agreements/new", data=form, headers=headers)
        if answer.status_code == httpx.codes.SEE_OTHER:
            answer = await self.client.get(answer.headers["location"], headers=headers)
        refused = "Rien n'est envoyé" in html.unescape(answer.text)
        assert answer.status_code == (422 if refused else 200), answer.text
        return html.unescape(answer.text)

    async def asked(self):
        """The states of the agreements that are not of the demo, by their grantor."""
        snapshot = await self.town.ports.catalog.current()
        return [
            (snapshot.organisations[each.grantor].slug, each.state.value, each.end.isoformat())
            for each in snapshot.agreements
            if each.life.proposed_by is not None
        ]


@pytest.fixture
async def pages(town):
    app = build_app(town.state.settings(), demo=True)
    app.state.services = town.services
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://interco", timeout=60
    ) as client:
        form = {"agent": STEWARD, "next": "/", "second_factor": "on"}
        await client.post("/sign-in/demo", data=form, headers=OURS)
        opened = Pages(town, client)
        opened.app = app
        yield opened


@pytest.fixture
async def five(town, pages):
    """One is covered by what was asked before, one for half a year, one has nobody who signs."""
    first = await pages.preview(COVERED)
    await pages.send(first, COVERED, to=(COVERED,))
    half = await pages.preview(BEGUN, end="2027-06-30")
    await pages.send(half, BEGUN, to=(BEGUN,), end="2027-06-30")
    catalog = town.services.acts.catalog
    snapshot = await catalog.current()
    signer = next(each for each in snapshot.agents.values() if each.sub == f"approver@{UNSIGNED}")
    record = ActRecord(datetime(2026, 11, 25, 12, tzinfo=UTC), None, "test", None, "test", {})
    await catalog.write(
        snapshot.version, Changes((replace(signer, roles=frozenset({"agent"})),)), record
    )
    return pages


def rows_of(page):
    """The text of each body's line, by its name in the table."""
    rows = [re.sub(r"<[^>]+>|\s+", " ", row) for row in ROW.findall(page)]
    return [" ".join(row.split()) for row in rows]


def row_of(page, name):
    (row,) = (row for row in rows_of(page) if name in row)
    return row


def test_a_part_of_the_page_is_one_act():
    assert proposed.LINES_IN_A_PART == MOST_LINES


async def test_each_of_five_is_told_what_it_is_before_anything_is_sent(five, town):
    before, acts = await five.asked(), len(acts_recorded(town))
    page = await five.preview(*FIVE)
    assert "Peut être demandé" in row_of(page, "Bretagne Romantique")
    assert "Il manque : Mode de collecte." in row_of(page, "Bretagne Romantique")
    assert "N'a pas ces données" in row_of(page, "Mesnil-Roc'h")
    assert "Personne n'y signe" in row_of(page, "Couesnon")
    covered = row_of(page, "Saint-Méen")
    assert re.search(r"Déjà couvert conv-\d+-\d+@1 : envoyée, à signer, jusqu'au 31 déc", covered)
    assert "Peut être demandé" in row_of(page, "Liffré-Cormier")
    assert re.search(r'href="/agreements/conv-\d+-\d+@1"', page)
    assert "2 organismes peuvent être sollicités" not in page
    boxes = {slug: bool(checked) for slug, _, checked in BOX.findall(page)}
    assert boxes == {READY: True, UNSIGNED: False, BEGUN: True}
    assert (await five.asked(), len(acts_recorded(town))) == (before, acts)


async def test_the_same_is_said_in_english(five):
    page = await five.preview(*FIVE, language="en")
    assert "Can be asked" in row_of(page, "Bretagne Romantique")
    assert "Does not have this data" in row_of(page, "Mesnil-Roc'h")
    assert "Nobody signs there" in row_of(page, "Couesnon")
    assert re.search(
        r"Covered already conv-\d+-\d+@1 : sent, to be signed, until", row_of(page, "Saint-Méen")
    )


async def test_what_is_ticked_leaves_in_one_act_and_a_second_press_changes_nothing(five, town):
    page = await five.preview(*FIVE)
    before, acts = await five.asked(), len(acts_recorded(town))
    sent = await five.send(page, READY, BEGUN)
    assert "Demandes envoyées" in sent
    assert "Rien n'a été demandé" in sent
    after = [*before, *((slug, "submitted", "2027-12-31") for slug in (READY, BEGUN))]
    assert sorted(await five.asked()) == sorted(after)
    assert acts_recorded(town)[acts:] == ["submit"]
    assert await five.send(page, READY, BEGUN) == sent
    # From another tab, where the page stands as it was read before.
    other = page.replace(ONCE.search(page)[1], "b" * 16)
    told = await five.send(other, READY, BEGUN)
    assert "Rien n'est envoyé" in told
    assert row_of(told, "Bretagne Romantique").count("Déjà couvert") == 1
    assert sorted(await five.asked()) == sorted(after)
    assert acts_recorded(town)[acts:] == ["submit"]


async def test_whoever_cannot_sign_yet_is_asked_where_it_is_ticked(five):
    page = await five.preview(*FIVE)
    assert "Demandes envoyées" in await five.send(page, UNSIGNED)
    assert (UNSIGNED, "submitted", "2027-12-31") in await five.asked()


@pytest.mark.parametrize("slug", [COVERED, LACKING, READY])
async def test_nothing_leaves_that_was_not_read(five, slug):
    """Neither what the page offered no box for, nor what has changed since it was shown."""
    before = await five.asked()
    page = await five.preview(*FIVE, end="2027-11-30")
    told = await five.send(page, slug, BEGUN)
    assert "Rien n'est envoyé" in told
    assert await five.asked() == before


async def test_a_line_that_the_law_refuses_is_told_and_the_others_leave(five, town):
    snapshot = await town.ports.catalog.current()
    law = RefusesOne(town.services.acts.law, snapshot.organisation_of_slug(BEGUN).siren)
    acts = replace(town.services.acts, law=law)
    five.app.state.services = replace(town.services, acts=acts)
    before = await five.asked()
    page = await five.preview(*FIVE)
    refused = row_of(page, "Liffré-Cormier")
    assert "Impossible en l'état" in refused
    assert "signataire" in refused
    assert BEGUN not in {slug for slug, _, _ in BOX.findall(page)}
    law.begins = False
    page = await five.preview(*FIVE)
    law.begins = True
    # Refused since it was read: nothing leaves, and the page says so.
    told = await five.send(page, READY, BEGUN)
    assert "Rien n'est envoyé" in told
    assert "Impossible en l'état" in row_of(told, "Liffré-Cormier")
    assert await five.asked() == before
    assert "Demandes envoyées" in await five.send(told, READY)
    assert await five.asked() != before


async def test_what_the_act_itself_refuses_is_told_on_the_page_of_what_was_sent(
    five, town, monkeypatch
):
    """By a law that changes between the dry run and the act."""
    snapshot = await town.ports.catalog.current()
    law = RefusesOne(town.services.acts.law, snapshot.organisation_of_slug(BEGUN).siren)
    law.begins = False
    five.app.state.services = replace(town.services, acts=replace(town.services.acts, law=law))
    page = await five.preview(*FIVE)
    asked = proposed.propose

    async def then_refused(*given, dry_run, **more):
        law.begins = not dry_run
        return await asked(*given, dry_run=dry_run, **more)

    monkeypatch.setattr(grantors, "propose", then_refused)
    told = await five.send(page, READY, BEGUN)
    assert "Demandes envoyées" in told
    assert "Rien n'a été envoyé" in told
    assert "signataire" in told
    assert (READY, "submitted", "2027-12-31") in await five.asked()
    assert (BEGUN, "submitted", "2027-12-31") not in await five.asked()


async def test_long_lists_go_in_parts(five, monkeypatch):
    monkeypatch.setattr(proposed, "LINES_IN_A_PART", 2)
    before = await five.asked()
    page = await five.preview(*FIVE)
    await five.send(page, READY, UNSIGNED, BEGUN)
    assert len(await five.asked()) == len(before) + 3
