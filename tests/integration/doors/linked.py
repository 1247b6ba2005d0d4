"""A gateway in which bodies save questions and make links, and whose catalog a test may change."""

from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from catalog.changes import ActRecord, Changes
from catalog.model.terms import OnwardSharing
from gateway.cli.demo_folder import find_agent

READER, PURPOSE = "agent@valcobreizh", "rpqs_dechets"
TOWN, TOWN_STEWARD = "agent@mesnil-roc-h", "steward@mesnil-roc-h"
OWNER = "steward@val-d-ille-aubigne"
WEIGHINGS = "val_d_ille_aubigne__collectes"
DETAIL = """SELECT id_pesee, date_collecte, flux, tonnage_kg FROM val_d_ille_aubigne.collectes
  ORDER BY id_pesee LIMIT 5"""
TOTALS = """SELECT flux, sum(tonnage_kg) AS tonnage_kg FROM val_d_ille_aubigne.collectes
  GROUP BY flux ORDER BY flux"""
OPEN = """SELECT id_pdc, puissance_kw FROM sde35.bornes_recharge WHERE puissance_kw > ?
  ORDER BY id_pdc LIMIT 5"""
POWER = [{"name": "puissance", "type": "integer", "default": "1"}]
MAKE = """mutation ($input: QuestionLinkInput!, $dryRun: Boolean = false) {
  result: makeQuestionLink(input: $input, dryRun: $dryRun) {
    act applied id path sentences { fr } } }"""
ACT = "mutation ($id: ID!) {{ result: {name}(id: $id) {{ act applied sentences {{ fr }} }} }}"
OWN = """{ questionLinks { id title question format state opened lookedAt lastOpenedAt lastDay
  isMine awaits madeBy values { name value } purpose networks } }"""
OVER = """{ linksOverYourData { id body datasets state awaits consented opened lastOpenedAt } }"""
RECORD = ActRecord(datetime(2026, 12, 1, tzinfo=UTC), None, "test", None, "test")


@dataclass(frozen=True)
class Linked:
    state: Any
    http: Any
    services: Any

    async def headers(self, agent):
        snapshot = await self.services.query.catalog.current()
        return {"Authorization": f"Bearer {self.state.token(find_agent(snapshot, agent))}"}

    async def save(self, name, statement, steward=TOWN_STEWARD, **more):
        saved = {"document": statement, "language": "sql", **more}
        answer = await self.http.put(
            f"/v1/operations/{name}", json=saved, headers=await self.headers(steward)
        )
        assert answer.is_success, answer.text

    async def ask(self, document, agent, **variables):
        """The data, or the codes of the problems."""
        sent = {"query": document, "variables": variables}
        answer = await self.http.post("/graphql", json=sent, headers=await self.headers(agent))
        body = answer.json()
        if "errors" in body:
            return [each["extensions"]["code"] for each in body["errors"]]
        return body["data"]

    async def make(self, question, agent=TOWN, answer_format="csv", **more):
        """What it answers; the codes of the problems where it is refused."""
        given = {"question": question, "format": answer_format, **more}
        told = await self.ask(MAKE, agent, input=given)
        return told if isinstance(told, list) else told["result"]

    async def act(self, name, link, agent):
        return await self.ask(ACT.format(name=name), agent, id=link)

    async def get(self, path, **headers):
        return await self.http.get(path, headers=headers)

    async def code(self, path, **headers):
        """The code of its refusal, or its status where it is none."""
        answer = await self.get(path, **headers)
        return answer.status_code if answer.is_success else answer.json()["code"]

    async def write(self, put=(), removed=()):
        catalog = self.services.acts.catalog
        version = (await catalog.current()).version
        await catalog.write(version, Changes(put=put, removed=removed), RECORD)

    @asynccontextmanager
    async def changed(self, *after):
        """The catalog with other values of what is there, for a while."""
        snapshot = await self.services.query.catalog.current()
        before = [_there(snapshot, each) for each in after]
        await self.write(after)
        try:
            yield
        finally:
            await self.write(tuple(before))

    async def agreement(self, onward):
        """That of the weighings, with what it says of passing them on."""
        snapshot = await self.services.query.catalog.current()
        reader = find_agent(snapshot, READER).organisation
        (found,) = (
            each
            for each in snapshot.agreements
            if each.dataset_id == WEIGHINGS
            and each.grantee == reader
            and each.state == "active"
            and PURPOSE in each.purposes
        )
        return replace(found, terms=replace(found.terms, onward_sharing=OnwardSharing(onward)))


def _there(snapshot, entity):
    match type(entity).__name__:
        case "Agreement":
            return next(each for each in snapshot.agreements if each.citation == entity.citation)
        case "Agent":
            return snapshot.agents[entity.issuer, entity.sub]
        case "Dataset":
            return snapshot.datasets[entity.id]
        case "Organisation":
            return snapshot.organisations[entity.siren]
    raise TypeError(entity)
