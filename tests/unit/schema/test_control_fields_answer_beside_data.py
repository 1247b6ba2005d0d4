"""The control side: one endpoint, one document, answered by Strawberry and spliced in its place.

Covers gateway.control.execution, gateway.control.execute, gateway.control.types,
gateway.control.enums, gateway.control.queries, gateway.control.services.
"""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime

import orjson
import pytest
from structlog.testing import capture_logs

from catalog.model.agreement import Agreement, AgreementState, Output
from catalog.model.identifiers import CommuneCode, Siren, Slug
from catalog.model.organisation import Membership, MembershipMode, Organisation, OrganisationKind
from catalog.model.row_condition import AllRows
from catalog.model.subject import ANONYMOUS, Subject
from catalog.snapshot import snapshot_of
from catalog.standpoint import Standpoint
from federation.problems import SourceFailed
from gateway.control.context import ControlContext
from gateway.control.execution import execute_fields
from gateway.control.graphql_schema import CONTROL, make_control_schema
from gateway.control.services import ControlServices
from schema.reading.read_document import SliceRows
from schema.response.writer import write_answer
from schema.types.view import View
from tests.unit.schema.reading import codes_of, problems_of, read
from tests.unit.schema.sample import COLLECTES, DATASETS, QUIET, SMICTOM, VAL, cog, snapshot, view

MESNIL = Organisation(
    Siren("200085868"),
    Slug("mesnil-roc-h"),
    "Mesnil-Roc'h",
    OrganisationKind.COMMUNE,
    CommuneCode("35308"),
    date(2019, 1, 1),
)
AGENT = Subject(
    agent="agent@valcobreizh",
    issuer="demo",
    organisation=SMICTOM.siren,
    kind="person",
    roles=frozenset({"agent"}),
    purposes=frozenset({"rpqs_dechets"}),
    purpose="rpqs_dechets",
)
CONVENTION = Agreement(
    id="conv-1",
    version=2,
    grantor=VAL.siren,
    grantee=SMICTOM.siren,
    dataset_id="ds_collectes",
    title="Collecte",
    columns=(),
    rows=AllRows(),
    output=Output.DETAIL,
    purposes=frozenset({"rpqs_dechets"}),
    legal_basis="L. 5211",
    start=date(2026, 1, 1),
    end=date(2027, 1, 1),
    state=AgreementState.ACTIVE,
    sha256="0" * 64,
)
PICTURE = snapshot_of(
    version=snapshot().version,
    organisations=(VAL, SMICTOM, QUIET, MESNIL),
    datasets=DATASETS,
    agreements=(CONVENTION,),
    memberships=(
        Membership(
            MESNIL.siren,
            SMICTOM.siren,
            frozenset({"1510"}),
            MembershipMode.DIRECT,
            date(2020, 1, 1),
        ),
    ),
)


def context(subject=AGENT, seen=("ds_collectes",), request_id=""):
    return ControlContext(
        request_id=request_id,
        standpoint=Standpoint(subject, PICTURE, datetime(2026, 11, 25, tzinfo=UTC)),
        view=View.of(PICTURE, seen),
        cog=cog(),
        services=ControlServices(
            act=_nobody_acts,
            possible=None,
            explain=None,
            health=None,
            coverage=None,
            webhooks=None,
            sources=None,
            secrets=None,
            storages=None,
            usage=None,
            given=None,
            people=None,
            keys=None,
            operations=None,
            links=None,
            mail_choices=None,
            questions=None,
            explorations=None,
            indicators=None,
            boards=None,
            source_acts=None,
            deposits=None,
            platform=None,
            looks=None,
            activations=None,
            consents=None,
            opening_acts=None,
            figures=None,
            mail_senders=None,
            quota_acts=None,
            quota_use=None,
            campaigns=None,
            asking=None,
        ),
    )


async def _nobody_acts(act, *, dry_run):
    raise AssertionError(act, dry_run)


def answered(document, variables=None, **more):
    found = context(**more)
    part = read(document, variables, seen=found.view).control
    return asyncio.run(execute_fields(part, variables, found))


def data(document, variables=None, **more):
    found = answered(document, variables, **more)
    assert not found.problems, found.problems
    return {key: orjson.loads(value) for key, value in found.fields.items()}


def test_me_says_who_asks_and_for_what():
    document = "{ me { agent organisation { slug } purposes purpose roles } }"
    assert data(document)["me"] == {
        "agent": "agent@valcobreizh",
        "organisation": {"slug": "valcobreizh"},
        "purposes": ["rpqs_dechets"],
        "purpose": "rpqs_dechets",
        "roles": ["agent"],
    }


def test_without_a_token_me_is_nobody():
    assert data("{ me { agent organisation { slug } } }", subject=ANONYMOUS)["me"] == {
        "agent": None,
        "organisation": None,
    }


def test_a_bug_behind_a_field_is_shown_to_nobody_and_its_place_is_logged():
    with capture_logs() as logs:
        # This context has no service for it.
        found = answered('{ explainRequest(id: "42") { at } me { kind } }', request_id="r7")
    (told,) = found.problems
    assert (told.problem.code, told.path) == ("control_failed", ("explainRequest",))
    assert orjson.loads(found.fields["me"]) == {"kind": "person"}
    (bug,) = (each for each in logs if each["event"] == "bug")
    assert (bug["request_id"], bug["error"]) == ("r7", "AttributeError")
    assert "gateway/control/access.py" in bug["places"][-1]


def test_organisations_are_public_and_found_by_siren_or_slug():
    found = data(
        '{ organisations { slug } a: organisation(siren: "243500667") { field }'
        ' b: organisation(slug: "valcobreizh") { siren } c: organisation(slug: "nope") { siren } }'
    )
    assert [each["slug"] for each in found["organisations"]] == sorted(
        each.slug for each in (VAL, SMICTOM, QUIET, MESNIL)
    )
    assert (found["a"], found["b"], found["c"]) == (
        {"field": "valDIlleAubigne"},
        {"siren": SMICTOM.siren},
        None,
    )


@pytest.mark.parametrize("search", ["", "collec", "Aubigne COLLECTES"])
def test_datasets_are_searched_without_case_or_accents_among_those_discovered(search):
    found = data("query($s: String) { datasets(search: $s) { id } }", {"s": search})
    assert found["datasets"] == [{"id": "ds_collectes"}]


SPELT = (
    "ds_collectes",
    "val-d-ille-aubigne.collectes",
    "val_d_ille_aubigne.collectes",
    "valDIlleAubigne.collectes",
    "val_d_ille_aubigne__collectes",
)


@pytest.mark.parametrize("name", SPELT)
def test_a_dataset_is_found_by_each_of_its_names(name):
    found = data("query($d: ID!) { dataset(id: $d) { id } }", {"d": name})
    assert found["dataset"] == {"id": "ds_collectes"}


def test_an_unknown_dataset_and_a_hidden_one_are_a_problem_with_what_is_near():
    told = set()
    for name in ("valDIlleAubigne.bornes", "valDIlleAubigne.barnes"):
        answer = answered("query($d: ID!) { dataset(id: $d) { id } }", {"d": name})
        (found,) = answer.problems
        assert found.problem.code == "unknown_dataset"
        said = found.problem.sentence("fr")
        assert "val_d_ille_aubigne.collectes" in said
        told.add(said.replace(name, ""))
    assert len(told) == 1


def test_a_hidden_dataset_is_found_nowhere():
    found = data(
        '{ datasets(search: "bornes") { id }'
        ' organisation(slug: "val-d-ille-aubigne") { datasets { id } } }'
    )
    assert found["datasets"] == []
    assert found["organisation"]["datasets"] == [{"id": "ds_collectes"}]


def test_a_dataset_shows_its_columns():
    found = data('{ dataset(id: "ds_collectes") { primaryKey columns { field type codes } } }')
    assert found["dataset"]["primaryKey"] == ["id_pesee", "code_commune"]
    flux = next(each for each in found["dataset"]["columns"] if each["field"] == "flux")
    assert flux == {
        "field": "flux",
        "type": "string",
        "codes": list(COLLECTES.columns[3].code_list),
    }


def test_a_territory_is_computed_for_a_competence_at_a_date():
    document = """{ territory(siren: "200090884", competence: "1510", at: "2024-06-01") {
        at vintage communes { code nom } } }"""
    found = data(document)["territory"]
    assert found["at"] == "2024-06-01"
    assert {"code": "35308", "nom": "Mesnil-Roc'h"} in found["communes"]


def test_agreements_are_those_of_ones_own_organisation():
    document = "{ agreements { citation grantor { slug } state start } }"
    assert data(document)["agreements"] == [
        {
            "citation": "conv-1@2",
            "grantor": {"slug": "val-d-ille-aubigne"},
            "state": "active",
            "start": "2026-01-01",
        }
    ]
    assert data(document, subject=ANONYMOUS)["agreements"] == []
    other = replace(AGENT, organisation=QUIET.siren)
    assert data(document, subject=other)["agreements"] == []


def test_one_root_field_that_fails_leaves_the_others():
    found = answered(
        '{ a: organisation(siren: "123") { slug } me { kind } b: organisation { slug } }'
    )
    assert found.fields["a"] == found.fields["b"] == b"null"
    assert found.fields["me"] == b'{"kind":"person"}'
    assert [(each.problem.code, each.path) for each in found.problems] == [
        ("invalid_siren", ("a",)),
        ("missing_identifier", ("b",)),
    ]


def test_fragments_aliases_and_skip_hold_on_the_control_side():
    document = """query($s: Boolean!, $w: ValDIlleAubigne_Collectes_Where) {
        ...R valDIlleAubigne { collectes(where: $w) { totalCount { value } } } }
        fragment R on Query { moi: me { ...M kind @skip(if: $s) __typename } }
        fragment M on Me { agent }"""
    assert data(document, {"s": True, "w": {}})["moi"] == {
        "agent": "agent@valcobreizh",
        "__typename": "Me",
    }


def test_keys_follow_the_document_across_the_sides():
    document = """{ z: __typename me { kind } valDIlleAubigne { collectes {
        totalCount { value } nodes { flux } } } a: organisations { slug } }"""
    reading = read(document)
    rows = {
        "valDIlleAubigne.collectes.totalCount": SliceRows(b'[{"value":3}]', 1),
        "valDIlleAubigne.collectes.nodes": SliceRows(b'[{"flux":"OMR"}]', 1),
    }
    body = write_answer(reading, rows, _control(reading), "fr", "r")
    assert body == (
        b'{"data":{"z":"Query","me":{"kind":"person"},"valDIlleAubigne":{"collectes":'
        b'{"totalCount":{"value":3},"nodes":[{"flux":"OMR"}]}},"a":['
        + b",".join(
            b'{"slug":"%s"}' % slug.encode()
            for slug in sorted(each.slug for each in (VAL, SMICTOM, QUIET, MESNIL))
        )
        + b"]}}"
    )


def _control(reading):
    return asyncio.run(execute_fields(reading.control, {}, context()))


def test_a_slice_that_fails_is_null_with_its_error_and_the_others_stay():
    document = """{ valDIlleAubigne { c: collectes { nodes { flux } pageInfo { hasNextPage }
        totalCount { value } } } }"""
    reading = read(document)
    slices = {
        "valDIlleAubigne.c.nodes": SourceFailed(),
        "valDIlleAubigne.c.totalCount": SliceRows(b'[{"value":3}]', 1),
    }
    answer = orjson.loads(write_answer(reading, slices, None, "en", "r1"))
    assert answer["data"]["valDIlleAubigne"]["c"] == {
        "nodes": None,
        "pageInfo": None,
        "totalCount": {"value": 3},
    }
    first, second = answer["errors"]
    assert first["path"] == ["valDIlleAubigne", "c", "nodes"]
    assert second["path"] == ["valDIlleAubigne", "c", "pageInfo"]
    assert first["locations"] == [{"line": 1, "column": 36}]
    assert first["message"] == SourceFailed.en
    assert first["extensions"] == {
        "code": "source_failed",
        "next": SourceFailed.next_en,
        "requestId": "r1",
    }


def test_a_page_is_spliced_with_its_cursor():
    reading = read(
        "{ valDIlleAubigne { collectes { pageInfo { endCursor t: __typename hasNextPage } } } }"
    )
    (slice_id,) = reading.slices
    body = write_answer(reading, {slice_id: SliceRows(b"[]", 0, True, "abc")}, None, "fr", "r")
    expected = b'{"endCursor":"abc","t":"PageInfo","hasNextPage":true}'
    assert expected in body


def test_a_mutation_that_does_not_exist_is_told_with_the_nearest():
    (told,) = problems_of('mutation { revokeAgrement(agreement: "a", reason: "b") { act } }')
    assert (told.code, told.did_you_mean) == ("unknown_field", "revokeAgreement")


def test_data_is_read_by_a_query_only():
    document = "mutation { valDIlleAubigne { collectes { nodes { flux } } } }"
    assert codes_of(document) == ["rows_are_not_written"]


def test_a_mutation_is_a_part_of_its_own_with_its_variables():
    document = """mutation($a: String!, $d: Boolean!) {
        submitAgreement(agreement: $a, dryRun: $d) { act } t: __typename }"""
    reading = read(document, {"a": "conv-1@2", "d": True})
    assert reading.acts
    assert not reading.slices
    assert reading.control.variables == {"a", "d"}
    assert b'"t":"Mutation"' in b"".join(
        each for each in reading.shape.parts if isinstance(each, bytes)
    )


def test_strawberrys_own_schema_is_reached_in_one_place_only():
    """`_schema` is not public: if a release moves it, this says so first."""
    fresh = make_control_schema()
    assert fresh.query_name == "Query"
    assert set(fresh.fields) == set(CONTROL.fields)
    assert "Me" in {each.name for each in fresh.types}


def test_every_control_root_field_is_nullable_so_that_it_fails_alone():
    assert not [name for name, each in CONTROL.fields.items() if str(each.type).endswith("!")]


def test_two_documents_of_one_view_share_their_types():
    one, other = view(), view()
    assert one.fingerprint == other.fingerprint
