"""What a file says reaches the rules unchanged, through GraphQL; mistakes keep their line.

Covers gateway.cli.agreement_files, gateway.cli.agreement_documents,
gateway.reading.reports.sharing_service, gateway.control.execution, gateway.control.services,
catalog.actions.outcome.
"""

import asyncio
import string
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.actions.agreement import AgreementDraft, ColumnGrant, CombineDraft, TermsDraft
from catalog.actions.granted_rows import (
    ListedTerritory,
    OwnTerritory,
    RowComparison,
    RowsDraft,
    TerritoryDate,
)
from catalog.actions.outcome import Acted
from catalog.changes import Changes
from catalog.cog import load_cog
from catalog.declaration.problems import DeclarationRefused
from catalog.model.agreement import Output
from catalog.model.hosting import HostingDemand
from catalog.model.row_condition import CompareOp
from catalog.model.subject import Subject
from catalog.model.terms import (
    AgreementLimits,
    CombineKind,
    Contact,
    MembersRule,
    OnwardSharing,
    PersonalDataBlock,
    Relation,
    UnitaryTerms,
)
from catalog.model.transform import Transform
from catalog.standpoint import Standpoint
from gateway.cli.agreement_documents import DRAFT
from gateway.cli.agreement_files import read_amendments, read_inputs, write_input
from gateway.control.context import ControlContext
from gateway.control.execution import execute_fields
from gateway.control.graphql_schema import CONTROL
from gateway.control.services import ControlServices
from gateway.reading.reports.sharing_service import ActAnswer
from schema.reading.reader import read_document
from schema.types.view import View
from tests.unit.docs.pages import REFERENCE, demo_catalog

CATALOG = demo_catalog()
VAL = CATALOG.organisation_of_slug("val-d-ille-aubigne").siren
texts = st.text(string.ascii_letters + "éà ''0123456789", min_size=1, max_size=12)
names = st.text(string.ascii_lowercase + "_", min_size=1, max_size=10)
maybe = st.none() | texts
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
lists = st.lists(texts, max_size=3).map(tuple)
sets = st.frozensets(texts, max_size=3).map(sorted).map(tuple)
counts = st.none() | st.integers(1, 1000)
grants = st.builds(ColumnGrant, names, st.sampled_from(Transform), maybe, maybe)
dates = st.sampled_from(TerritoryDate)
rows = st.builds(
    RowsDraft,
    st.none() | st.builds(OwnTerritory, texts, dates),
    st.none() | st.builds(ListedTerritory, lists, days, dates),
    st.lists(st.builds(RowComparison, names, st.sampled_from(CompareOp), lists), max_size=2).map(
        tuple
    ),
)
contacts = st.builds(Contact, texts, texts)
personal = st.builds(
    PersonalDataBlock,
    contacts,
    contacts,
    *(lists, lists, lists),
    *(texts, texts, texts),
    *(maybe, maybe, maybe, maybe),
)
terms = st.builds(
    TermsDraft,
    st.none() | st.sampled_from(Relation),
    st.none() | personal,
    st.builds(CombineDraft, st.sampled_from(CombineKind), lists),
    st.integers(0, 365),
    st.sampled_from(OnwardSharing),
    st.builds(AgreementLimits, counts, counts),
    st.none() | st.builds(UnitaryTerms, st.integers(1, 1000)),
    maybe,
    st.none() | st.builds(HostingDemand, sets, st.booleans(), sets),
)
drafts = st.builds(
    AgreementDraft,
    id=st.just(""),
    version=st.just(1),
    grantor=st.just(VAL),
    to=st.just("valcobreizh"),
    dataset=names,
    title=texts,
    columns=st.lists(grants, max_size=3).map(tuple),
    rows=rows,
    purposes=st.frozensets(names, max_size=3),
    legal_basis=texts,
    start=days,
    end=days,
    output=st.sampled_from(Output),
    time_zone=texts,
    members=st.none() | st.builds(MembersRule, texts),
    terms=terms,
)


def drafted(given_input):
    """What the rules would be handed."""
    handed = []

    async def act(asked, *, dry_run):
        handed.append((asked.draft, dry_run))
        return ActAnswer(Acted("draft", Changes()))

    context = ControlContext(
        standpoint=Standpoint(
            Subject("steward", "demo", VAL, "person"), CATALOG, datetime(2026, 11, 25, tzinfo=UTC)
        ),
        view=View.of(CATALOG, ()),
        cog=load_cog(),
        services=ControlServices(
            act=act,
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
            figures=None,
            mail_senders=None,
            opening_acts=None,
            quota_acts=None,
            quota_use=None,
            campaigns=None,
            asking=None,
        ),
    )
    variables = {"input": given_input, "dryRun": True}
    part = read_document(DRAFT, None, variables, context.view, context.cog, CONTROL).control
    answered = asyncio.run(execute_fields(part, variables, context))
    assert not answered.problems, answered.problems
    ((draft, dry_run),) = handed
    assert dry_run
    return draft


@given(drafts)
def test_any_draft_comes_through_unchanged(draft):
    assert drafted(write_input(draft, f"val-d-ille-aubigne.{draft.dataset}")) == draft


def test_a_declaration_gives_each_of_its_agreements():
    (found,) = read_inputs(REFERENCE / "organisation-example.yaml")
    assert found["id"] == "conv-2026-0017"
    assert found["dataset"].endswith(".collectes")


ALONE = """\
id: conv-2027-0001
dataset: val-d-ille-aubigne.collectes
to: valcobreizh
title: Essai
columns: {id_pesee: keyed_hash}
rows: all
purposes: [rpqs_dechets]
legal_basis: CGCT
start: 2027-01-01
end: 2027-12-31
"""


def test_one_agreement_may_stand_alone(tmp_path):
    (file := tmp_path / "mine.yaml").write_text(ALONE)
    (found,) = read_inputs(file)
    draft = drafted(found)
    assert (draft.id, draft.dataset, draft.rows) == ("conv-2027-0001", "collectes", RowsDraft())
    assert draft.end - draft.start == timedelta(days=364)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "unreadable_declaration", 1),
        ("- une liste", "unreadable_declaration", 1),
        (ALONE.replace("title: Essai\n", ""), "missing_key", 1),
        (ALONE.replace("keyed_hash", "hachée"), "unknown_choice", 5),
        (ALONE.replace("2027-12-31", "demain"), "invalid_declared_value", 10),
        (ALONE + "state: active\n", "approval_not_accepted", 11),
    ],
)
def test_a_mistake_is_told_at_its_line(tmp_path, text, code, line):
    (file := tmp_path / "mine.yaml").write_text(text)
    with pytest.raises(DeclarationRefused) as refused:
        read_inputs(file)
    assert (code, line) in {(each.code, each.place.line) for each in refused.value.problems}


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(DeclarationRefused):
        read_inputs(tmp_path / "none.yaml")


def test_an_amendment_says_what_changes_and_no_more(tmp_path):
    (file := tmp_path / "avenant.yaml").write_text(
        "id: conv-2027-0001\nstart: 2027-06-01\ncolumns: {flux: clear}\nnotice_days: 30\n"
    )
    (found,) = read_amendments(file)
    assert found == {
        "agreement": "conv-2027-0001",
        "start": "2027-06-01",
        "columns": [{"name": "flux", "transform": "CLEAR", "constant": None, "secretText": None}],
        "noticeDays": 30,
    }
    file.write_text(ALONE)
    (whole,) = read_amendments(file)
    assert {"title", "rows", "purposes", "end", "legalBasis"} <= whole.keys()
    assert not {"to", "dataset", "id"} & whole.keys()


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("start: 2027-06-01\ntitle: Autre\n", "id"),
        ("id: conv-2027-0001\ntitle: Autre\n", "start"),
    ],
)
def test_an_amendment_without_what_it_needs_is_told_which(tmp_path, text, missing):
    (file := tmp_path / "avenant.yaml").write_text(text)
    with pytest.raises(DeclarationRefused) as refused:
        read_amendments(file)
    (problem,) = refused.value.problems
    assert problem.code == "missing_key"
    assert f"« {missing} »" in problem.sentence("fr")
