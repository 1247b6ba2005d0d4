"""Whose turn it is, by name: on the home page, in lists and on the page of an agreement.

Covers gateway.console.agreements.awaited, gateway.console.home.views.
"""

from datetime import date
from types import SimpleNamespace

import pytest

from gateway.console.agreements.awaited import awaited_words, is_offered
from gateway.console.home.views import home_of
from gateway.console.shared.words import act_words

DAY = date(2026, 11, 28)
ACTS = ("submit", "draft", "withdraw")
US, THEM = {"siren": "243500667", "name": "Val d'Ille"}, {"siren": "200090884", "name": "SMICTOM"}


def visit(language="fr"):
    return SimpleNamespace(
        language=language,
        body=US,
        purposes=(),
        gettext=lambda words, **values: words % values if values else words,
    )


def agreement(state="submitted", signed=(), by=THEM):
    return {
        "citation": "conv-2026-0001@1", "title": "Verre", "state": state, "grantor": US,
        "grantee": THEM, "datasetId": "val__verre", "datasetTitle": None, "purposes": [],
        "end": "2027-12-31",
        "approvals": [{"organisation": body} for body in signed],
        "steps": [{"at": "2026-11-01T10:00:00+00:00", "act": "draft", "organisation": by}],
    }  # fmt: skip


@pytest.mark.parametrize(("entry", "words"), [
    (agreement(), "En attente des signatures de Val d'Ille et de SMICTOM."),
    (agreement("approved_by_one", [US]), "En attente de la signature de SMICTOM."),
    (agreement("approved_by_one", [THEM]), "En attente de la signature de Val d'Ille."),
    (agreement("changes_requested"), "En attente d'une correction de SMICTOM."),
    (agreement("draft", by=US), "Pas encore envoyée : à Val d'Ille de l'envoyer."),
    (agreement("active", [US, THEM]), ""),
])  # fmt: skip
def test_whoever_is_awaited_is_named(entry, words):
    assert awaited_words(entry, visit()) == words


def home(entry, *, awaiting="", kind="agreement.submitted"):
    message = {
        "id": "1", "at": "2026-11-28T10:00:00+00:00", "kind": kind, "about": entry["citation"],
        "titleFr": "Convention", "titleEn": "Agreement", "sentenceFr": "Elle est retirée.",
        "sentenceEn": "It is withdrawn.", "read": False, "form": None,
    }  # fmt: skip
    acts = [{"act": awaiting, "agreement": entry}] if awaiting else []
    return home_of({"agreements": [entry], "inbox": [message], "awaiting": acts}, visit(), DAY)


def test_what_others_must_do_is_shown_unless_it_waits_for_the_visitor():
    entry = agreement("approved_by_one", [US])
    assert [words for _, words in home(entry).pending] == ["En attente de la signature de SMICTOM."]
    assert not home(entry, awaiting="approve").pending
    assert not home(agreement("active")).pending


def test_a_message_says_who_asks_for_what_and_leads_there():
    (message,) = home(agreement()).messages
    assert message.sentence == "SMICTOM demande « Verre »."
    assert message.address == "/agreements/conv-2026-0001@1"
    (message,) = home(agreement(by=US)).messages
    assert message.sentence == "Val d'Ille propose « Verre »."
    (message,) = home(agreement("withdrawn"), kind="agreement.withdrawn").messages
    assert message.sentence == "Elle est retirée. Il s'agit de « Verre »."
    named = agreement("withdrawn") | {"title": "Elle"}
    (message,) = home(named, kind="agreement.withdrawn").messages
    assert message.sentence == "Elle est retirée."


def test_what_waits_for_the_visitor_says_who_asks_for_what():
    (waiting,) = home(agreement(), awaiting="approve").waiting
    assert (waiting.words, waiting.subject) == ("Lire et signer", "SMICTOM demande « Verre ».")
    (waiting,) = home(agreement(by=US), awaiting="approve").waiting
    assert waiting.subject == "Nous donnons « Verre » à SMICTOM"


def test_who_signs_is_led_straight_to_the_text():
    """Before it is opened the button notes that it is; a signature is asked for by name."""
    (unopened,) = home(agreement(), awaiting="preview").waiting
    (opened,) = home(agreement(), awaiting="approve").waiting
    assert unopened.words == opened.words == "Lire et signer"
    assert unopened.to_sign
    assert (unopened.opens, opened.opens) == (True, False)
    assert unopened.address == "/agreements/conv-2026-0001@1/approve/open"
    assert opened.address == "/agreements/conv-2026-0001@1/approve"


def test_what_its_owner_proposes_is_no_request():
    ours, theirs = agreement("draft", by=US), agreement("draft")
    (waiting,) = home(ours, awaiting="submit").waiting
    assert (waiting.words, waiting.to_sign) == ("Envoyer la proposition", False)
    assert [act_words(act, visit().gettext, is_offered=is_offered(ours)) for act in ACTS] == [
        "Envoyer la proposition", "Corriger la proposition", "Retirer la proposition",
    ]  # fmt: skip
    assert [act_words(act, visit().gettext, is_offered=is_offered(theirs)) for act in ACTS] == [
        "Envoyer la demande", "Corriger la demande", "Retirer la demande",
    ]  # fmt: skip


def test_what_is_shared_and_received_is_what_is_in_force():
    (partner,) = home(agreement("active")).partners
    assert partner.name == "SMICTOM"
    assert partner.takes == [("Verre", "/agreements/conv-2026-0001@1")]
    assert not partner.gives
    assert not home(agreement()).partners


def received(began, *purposes):
    """The home of a reader of another body whose agreement began at `began`."""
    entry = agreement("active") | {
        "grantor": THEM, "grantee": US, "purposes": ["rpqs_dechets"],
        "datasetTitle": {"fr": "Pesées", "en": "Weighings"},
        "steps": [{"at": began, "act": "activate", "organisation": None}],
    }  # fmt: skip
    reader = visit()
    reader.purposes = purposes
    message = {
        "id": "1", "at": began, "kind": "agreement.readable", "about": entry["citation"],
        "titleFr": "", "titleEn": "", "sentenceFr": "", "sentenceEn": "",
        "read": False, "form": None,
    }  # fmt: skip
    return home_of({"agreements": [entry], "inbox": [message]}, reader, DAY)


def test_a_reader_is_told_for_a_week_what_can_be_read_under_the_name_of_the_data():
    address = "/data/val__verre?purpose=rpqs_dechets"
    new = received("2026-11-27T10:00:00+00:00", "rpqs_dechets")
    assert new.readable == [("Pesées", "SMICTOM", address)]
    assert new.messages[0].sentence == "Vous pouvez lire « Pesées », de SMICTOM."
    assert new.messages[0].address == address
    assert [partner.gives for partner in new.partners] == [[("Pesées", address)]]
    assert not received("2026-11-27T10:00:00+00:00").readable
    assert not received("2026-10-27T10:00:00+00:00", "rpqs_dechets").readable
