"""Two bodies that have never shared anything, their people, and everything they do."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from catalog.actions.agreement import AgreementDraft, ColumnGrant
from catalog.actions.dataset import DatasetDraft, register_dataset
from catalog.actions.granted_rows import OwnTerritory, RowsDraft, TerritoryDate
from catalog.actions.sharing.acts import (
    ApproveAgreement,
    DraftAgreement,
    OpenPreview,
    SubmitAgreement,
)
from catalog.changes import ActRecord, Changes
from catalog.model.agreement import GuardRecord
from catalog.model.dataset import Listing
from catalog.model.identifiers import Siren, Slug
from catalog.model.organisation import (
    Agent,
    AgentKind,
    Membership,
    MembershipMode,
    Organisation,
    OrganisationKind,
)
from catalog.model.problem import Problem
from catalog.model.subject import SYSTEM_CLOCK
from catalog.model.terms import EnforceableAct
from catalog.model.transform import Transform
from catalog.problems import CatalogMoved
from gateway.acts.act import act
from gateway.acts.clock_worker import Looked, tick
from gateway.acts.openings import OpeningActs
from gateway.acts.ports import ActPorts
from gateway.identity.subject import local_subject
from tests.unit.catalog.examples import (
    DEPOT,
    DRAFT,
    MESNIL,
    VAL_DILLE,
    VALCOBREIZH,
    after,
    catalog_of,
    facts_in,
)

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ISSUER = "urn:test"
EAUX = Organisation(Siren("243500733"), Slug("bretagne-romantique"), "CC B", OrganisationKind.CC)
DATASET = replace(
    register_dataset(DatasetDraft(DRAFT), facts_in(catalog_of(VAL_DILLE, VALCOBREIZH, DEPOT))),
    listing=Listing.ORGANISATIONS,
)
ROLES = {
    "agent": {"agent"},
    "steward": {"steward"},
    "approver": {"approver"},
    "second": {"approver", "steward"},
    "dpo": {"dpo"},
}


def agent(name, organisation, roles, kind=AgentKind.PERSON):
    siren = None if organisation is None else organisation.siren
    return Agent(ISSUER, name, siren, kind, frozenset(roles))


AGENTS = (
    agent("operator@interco", None, {"operator"}),
    *(
        agent(f"{role}@{organisation.slug}", organisation, roles)
        for organisation in (VAL_DILLE, VALCOBREIZH, EAUX)
        for role, roles in ROLES.items()
    ),
    agent("machine@valcobreizh", VALCOBREIZH, {"approver", "steward"}, AgentKind.MACHINE),
)
OF_MESNIL = Membership(
    MESNIL.siren,
    VALCOBREIZH.siren,
    frozenset({"1510"}),
    MembershipMode.DIRECT,
    date(2020, 1, 1),
)
CATALOG = catalog_of(VAL_DILLE, VALCOBREIZH, MESNIL, EAUX, DEPOT, DATASET, OF_MESNIL, *AGENTS)
PROJECT = AgreementDraft(
    id="conv-2026-0017",
    version=1,
    grantor=VAL_DILLE.siren,
    to="valcobreizh",
    dataset="collectes",
    title="Pesées",
    columns=(
        ColumnGrant("id_pesee", Transform.KEYED_HASH),
        ColumnGrant("code_commune", Transform.CLEAR),
        ColumnGrant("date_collecte", Transform.CLEAR),
        ColumnGrant("tonnage_kg", Transform.CLEAR),
    ),
    rows=RowsDraft(own_territory=OwnTerritory("1510", TerritoryDate.ROW_DATE)),
    purposes=frozenset({"rpqs_dechets"}),
    legal_basis="CGCT L2224-13",
    start=date(2026, 4, 1),
    end=date(2027, 3, 31),
)
CITATION = "conv-2026-0017@1"
DEED = EnforceableAct("DEL-2026-12", date(2026, 2, 1))


class MemoryCatalog:
    """A catalog held in memory, with the store's own rule: only over the version that was read."""

    def __init__(self, snapshot=CATALOG):
        self.snapshot = snapshot
        self.messages = []
        self.records = []

    async def current(self):
        return self.snapshot

    async def write(self, expected, changes, record):
        if expected != self.snapshot.version:
            raise CatalogMoved
        self.snapshot = after(self.snapshot, changes)
        known = {each.key for each in self.messages}
        self.messages += [each for each in changes.messages if each.key not in known]
        self.records.append(record)
        return self.snapshot.version


def nothing_found(agreement, _snapshot, _cog, day):
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return GuardRecord(at, stops=False, findings_sha256="0" * 64)


@dataclass
class World:
    """`law` decides; the clock stands still until it is moved."""

    law: object
    catalog: object = field(default_factory=MemoryCatalog)
    now: datetime = NOW
    guard: object = nothing_found
    policy: object = None
    uses: object = None

    @property
    def ports(self):
        return ActPorts(
            self.catalog,
            self.law,
            lambda: self.now,
            policy=self.policy,
            guard=self.guard,
            uses=self.uses,
        )

    async def does(self, name, asked, *, for_=None, dry_run=False):
        """As an agent (`steward@valcobreizh`) or as the clock."""
        snapshot = await self.catalog.current()
        if name == "clock":
            subject = SYSTEM_CLOCK
        else:
            principal = None if for_ is None else for_.siren
            subject = local_subject(snapshot.agents[ISSUER, name], on_behalf_of=principal)
        return await act(asked, subject, self.ports, dry_run=dry_run)

    async def confirms_opening(self, dataset, who="approver@val-d-ille-aubigne"):
        """As the second person, who reads it as it waits."""
        subject = local_subject(self.catalog.snapshot.agents[ISSUER, who])
        waiting = self.catalog.snapshot.openings[dataset]
        return await OpeningActs(subject, self.ports).confirm(
            dataset, waiting.sha256, dry_run=False
        )

    async def refused(self, name, asked, **more):
        """The codes of what stands against it, each with its path."""
        try:
            await self.does(name, asked, **more)
        except Problem as problem:
            found = getattr(problem, "findings", None)
            if found is not None:
                return {each.problem.code: ".".join(map(str, each.path)) for each in found}
            denials = getattr(problem, "problems", None)
            if denials is not None:
                return {each.code: "" for each in denials}
            return {problem.code: ""}
        return {}

    async def agreement(self, citation=CITATION):
        snapshot = await self.catalog.current()
        return next(each for each in snapshot.agreements if each.citation == citation)

    def passes(self, **time):
        self.now += timedelta(**time)

    def comes(self, day, hour=9):
        self.now = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)

    @property
    def kinds(self):
        return [each.kind for each in self.catalog.messages]

    async def drafts(self, draft=PROJECT, by="steward@val-d-ille-aubigne"):
        return (await self.does(by, DraftAgreement(draft))).agreement

    async def submits(self, draft=PROJECT, by="steward@val-d-ille-aubigne"):
        drafted = await self.drafts(draft, by)
        return (await self.does(by, SubmitAgreement(drafted.citation))).agreement

    async def signs(self, name, citation=CITATION, *, for_=None, **changes):
        """Looks first, then signs what was shown."""
        await self.does(name, OpenPreview(citation), for_=for_)
        return await self.does(name, await self.signature(citation, **changes), for_=for_)

    async def signature(self, citation=CITATION, **changes):
        shown = await self.agreement(citation)
        signed = ApproveAgreement(citation, shown.sha256, "présidente", DEED)
        return replace(signed, **changes)

    async def both_sign(self, citation=CITATION):
        await self.signs("approver@valcobreizh", citation)
        return (await self.signs("approver@val-d-ille-aubigne", citation)).agreement

    async def puts(self, *entities, removed=()):
        snapshot = await self.catalog.current()
        record = ActRecord(self.now, ISSUER, "operator@interco", None, "apply")
        await self.catalog.write(snapshot.version, Changes(entities, removed), record)


async def ticks(world):
    """Until nothing is due: each tick by a process that has just started."""
    for _ in range(5):
        if not await tick(world.ports, Looked()):
            return
    message = "the clock never rests"
    raise AssertionError(message)


async def in_force(world, draft=PROJECT):
    submitted = await world.submits(draft)
    await world.both_sign(submitted.citation)
    world.comes(draft.start)
    await ticks(world)


class Guard:
    """Finds what it is told to find, and counts how often it is asked."""

    def __init__(self, stops=True, digest="1"):
        self.stops, self.digest, self.asked = stops, digest, 0

    def __call__(self, _agreement, _snapshot, _cog, day):
        self.asked += 1
        at = datetime(day.year, day.month, day.day, tzinfo=UTC)
        return GuardRecord(at, self.stops, self.digest * 64, ("35003",) if self.stops else ())
