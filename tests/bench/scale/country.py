"""A country of any size, the same each time: bodies, their datasets, what they signed, mandates."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from catalog.changes import Entity
from catalog.cog import load_cog
from catalog.model.agreement import (
    Agreement,
    AgreementState,
    Approval,
    GrantedColumn,
    Life,
    Output,
    Step,
)
from catalog.model.dataset import (
    AccessLevel,
    Classification,
    Column,
    ColumnType,
    Dataset,
    Listing,
    ObjectKind,
    PhysicalObject,
    Relation,
    ScalarType,
    TerritoryBinding,
)
from catalog.model.identifiers import Name, Siren, Slug, is_mistyped_siren
from catalog.model.mandate import Mandate, MandateAction
from catalog.model.organisation import (
    Agent,
    AgentKind,
    Membership,
    MembershipMode,
    Organisation,
    OrganisationKind,
)
from catalog.model.row_condition import AllRows, Compare, CompareOp, InTerritory, RowCondition
from catalog.model.storage import FilesOptions, Storage, StorageKind
from catalog.model.terms import Combine, CombineKind, EnforceableAct, MembersRule, Terms
from catalog.model.transform import Transform
from gateway.base.demo_issuer import DEMO_ISSUER

DATASETS_A_BODY = 10
AGREEMENTS_A_PAIR = 50
PURPOSE = "rpqs_dechets"
_COMPETENCE = "1510"
_BODIES_A_PAIR = 10
_BODIES_A_MANDATE = 5
_COMMUNES_A_GROUP = 6
_GROUPS_A_SYNDICAT = 4
_THEMES = (
    *(("collectes", "Pesées des collectes"), ("decheteries", "Passages en déchèterie")),
    *(("compteurs_eau", "Relevés des compteurs d'eau"), ("budget", "Budget exécuté")),
    *(("voirie", "État de la voirie"), ("ecoles", "Effectifs des écoles")),
    *(("batiments", "Consommations des bâtiments"), ("mobilites", "Comptages de mobilités")),
    *(("assainissement", "Contrôles d'assainissement"), ("marches", "Marchés publics")),
)
_COLUMNS = (
    ("code_commune", ScalarType.STRING, "Commune", "commune", Classification.OPEN),
    ("jour", ScalarType.DATE, "Jour", None, Classification.OPEN),
    ("numero", ScalarType.STRING, "Numéro", None, Classification.INTERNAL),
    ("flux", ScalarType.STRING, "Flux", "flux_dechets", Classification.OPEN),
    ("tonnage_kg", ScalarType.INTEGER, "Masse", "masse_collectee", Classification.INTERNAL),
    ("volume", ScalarType.DECIMAL, "Volume", None, Classification.INTERNAL),
    ("prestataire", ScalarType.STRING, "Prestataire", None, Classification.INTERNAL),
    ("abonne", ScalarType.STRING, "Abonné", None, Classification.PERSONAL),
    ("est_estime", ScalarType.BOOLEAN, "Estimé", None, Classification.INTERNAL),
    ("remarque", ScalarType.STRING, "Remarque", None, Classification.INTERNAL),
)
_FLOWS = ("OMR", "EMBALLAGES_PAPIERS", "VERRE", "BIODECHETS", "ENCOMBRANTS")
_AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Country:
    """`bodies` of them, in kinds as in France: communes, groups of them, syndicats of groups."""

    bodies: int
    seed: int = 35

    def entities(self) -> Iterator[Entity]:
        chance = random.Random(self.seed)
        organisations = self.organisations()
        for each in organisations:
            yield each
            yield from self.agents_of(each)
            yield Storage(
                each.slug.sql_name, each.siren, StorageKind.FILES, FilesOptions(f"/srv/{each.slug}")
            )
            yield from self.datasets_of(each, chance)
        yield from _memberships(organisations)
        yield from self.agreements(chance)
        for number in range(self.bodies // _BODIES_A_MANDATE):
            yield _mandate(number, *chance.sample(organisations, 2))

    def organisations(self) -> list[Organisation]:
        known = load_cog().land.by_code
        last = (meanings[-1] for _, meanings in sorted(known.items()))
        codes = [each.code for each in last if each.is_commune and each.end is None]
        return [
            _organisation(place, _kind(place), codes[place % len(codes)])
            for place in range(self.bodies)
        ]

    def agents_of(self, body: Organisation) -> Iterator[Agent]:
        for role in ("agent", "steward"):
            yield Agent(
                issuer=DEMO_ISSUER,
                sub=f"{role}@{body.slug}",
                organisation=body.siren,
                kind=AgentKind.PERSON,
                roles=frozenset({role}),
                purposes=frozenset({PURPOSE}),
                email=f"{role}@{body.slug}.example",
            )

    def datasets_of(self, body: Organisation, chance: random.Random) -> Iterator[Dataset]:
        """Half are told of to everybody who is a body, a third to all, the others to parties."""
        for name, title in _THEMES[:DATASETS_A_BODY]:
            yield _dataset(body, name, title, chance)

    def pairs(self) -> list[tuple[Organisation, Organisation]]:
        """Who gives, and who reads what it gives: fifty agreements each."""
        organisations = self.organisations()
        number = max(1, self.bodies // _BODIES_A_PAIR)
        half = self.bodies // 2
        return [(organisations[place], organisations[place + half]) for place in range(number)]

    def agreements(self, chance: random.Random) -> Iterator[Agreement]:
        for place, (grantor, grantee) in enumerate(self.pairs()):
            for number in range(AGREEMENTS_A_PAIR):
                name, _ = _THEMES[number % DATASETS_A_BODY]
                citation = f"conv-2026-{place * AGREEMENTS_A_PAIR + number:06d}"
                yield _agreement(citation, grantor, grantee, name, number, chance)


def _kind(place: int) -> OrganisationKind:
    """Of every twenty-five, one is a syndicat, four are groups, the others communes."""
    among = place % (_COMMUNES_A_GROUP * _GROUPS_A_SYNDICAT)
    if among == 0:
        return OrganisationKind.SMF
    return OrganisationKind.CC if among % _COMMUNES_A_GROUP == 1 else OrganisationKind.COMMUNE


def _siren(place: int) -> Siren:
    start = f"{20_000_000 + place:08d}"
    valid = (f"{start}{digit}" for digit in range(10))
    return Siren(next(each for each in valid if not is_mistyped_siren(each)))


def _organisation(place: int, kind: OrganisationKind, code: str) -> Organisation:
    word = {OrganisationKind.SMF: "syndicat", OrganisationKind.CC: "communaute"}.get(kind)
    slug = Slug(f"{word or 'commune'}-{place}")
    is_commune = kind is OrganisationKind.COMMUNE
    return Organisation(
        siren=_siren(place),
        slug=slug,
        name=f"{(word or 'commune').capitalize()} n° {place} (synthétique)",
        kind=kind,
        commune_code=code if is_commune else None,
        commune_code_at=date(2026, 1, 1) if is_commune else None,
    )


def _memberships(organisations: list[Organisation]) -> Iterator[Membership]:
    group = syndicat = None
    for each in organisations:
        above = None
        if each.kind is OrganisationKind.SMF:
            syndicat = each
        elif each.kind is OrganisationKind.CC:
            group, above = each, syndicat
        else:
            above = group
        if above is not None:
            yield Membership(
                member=each.siren,
                of=above.siren,
                competences=frozenset({_COMPETENCE}),
                mode=MembershipMode.DIRECT,
                start=date(2026, 1, 1),
            )


def _dataset(body: Organisation, name: str, title: str, chance: random.Random) -> Dataset:
    key = f"{body.slug.sql_name}__{name}"
    columns = tuple(
        Column(
            id=f"{key}/c{number}",
            name=Name(column),
            type=ColumnType(scalar, *((12, 3) if scalar is ScalarType.DECIMAL else ())),
            source_name=column,
            label_fr=label,
            label_en=label,
            description_fr=f"{label}, tel que l'organisme le tient.",
            unit="kg" if column == "tonnage_kg" else None,
            concept=concept,
            classification=classification,
            code_list=_FLOWS if column == "flux" else (),
        )
        for number, (column, scalar, label, concept, classification) in enumerate(_COLUMNS, 1)
    )
    listing = chance.choice(
        (Listing.ORGANISATIONS, Listing.ORGANISATIONS, Listing.PUBLIC, Listing.PARTIES)
    )
    return Dataset(
        id=key,
        owner=body.siren,
        storage_id=body.slug.sql_name,
        name=Name(name),
        title_fr=f"{title} de {body.name}",
        title_en=f"{title} of {body.name}",
        physical=PhysicalObject(ObjectKind.PARQUET, f"{name}.parquet"),
        columns=columns,
        primary_key=(f"{key}/c3",),
        territory=TerritoryBinding(f"{key}/c1", date_column=f"{key}/c2"),
        relations=(Relation(Name("commune"), f"{key}/c1", "commune"),),
        description_fr=f"{title}, chaque mois, par commune et par jour (données synthétiques).",
        synthetic=True,
        access_level=AccessLevel.RESTRICTED,
        listing=listing,
    )


def _agreement(
    citation: str,
    grantor: Organisation,
    grantee: Organisation,
    name: str,
    number: int,
    chance: random.Random,
) -> Agreement:
    dataset = f"{grantor.slug.sql_name}__{name}"
    granted = sorted(chance.sample(range(3, 7), 3))
    transforms = (Transform.CLEAR, Transform.CLEAR, Transform.KEYED_HASH, Transform.CLEAR)
    chosen = [(1, Transform.CLEAR), (2, Transform.CLEAR)]
    chosen += [(place, transforms[place - 3]) for place in granted]
    return Agreement(
        id=citation,
        version=1,
        grantor=grantor.siren,
        grantee=grantee.siren,
        dataset_id=dataset,
        title=f"Convention {citation}",
        columns=tuple(
            GrantedColumn(
                f"{dataset}/c{place}",
                _COLUMNS[place - 1][0],
                int(_COLUMNS[place - 1][4]),
                transform,
                label_fr=_COLUMNS[place - 1][2],
                label_en=_COLUMNS[place - 1][2],
            )
            for place, transform in chosen
        ),
        rows=_rows(dataset, grantee, number),
        output=Output.DETAIL,
        purposes=frozenset({PURPOSE}),
        legal_basis="CGCT, article L. 2224-17-1",
        start=date(2026, 1, 1),
        end=date(2028, 12, 31),
        state=AgreementState.ACTIVE,
        sha256=f"{number:064x}",
        approvals=tuple(
            Approval(each.siren, f"steward@{each.slug}", _AT, f"{number:064x}", DEMO_ISSUER)
            for each in (grantor, grantee)
        ),
        members=MembersRule(_COMPETENCE) if number == 0 else None,
        terms=Terms(combine=Combine(CombineKind.OPEN)),
        life=Life(
            proposed_by=grantee.siren,
            steps=(
                Step(
                    _AT,
                    "activate",
                    AgreementState.APPROVED,
                    AgreementState.ACTIVE,
                    "system:clock",
                    None,
                ),
            ),
        ),
    )


def _rows(dataset: str, grantee: Organisation, number: int) -> RowCondition:
    """All of them, those of one flow, or those of the reader's own territory."""
    kinds: tuple[RowCondition, ...] = (
        AllRows(),
        Compare(f"{dataset}/c4", CompareOp.EQ, (_FLOWS[number % len(_FLOWS)],)),
        InTerritory(f"{dataset}/c1", grantee.siren, _COMPETENCE, f"{dataset}/c2"),
    )
    return kinds[number // DATASETS_A_BODY % len(kinds)]


def _mandate(number: int, principal: Organisation, mandatary: Organisation) -> Mandate:
    return Mandate(
        id=f"mandat-{number}",
        principal=principal.siren,
        mandatary=mandatary.siren,
        actions=frozenset({MandateAction.QUERY, MandateAction.REQUEST}),
        competences=frozenset({_COMPETENCE}),
        datasets=frozenset(),
        start=date(2026, 1, 1),
        end=None,
        act=EnforceableAct(f"2026-{number}", date(2026, 1, 1)),
        given_by=f"steward@{principal.slug}",
        given_at=_AT,
    )
