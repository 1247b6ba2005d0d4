"""A small steady load, each of whose answers is held against what is right."""

import asyncio
import itertools
import re
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx

from catalog.model.problem import OperatorProblem, Problem, SourceProblem

BOTH = """query { valDIlleAubigne { collectes(first: 3) { nodes { tonnageKg flux } } }
  sde35 { bornesRecharge(first: 2) { nodes { nomStation } } } }"""
SUMS = """{ valDIlleAubigne { collectes { groupBy(orderBy: [{ key: { commune: { nom: ASC } } }]) {
  key { commune { code } } aggregate { count sum { tonnageKg } } } } } }"""
MINE = "{ me { agent } mesnilRocH { energieBatiments(first: 2) { nodes { mois } } } }"
STATEMENT = (
    "SELECT flux, tonnage_kg FROM val_d_ille_aubigne.collectes ORDER BY tonnage_kg LIMIT 2000"
)
DRAFT = """mutation ($input: AgreementInput!) {
  draftAgreement(input: $input) { agreement { citation } } }"""
SUBMIT = """mutation ($citation: String!) {
  submitAgreement(agreement: $citation) { agreement { citation } } }"""
PREVIEW = """mutation ($citation: String!) {
  openPreview(agreement: $citation) { preview { versionSha256 } } }"""
APPROVE = """mutation ($citation: String!, $hash: String!) {
  approveAgreement(agreement: $citation, approval: { versionSha256: $hash, capacity: "maire",
    act: { reference: "Délibération 2026-118", enforceableSince: "2026-11-20" } }) {
    agreement { citation } } }"""
INPUT = {
    "dataset": "mesnil-roc-h.energie_batiments",
    "to": "val-d-ille-aubigne",
    "title": "Énergie des bâtiments",
    "columns": [
        {"name": "id_releve", "transform": "KEYED_HASH"},
        {"name": "mois", "transform": "CLEAR"},
        {"name": "consommation_kwh", "transform": "CLEAR"},
    ],
    "rows": {"all": True},
    "purposes": ["evaluation_politiques"],
    "legalBasis": "Code de l'environnement, article L229-26",
    "start": "2030-12-01",
    "end": "2031-12-31",
}
STEWARD, APPROVER = "steward@mesnil-roc-h", "approver@mesnil-roc-h"
NEVER_TOLD = re.compile(r"Traceback|psycopg|asyncpg|sqlalchemy|127\.0\.0\.1|faults_|Errno|SELECT ")
_NUMBERS = itertools.count(1)
_LANGUAGES = itertools.cycle(("fr", "en"))
_PAUSE_S = 0.05


@dataclass(frozen=True)
class Read:
    """`agent` None for the person who is signed in."""

    name: str
    agent: str | None
    document: str
    path: str = "/graphql"


READS = (
    Read("grantee", "agent@valcobreizh", BOTH),
    Read("grantee in SQL", "agent@valcobreizh", STATEMENT, "/v1/sql"),
    Read("owner", "agent@val-d-ille-aubigne", SUMS),
    Read("neighbour", "agent@mesnil-roc-h", MINE),
    Read("signed in", None, BOTH),
)
ACTS = "acts"


@dataclass
class Load:
    """`problems`: what was told, by who was told it. `right_ids`: requests that were answered.
    `acts`: (act, citation) and whether it was told as done; None where nobody knows.
    """

    town: object
    cookies: dict
    right: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)
    right_ids: list = field(default_factory=list)
    acts: dict = field(default_factory=dict)
    wrong: list = field(default_factory=list)
    turns: dict = field(default_factory=dict)
    turned: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def learn(self):
        """What is right: what is answered while nothing fails."""
        async with self._client() as client:
            for read in READS:
                answer = await self._send(client, read.path, {"query": read.document}, read.agent)
                assert answer.status_code == 200, answer.text
                assert '"errors"' not in answer.text, answer.text
                self.right[read.name] = answer.text if read.path == "/v1/sql" else answer.json()

    async def rounds(self, within_s=40):
        """Until each has been answered once more, whatever it was, to what it asks from now on."""
        await self._until(lambda _: True, within_s)

    async def until_right(self, within_s=20):
        """The same, until each has been answered as it should."""
        await self._until(lambda is_right: is_right, within_s)

    async def _until(self, suffices, within_s):
        since, names = time.monotonic(), [*(each.name for each in READS), ACTS]

        def missing():
            return [
                name
                for name in names
                if not any(
                    begun > since and suffices(right) for begun, right in self.turns.get(name, ())
                )
            ]

        async with self.turned:
            try:
                async with asyncio.timeout(within_s):
                    await self.turned.wait_for(lambda: not missing())
            except TimeoutError:
                raise AssertionError(f"{missing()}: {self.problems[-12:]} {self.wrong}") from None

    async def read(self, read, client):
        """Whether it was answered as it should; a clear problem is not wrong."""
        try:
            answer = await self._send(client, read.path, {"query": read.document}, read.agent)
        except httpx.RemoteProtocolError:
            # An answer that was being sent ends before its end, and says so.
            self.problems.append((read.name, "cut"))
            return False
        if NEVER_TOLD.search(answer.text) and read.path != "/v1/sql":
            self.wrong.append((read.name, answer.text))
        if answer.headers["content-type"].startswith("text/csv"):
            is_right = answer.text == self.right[read.name]
            if not is_right:
                self.wrong.append((read.name, answer.text[-300:]))
        else:
            body = answer.json()
            is_right = body == self.right[read.name]
            if not is_right:
                self._judge(read.name, answer, body)
        if is_right:
            self.right_ids.append(answer.headers["interco-request-id"])
        return is_right

    async def act(self, client):
        """Drafts an agreement, hands it over and signs it, as far as that goes."""
        name = f"conv-2031-{next(_NUMBERS):04}"
        citation = f"{name}@1"
        signing = {"citation": citation}
        for what, agent, document, variables in (
            ("draft", STEWARD, DRAFT, {"input": {**INPUT, "id": name}}),
            ("submit", STEWARD, SUBMIT, {"citation": citation}),
            ("preview", APPROVER, PREVIEW, {"citation": citation}),
            ("approve", APPROVER, APPROVE, signing),
        ):
            said = {"query": document, "variables": variables}
            answer = await self._send(client, "/graphql", said, agent)
            body = answer.json()
            if "errors" in body:
                codes = self._judge(ACTS, answer, body)
                self.acts[what, citation] = None if "act_outcome_unknown" in codes else False
                return False
            self.acts[what, citation] = True
            if what == "preview":
                signing["hash"] = body["data"]["openPreview"]["preview"]["versionSha256"]
        return True

    def _judge(self, name, answer, body):
        """What is shown beside a problem is right; the problem says itself in one language."""
        if answer.headers["content-type"] == "application/problem+json":
            told = [(body["code"], body["title"], body["detail"])]
        else:
            told = [
                (each["extensions"]["code"], each["message"], each["extensions"]["next"])
                for each in body.get("errors", ())
            ]
        data = body.get("data") or {}
        if data and name in self.right and not is_part(data, self.right[name]["data"]):
            self.wrong.append((name, data))
        if not told:
            self.wrong.append((name, answer.status_code, answer.text[:500]))
        language = answer.headers.get("content-language")
        for code, message, following in told:
            known = problems_by_code().get(code)
            self.problems.append((name, code))
            said = known and (known.fr if language == "fr" else known.en).partition("{")[0]
            if known is None or not issubclass(known, OperatorProblem | SourceProblem):
                self.wrong.append((name, code, message))
            elif not message.startswith(said) or not following:
                self.wrong.append((name, language, message))
            elif answer.status_code == 503 and known.retry_after_s is not None:
                assert answer.headers["retry-after"] == str(known.retry_after_s)
        return {code for code, _, _ in told}

    async def _send(self, client, path, body, agent):
        headers = {
            "Accept-Language": next(_LANGUAGES),
            "Accept": "text/csv" if path == "/v1/sql" else "application/json",
            "Interco-Purpose": "rpqs_dechets",
        }
        if agent is None:
            headers |= {"Sec-Fetch-Site": "same-origin", "Cookie": self.cookies["session"]}
        else:
            headers["Authorization"] = f"Bearer {self.town.tokens[agent]}"
        return await client.post(path, json=body, headers=headers)

    def _client(self):
        return httpx.AsyncClient(base_url=self.town.address, trust_env=False, timeout=60)

    async def _go_on(self, name, once):
        async with self._client() as client:
            while True:
                begun = time.monotonic()
                is_right = await once(client)
                async with self.turned:
                    self.turns.setdefault(name, []).append((begun, is_right))
                    self.turned.notify_all()
                await asyncio.sleep(_PAUSE_S)

    @asynccontextmanager
    async def going_on(self):
        """While it is open, everybody asks again and again."""
        await self.learn()
        work = [(each.name, lambda client, each=each: self.read(each, client)) for each in READS]
        tasks = [
            asyncio.create_task(self._go_on(name, once)) for name, once in (*work, (ACTS, self.act))
        ]
        try:
            yield self
            for task in tasks:
                if task.done():
                    task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def codes(self, *names):
        return {code for name, code in self.problems if not names or name in names}


def is_part(told, whole):
    """Whether nothing but what is right is told; where nothing is told, a problem is."""
    if isinstance(told, dict) and isinstance(whole, dict):
        return all(is_part(each, whole[key]) for key, each in told.items())
    return told is None or told == whole


def problems_by_code(kind=Problem):
    found = {}
    for each in kind.__subclasses__():
        if "code" in vars(each):
            found[each.code] = each
        found |= problems_by_code(each)
    return found
