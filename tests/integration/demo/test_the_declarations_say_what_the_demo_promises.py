"""Covers demo.generate.table, catalog.purposes, demo.generate.ground, catalog.territory,
catalog.declaration.declaration, demo.generate.world.
"""

from datetime import date

import pytest

from catalog.cog import load_cog
from catalog.declaration.declaration import read_declaration
from catalog.declaration.problems import DeclarationRefused
from catalog.model.agreement import AgreementState
from catalog.model.dataset import AccessLevel, Classification, Listing, ScalarType
from catalog.model.organisation import OrganisationKind
from catalog.model.row_condition import Compare, InTerritory
from catalog.model.transform import Transform
from catalog.purposes import PURPOSES
from catalog.territory import territory
from demo.generate.ground import DEMO
from demo.generate.table import LABEL
from demo.generate.world import make_world

SLUGS = {
    "val-d-ille-aubigne": "243500667",
    "bretagne-romantique": "243500733",
    "valcobreizh": "200090884",
    "eau-bassin-rennais": "253502629",
    "sde35": "200050425",
    "mesnil-roc-h": "200085868",
    "couesnon-marches-de-bretagne": "200070688",
    "liffre-cormier-communaute": "243500774",
    "saint-meen-montauban": "200038990",
    "eau-ouest-35": "253502611",
    "eau-foret-paimpont": "200080562",
}
DEMO_ISSUER = "urn:interco:demo"


def agreement(catalog, reference):
    return next(each for each in catalog.agreements if each.id == reference)


def granted(catalog, reference):
    return {each.name: each.transform for each in agreement(catalog, reference).columns}


def test_eleven_bodies_hold_data_and_the_others_only_bring_communes(catalog):
    owners = {
        catalog.organisations[each.owner].slug: each.owner for each in catalog.datasets.values()
    }
    assert owners == SLUGS
    assert len(catalog.organisations) == 15
    assert catalog.organisations["200085868"].kind is OrganisationKind.COMMUNE


@pytest.mark.parametrize("slug", SLUGS)
def test_each_has_its_four_agents_named_by_role(catalog, slug):
    for role in ("agent", "steward", "approver", "dpo"):
        found = catalog.agents[DEMO_ISSUER, f"{role}@{slug}"]
        assert found.organisation == SLUGS[slug]
        assert found.roles == {role}
        assert found.purposes <= PURPOSES.keys()


def test_the_operator_belongs_to_nobody(catalog):
    operator = catalog.agents[DEMO_ISSUER, "operator@interco"]
    assert operator.organisation is None
    assert operator.roles == {"operator"}


def test_the_agent_of_valcobreizh_may_ask_for_what_the_first_query_is_for(catalog):
    agent = catalog.agents[DEMO_ISSUER, "agent@valcobreizh"]
    assert {"rpqs_dechets", "planification_collecte"} <= agent.purposes


@pytest.mark.parametrize(
    ("siren", "competence", "count"),
    [
        ("200090884", "1510", 52),
        ("253502629", "1502", 59),
        ("200080562", "1502", 14),
        ("243500667", "1510", 19),
    ],
)
def test_the_memberships_declared_give_the_real_territories(catalog, siren, competence, count):
    found = territory(siren, competence, date(2025, 6, 1), catalog.memberships, load_cog())
    assert len(found.communes) == count


def test_every_dataset_says_that_its_rows_are_made_up(catalog):
    for dataset in catalog.datasets.values():
        assert dataset.synthetic
        assert dataset.title_fr.endswith(LABEL)
        assert dataset.title_en.endswith("(synthetic data)")
        relations = [] if dataset.territory is None else ["commune"]
        assert [each.name for each in dataset.relations] == relations


def test_columns_are_those_of_the_rows_with_their_types(catalog):
    world = make_world()
    of_services = [table for tables in world.for_services.values() for table in tables]
    tables = {
        (table.owner, table.name): table
        for table in (*world.tables.values(), *world.of_members.values(), *of_services)
    }
    assert len(tables) == len(catalog.datasets)
    for (slug, name), table in tables.items():
        dataset = catalog.dataset_of(SLUGS[slug], name)
        assert [(each.name, each.type) for each in dataset.columns] == [
            (each.name, each.type) for each in table.columns
        ]
        assert [dataset.column(each).name for each in dataset.primary_key] == list(table.key)
        for column in dataset.columns:
            if column.code_list:
                position = table.position(column.name)
                assert {row[position] for row in table.rows} <= set(column.code_list)


def test_the_types_of_the_demo_are_varied(catalog):
    kinds = {each.type.scalar for dataset in catalog.datasets.values() for each in dataset.columns}
    assert kinds == set(ScalarType) - {ScalarType.JSON, ScalarType.TIME}


def test_collectes_follow_the_house_standard_and_flag_their_shares(catalog):
    for slug in ("val-d-ille-aubigne", "valcobreizh"):
        dataset = catalog.dataset_of(SLUGS[slug], "collectes")
        assert dataset.standard == "interco-collecte-dechets"
        shares = {each.name for each in dataset.columns if each.share_of_whole}
        assert shares == {"part_commune", "nb_bacs_leves"}
        assert dataset.column(dataset.territory.date_column).name == "date_collecte"


def test_one_dataset_is_open_to_anyone_and_one_to_any_account(catalog):
    bornes = catalog.dataset_of(SLUGS["sde35"], "bornes_recharge")
    points = catalog.dataset_of(SLUGS["bretagne-romantique"], "points_apport")
    assert (bornes.access_level, bornes.listing) == (AccessLevel.OPEN, Listing.PUBLIC)
    assert points.access_level is AccessLevel.OPEN_WITH_ACCOUNT
    assert {each.classification for each in (*bornes.columns, *points.columns)} == {
        Classification.OPEN
    }
    meters = catalog.dataset_of(SLUGS["eau-bassin-rennais"], "compteurs")
    assert meters.personal_data


def test_valcobreizh_reads_its_own_territory_without_the_shares(catalog):
    convention = agreement(catalog, "conv-2025-0001")
    assert convention.state is AgreementState.ACTIVE
    assert convention.purposes == {"rpqs_dechets", "planification_collecte"}
    assert convention.grantee == SLUGS["valcobreizh"]
    assert isinstance(convention.rows, InTerritory)
    assert (convention.rows.of, convention.rows.competence) == (SLUGS["valcobreizh"], "1510")
    columns = granted(catalog, "conv-2025-0001")
    hashed = {name for name, each in columns.items() if each is Transform.KEYED_HASH}
    assert hashed == {"id_pesee", "tournee_id"}
    assert not columns.keys() & {"part_commune", "nb_bacs_leves"}
    assert len(columns) == 8


def test_one_is_over_one_to_come_one_revoked(catalog):
    states = {each.id: each.state for each in catalog.agreements}
    assert states["conv-2022-0003"] is AgreementState.EXPIRED
    assert states["conv-2024-0004"] is AgreementState.REVOKED
    assert states["conv-2026-0006"] is AgreementState.APPROVED
    assert agreement(catalog, "conv-2026-0006").start > date(2027, 1, 1)
    assert agreement(catalog, "conv-2024-0004").ended_at is not None


def test_two_overlap_with_different_columns_on_different_rows(catalog):
    one, other = (agreement(catalog, each) for each in ("conv-2025-0002", "conv-2025-0003"))
    assert (one.dataset_id, one.grantee) == (other.dataset_id, other.grantee)
    assert isinstance(one.rows, InTerritory)
    assert isinstance(other.rows, Compare)
    assert one.purposes & other.purposes
    columns, others = granted(catalog, one.id).keys(), granted(catalog, other.id).keys()
    assert columns - others == {"index_m3"}
    assert others - columns == {"diametre_mm", "mode_releve"}


def test_each_was_signed_by_two_bodies_and_two_people_before_it_began(catalog):
    assert len(catalog.agreements) == 13
    for each in catalog.agreements:
        assert {one.organisation for one in each.approvals} == {each.grantor, each.grantee}
        assert len({one.agent for one in each.approvals}) == 2
        assert {one.version_sha256 for one in each.approvals} == {each.sha256}
        for one in each.approvals:
            assert one.at.date() < each.start
            assert "approver" in catalog.agents[DEMO_ISSUER, one.agent].roles
        assert each.title.endswith("(convention fictive)")
        assert (each.end - each.start).days <= 3 * 366


def test_outside_the_demo_the_same_files_are_refused_for_their_approvals(embedded):
    with pytest.raises(DeclarationRefused) as refused:
        read_declaration([embedded.prepared.declarations])
    assert {each.code for each in refused.value.problems} == {"approval_not_accepted"}


def test_three_queries_say_who_asks_and_what_for(catalog):
    files = sorted((DEMO / "queries").glob("*.graphql"))
    assert len(files) == 3
    for file in files:
        said = dict(
            line[2:].split(": ", 1)
            for line in file.read_text("utf-8").splitlines()
            if line.startswith(("# as: ", "# purpose: "))
        )
        if said:
            agent = catalog.agents[DEMO_ISSUER, said["as"]]
            assert said["purpose"] in agent.purposes
