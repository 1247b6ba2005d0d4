"""Random facts: bodies that belong to each other for a time, what they signed, who asks, when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from catalog.model.agreement import Agreement, AgreementState, GrantedColumn, Output
from catalog.model.dataset import AccessLevel, Classification, Dataset, Listing
from catalog.model.hosting import NOTHING_SAID, Hosting, HostingDemand, Installation
from catalog.model.identifiers import CommuneCode, Siren, Slug
from catalog.model.mandate import Mandate, MandateAction
from catalog.model.organisation import (
    Membership,
    MembershipMode,
    Organisation,
    OrganisationKind,
)
from catalog.model.row_condition import (
    AllOf,
    AllRows,
    Compare,
    CompareOp,
    InListedTerritory,
    InTerritory,
    RowCondition,
)
from catalog.model.storage import FilesOptions, Storage, StorageKind
from catalog.model.subject import ANONYMOUS, Subject
from catalog.model.terms import (
    AgreementLimits,
    Combine,
    CombineKind,
    EnforceableAct,
    MembersRule,
    Terms,
    UnitaryTerms,
)
from catalog.model.transform import Transform
from catalog.model.version import CatalogVersion
from catalog.snapshot import Snapshot, snapshot_of
from policies.decision import CellTransform
from tests.integration.oracle import scenario
from tests.integration.oracle.drawn_roles import draw_roles
from tests.integration.oracle.scenario import COMMUNES, DIRECTORY, EAU, NOW, READER, VAL, Row

ROMANTIQUE = Siren("243500733")
TOWNS = tuple(Siren(each) for each in COMMUNES[:3])
BODIES = (VAL, EAU, READER, ROMANTIQUE, *TOWNS)
_SLUGS = ("val", "eau", "valcobreizh", "romantique", "x", "y", "z")
PURPOSES = ("rpqs", "energie", "statistique")
TODAY = date(2024, 6, 15)
HOST = "Syndicat mixte numérique"
FRENCH = Hosting("FR", secnumcloud=True, operator=HOST)
_ACTIONS = (*[MandateAction.QUERY] * 4, MandateAction.APPROVE)
_COMPETENCES = ("1510", "1510", "1502")


@dataclass(frozen=True)
class World:
    """Two pictures of one catalog, one act apart; `rows` and `text` by dataset id.

    `focus` is the body that most of it is about.
    """

    focus: Siren
    snapshots: tuple[Snapshot, Snapshot]
    rows: dict[str, list[Row]]
    text: dict[str, list[dict[str, str | None]]]
    installation: Installation = NOTHING_SAID


def draw_world(random: Random) -> World:
    datasets = tuple(
        _draw_dataset(random, each)
        for each in (
            scenario.dataset("a", VAL, "collectes", text=False, vintage=False),
            scenario.dataset("b", EAU, "compteurs", text=True, vintage=random.random() < 0.5),
            scenario.dataset("c", READER, "points", text=False, vintage=False),
        )
    )
    rows = {each.id: [scenario.draw_row(random) for _ in range(14)] for each in datasets}
    memberships = _draw_memberships(random)
    focus = random.choice([READER, ROMANTIQUE, *TOWNS, *TOWNS, EAU])
    drawn = [random.choice((*datasets[:2] * 3, *datasets)) for _ in range(random.randint(3, 8))]
    agreements = tuple(
        _draw_agreement(random, number, each, focus, memberships)
        for number, each in enumerate((*datasets[:2], *drawn))
    )
    agreements = (*(_long_agreed(each) for each in agreements[:2]), *agreements[2:])
    before = snapshot_of(
        version=CatalogVersion("worlds", 1),
        organisations=[
            Organisation(each, Slug(slug), "", OrganisationKind.SMF)
            for each, slug in zip(
                BODIES, ("val", "eau", "valco", "roma", "x", "y", "z"), strict=True
            )
        ],
        memberships=memberships,
        storages=[
            Storage(f"s_{each.id}", each.owner, StorageKind.FILES, FilesOptions(DIRECTORY))
            for each in datasets
        ],
        datasets=datasets,
        agreements=agreements,
        mandates=[_draw_mandate(random, number, focus) for number in range(5)],
    )
    text = {"b": [scenario.as_text(random, row) for row in rows["b"]]}
    return World(focus, (before, _acted(random, before)), rows, text)


def hosted(world: World, random: Random) -> World:
    """The same, where much demands something of how it is hosted, and most of that holds."""
    installation = Installation(
        **{each: _draw_hosting(random) for each in ("gateway", "engine", "spill", "logs")},
        backups=random.choice([Hosting(), FRENCH, FRENCH, FRENCH]),
    )
    before, after = world.snapshots
    demands = {
        **{each.id: _draw_demand(random, 0.3) for each in before.datasets.values()},
        **{each.citation: _draw_demand(random, 0.6) for each in before.agreements},
    }
    kept = {each.id: _draw_hosting(random) for each in before.storages.values()}

    def with_hosting(snapshot: Snapshot) -> Snapshot:
        return snapshot_of(
            version=snapshot.version,
            organisations=snapshot.organisations.values(),
            memberships=snapshot.memberships,
            storages=[
                replace(
                    each,
                    host_country=kept[each.id].country,
                    secnumcloud=bool(kept[each.id].secnumcloud),
                    operator=kept[each.id].operator,
                )
                for each in snapshot.storages.values()
            ],
            datasets=[
                replace(each, hosting=demands[each.id]) for each in snapshot.datasets.values()
            ],
            agreements=[
                replace(each, terms=replace(each.terms, hosting=demands[each.citation]))
                for each in snapshot.agreements
            ],
            mandates=snapshot.mandates,
        )

    return replace(
        world,
        snapshots=(with_hosting(before), with_hosting(after)),
        installation=installation,
    )


def _draw_hosting(random: Random) -> Hosting:
    if random.random() < 0.8:
        return FRENCH
    return Hosting(
        random.choice(["DE", "IS", "US", None]),
        random.choice([True, False, None]),
        random.choice([HOST, "another", None]),
    )


def _draw_demand(random: Random, share: float) -> HostingDemand | None:
    if random.random() > share:
        return None
    countries = random.choice([(), ("FR",), ("EU",), ("EEA",), ("DE", "EU")])
    return HostingDemand(
        countries,
        secnumcloud=random.random() < 0.4,
        operated_by=random.choice([(), (), (HOST,), ("another", HOST)]),
    )


def _acted(random: Random, before: Snapshot) -> Snapshot:
    """One act later: something is revoked, left, or ended."""
    agreements, memberships = list(before.agreements), list(before.memberships)
    mandates = list(before.mandates)
    match random.randint(0, 2):
        case 0:
            number = random.randrange(len(agreements))
            state = random.choice([AgreementState.REVOKED, AgreementState.ACTIVE])
            agreements[number] = replace(agreements[number], state=state)
        case 1:
            number = random.randrange(len(memberships))
            memberships[number] = replace(memberships[number], end=TODAY)
        case _:
            number = random.randrange(len(mandates))
            mandates[number] = replace(mandates[number], ended_at=NOW)
    return snapshot_of(
        version=CatalogVersion("worlds", 2),
        organisations=before.organisations.values(),
        memberships=memberships,
        storages=before.storages.values(),
        datasets=before.datasets.values(),
        agreements=agreements,
        mandates=mandates,
    )


def _draw_dataset(random: Random, each: Dataset) -> Dataset:
    return replace(
        each,
        unit_key=f"{each.id}_id",
        columns=tuple(
            replace(column, classification=Classification(random.choice([0, 0, 1])))
            for column in each.columns
        ),
        access_level=random.choice([AccessLevel.RESTRICTED, *AccessLevel]),
        listing=random.choice([*Listing, *[Listing.PUBLIC] * 3]),
        personal_data=random.random() < 0.2,
        reader_groups=random.choice([frozenset(), frozenset({"paie"})]),
    )


def _draw_memberships(random: Random) -> list[Membership]:
    """Communes in groupements, groupements in syndicats; dated, overlapping, nested."""
    pairs = [(Siren(each), random.choice([VAL, ROMANTIQUE, READER])) for each in COMMUNES]
    pairs += [(random.choice(TOWNS), random.choice([EAU, READER, VAL])) for _ in range(3)]
    pairs += [(VAL, READER), (ROMANTIQUE, READER), (random.choice([VAL, ROMANTIQUE]), EAU)]
    found = []
    for member, of in dict.fromkeys(pairs):
        start = random.choice([date(2009, 1, 1), date(2017, 7, 1), date(2020, 1, 1), TODAY])
        later = [start + timedelta(days=900), TODAY, TODAY + timedelta(days=1), None, None, None]
        end = random.choice(later)
        found.append(
            Membership(
                member,
                of,
                frozenset(random.sample(["1510", "1502"], random.choice([1, 2]))),
                MembershipMode.DIRECT,
                start,
                None if end is None or end <= start else end,
            )
        )
    return found


def _draw_agreement(
    random: Random, number: int, dataset: Dataset, focus: Siren, memberships: list[Membership]
) -> Agreement:
    """Mostly with one body, or with a groupement that it may be a member of."""
    above = [each for each in memberships if each.member == focus]
    grantee, competence = focus, random.choice(_COMPETENCES)
    is_for_members = random.random() < 0.05
    if above and random.random() < 0.5:
        membership = random.choice(above)
        grantee, is_for_members = membership.of, random.random() < 0.9
        if random.random() < 0.8:
            competence = min(membership.competences)
    elif random.random() < 0.2:
        grantee = random.choice(BODIES)
    if grantee == dataset.owner:
        grantee = READER if dataset.owner != READER else ROMANTIQUE
    rows = _draw_rows(random, dataset, grantee, competence)
    unitary = UnitaryTerms(random.choice([1, 20])) if random.random() < 0.1 else None
    start = random.choice([date(2015, 1, 1), date(2020, 5, 1), TODAY, TODAY + timedelta(days=1)])
    ends = [date(2030, 1, 1)] * 4 + [TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1)]
    combine = Combine(CombineKind.NAMED, ("a", "b", "c"))
    if random.random() < 0.2:
        combine = Combine(random.choice(list(CombineKind)), random.choice([("a",), ("b",), ()]))
    return Agreement(
        id=f"conv-{number // 2}",
        version=number % 2 + 1,
        grantor=dataset.owner if random.random() < 0.95 else random.choice(BODIES),
        grantee=grantee,
        dataset_id=dataset.id,
        title="",
        columns=tuple(_draw_columns(random, dataset, rows, is_unitary=unitary is not None)),
        rows=rows,
        output=Output.AGGREGATE if random.random() < 0.05 else Output.DETAIL,
        purposes=frozenset(random.sample(PURPOSES, random.choice([1, 2, 3, 3]))),
        legal_basis="",
        start=start,
        end=max(start, random.choice(ends)),
        state=random.choice([AgreementState.ACTIVE] * 24 + list(AgreementState)),
        sha256="",
        time_zone=random.choice(["Europe/Paris"] * 3 + ["Indian/Reunion"]),
        members=MembersRule(competence) if is_for_members else None,
        terms=Terms(
            combine=combine,
            unitary=unitary,
            limits=AgreementLimits(
                rows_per_query=random.choice([2, 5]) if random.random() < 0.1 else None
            ),
        ),
    )


def _long_agreed(agreement: Agreement) -> Agreement:
    return replace(
        agreement,
        state=AgreementState.ACTIVE,
        start=date(2015, 1, 1),
        end=date(2030, 1, 1),
        purposes=frozenset(PURPOSES),
    )


def _draw_columns(
    random: Random, dataset: Dataset, rows: RowCondition, *, is_unitary: bool
) -> Iterable[GrantedColumn]:
    for column in dataset.columns:
        is_unit = is_unitary and column.id == dataset.unit_key
        if random.random() < 0.2 and not is_unit:
            continue
        cell = scenario.draw_transform(random, column, rows)
        if column.name == "id" and random.random() < 0.5:
            # Serial keys are mostly given so.
            cell = CellTransform(Transform.KEYED_HASH)
        if is_unit:
            cell = CellTransform(random.choice([Transform.CLEAR, Transform.KEYED_HASH]))
        # Signed when it was less sensitive than it may be now.
        classification = 3 if is_unit else random.choice([1, 1, 1, 1, 3, 0])
        yield GrantedColumn(column.id, column.name, classification, cell.transform, cell.constant)
    if random.random() < 0.1:
        yield GrantedColumn(f"{dataset.id}_disparue", "disparue", 3, Transform.CLEAR)


def _draw_rows(random: Random, dataset: Dataset, grantee: Siren, competence: str) -> RowCondition:
    if random.random() < 0.04:
        return Compare(f"{dataset.id}_disparue", CompareOp.EQ, ("x",))
    if random.random() < 0.4:
        return scenario.draw_rows(random, dataset)
    day = random.choice([None, f"{dataset.id}_jour", f"{dataset.id}_instant"])
    if random.random() < 0.2:
        # 35308 and 35191 meant less land before they took in others.
        codes = random.choice([("35308",), ("35191", "35308"), ("35191", "35168")])
        on = random.choice([date(2014, 1, 1), date(2014, 1, 1), date(2024, 1, 1)])
        listed = tuple(CommuneCode(each) for each in codes)
        return InListedTerritory(f"{dataset.id}_code", listed, on, day)
    own = InTerritory(f"{dataset.id}_code", grantee, competence, day)
    return random.choice([own, own, AllOf((own, AllRows()))])


def _draw_mandate(random: Random, number: int, focus: Siren) -> Mandate:
    principal, mandatary = random.sample(BODIES[:5], 2)
    if random.random() < 0.5 and mandatary != focus:
        principal = focus
    start = random.choice([*[date(2020, 1, 1)] * 4, TODAY, TODAY + timedelta(days=1)])
    end = random.choice([None, None, None, TODAY, TODAY - timedelta(days=1)])
    return Mandate(
        id=f"m{number}",
        principal=principal,
        mandatary=mandatary,
        actions=frozenset({random.choice(_ACTIONS)}),
        competences=frozenset(random.choice([(), (), ("1510",), ("1510", "1502")])),
        datasets=frozenset(random.choice([(), (), ("a",), ("b", "c")])),
        start=start,
        end=None if end is None or end < start else end,
        act=EnforceableAct("D-1", start),
        given_by="",
        given_at=NOW,
        ended_at=random.choice([None] * 5 + [NOW]),
    )


def draw_subject(random: Random, world: World) -> Subject:
    if random.random() < 0.04:
        return ANONYMOUS
    organisation: Siren | None = random.choice([*[world.focus] * 9, *BODIES])
    principal: Siren | None = None
    mandates = world.snapshots[0].mandates
    if random.random() < 0.25:
        of_focus = [each for each in mandates if each.principal == world.focus]
        chosen = random.choice(of_focus * 4 + list(mandates))
        organisation, principal = chosen.mandatary, chosen.principal
        if random.random() < 0.1:
            principal = random.choice([each for each in BODIES if each != organisation])
    elif random.random() < 0.05:
        organisation = None
    purposes = frozenset(random.sample(PURPOSES, random.choice([2, 3, 3, 3])))
    return Subject(
        agent=f"agent {random.randint(0, 1)}",
        issuer="urn:test",
        organisation=organisation,
        kind="person",
        roles=draw_roles(random),
        groups=random.choice([frozenset(), frozenset({"paie"})]),
        purposes=purposes,
        purpose=random.choice([*PURPOSES, *sorted(purposes) * 4, None]),
        on_behalf_of=principal,
    )


def draw_moments(random: Random) -> list[datetime]:
    """Around the midnights on which anything here begins or ends, in no order."""
    midnights = [datetime(2024, 6, day, 22, 0, tzinfo=UTC) for day in (14, 15, 16)]
    moments = [each + timedelta(seconds=shift) for each in midnights for shift in (-1, 0)]
    moments += [
        NOW,
        datetime(2024, 6, 14, 20, 0, tzinfo=UTC),
        datetime(2024, 6, 15, 20, tzinfo=UTC),
    ]
    return random.sample(moments, 4)
