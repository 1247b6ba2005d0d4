"""Queries are read against the demo's catalog, declarations are applied to it.

Covers docs.
"""

import pytest

from catalog.cog import load_cog
from catalog.declaration.declaration import read_declaration, read_documents
from catalog.declaration.problems import DeclarationRefused
from catalog.model.agreement import Agreement, AgreementState
from gateway.control.graphql_schema import CONTROL
from schema.reading.reader import read_document
from schema.types.view import View
from tests.unit.docs.pages import REFERENCE, blocks, demo_catalog, resolved_on_the_demo


@pytest.mark.parametrize(("where", "document"), blocks("graphql"))
def test_a_query_is_one_that_the_demo_answers(where, document):
    catalog = demo_catalog()
    everything = View.of(catalog, catalog.datasets)
    assert read_document(document, None, {}, everything, load_cog(), CONTROL)


@pytest.mark.parametrize(("where", "text"), blocks("yaml"))
def test_a_declaration_can_be_applied_to_the_demo(where, text):
    assert resolved_on_the_demo(read_documents({f"{where}.yaml": text.encode()}))


def test_the_tutorial_drafts_an_agreement_and_is_refused_a_share():
    (text,) = {text for where, text in blocks("yaml") if "/tutor" in where}
    resolution = resolved_on_the_demo(read_documents({"mine.yaml": text.encode()}))
    (draft,) = (each.entity for each in resolution.wanted if isinstance(each.entity, Agreement))
    assert draft.state is AgreementState.DRAFT

    code = "      code_commune: clear\n"
    shared = text.replace(code, f"{code}      part_commune: clear\n")
    with pytest.raises(DeclarationRefused) as refused:
        resolved_on_the_demo(read_documents({"mine.yaml": shared.encode()}))
    told = refused.value.problems[0]
    (shown,) = {text for _, text in blocks("") if "share_beside_measure" in text}
    place = f"mine.yaml:{told.place.line}:{told.place.column}: "
    assert shown.splitlines() == [
        f"{place}{told.sentence('fr')} [{told.code}]",
        f"  → {told.next_step('fr')}",
    ]


def test_the_example_declaration_can_be_read():
    assert read_declaration([REFERENCE / "organisation-example.yaml"])
