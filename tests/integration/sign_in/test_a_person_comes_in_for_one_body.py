"""Who somebody is, and for which body, is told anew at each sign-in; who has no role is told whom
to ask.

Covers gateway.identity.admitting, gateway.identity.signed_in.
"""

import re
import sqlite3
from contextlib import closing
from datetime import date

import pytest

from catalog.cog.reading import load_cog
from catalog.model.identifiers import CommuneCode, Siren
from catalog.model.organisation import Organisation, OrganisationKind
from catalog.model.subject import Strength
from catalog.model.version import CatalogVersion
from catalog.snapshot import snapshot_of
from gateway.identity.admitting import admit
from gateway.identity.problems import BodyClosed
from gateway.identity.signed_in import Identity
from tests.integration.sign_in.test_only_a_sound_answer_signs_anybody_in import (
    finish,
    signed_in_by,
)
from tests.signing_in import SIRET, VAL_D_ILLE, begin, code_of, parameters_of, who

ELSEWHERE = f"{VAL_D_ILLE}00019"


def test_a_person_is_known_by_sub_and_never_by_their_address_of_mail(town, crooked):
    crooked.id_token = crooked.userinfo = {"sub": "stranger", "email": "referent@example.fr"}
    answer, browser = signed_in_by(town, crooked)
    assert (answer.status_code, code_of(answer)) == (403, "person_without_role")
    assert who(browser) is None


def test_who_has_no_role_is_told_whom_to_ask(town, crooked):
    crooked.id_token = crooked.userinfo = {"sub": "stranger"}
    answer, _ = signed_in_by(town, crooked)
    assert "SMICTOM Valcobreizh" in answer.text
    assert "referent@example.fr" in answer.text


def test_a_steward_finds_who_came_without_a_role(town, crooked):
    crooked.id_token = {"sub": "newcomer"}
    crooked.userinfo = {"sub": "newcomer", "email": "nouvelle@example.fr"}
    signed_in_by(town, crooked)
    steward = town.state.token_of("steward@valcobreizh", SIRET[:9])
    answer = town.browser().post(
        "/graphql",
        json={"query": "{ arrivals { agent issuer name email } }"},
        headers={"Authorization": f"Bearer {steward}"},
    )
    came = {each["agent"]: each for each in answer.json()["data"]["arrivals"]}
    assert came["newcomer"] == {
        "agent": "newcomer",
        "issuer": crooked.address,
        "name": "Agathe Le Goff",
        "email": "nouvelle@example.fr",
    }
    assert "agathe" not in came


def test_who_belongs_elsewhere_is_not_told_the_addresses_of_others(town, crooked):
    crooked.id_token = crooked.userinfo = {"sub": "stranger"}
    crooked.userinfo = {"sub": "stranger", "siret": ELSEWHERE}
    answer, _ = signed_in_by(town, crooked)
    assert "referent@example.fr" not in answer.text


def test_who_changes_employer_keeps_nothing(town, crooked):
    answer, browser = signed_in_by(town, crooked)
    assert answer.status_code == 303
    asked = parameters_of(begin(browser, "crooked"))
    crooked.userinfo = {"siret": ELSEWHERE}
    answer = finish(browser, "crooked", crooked.answer(asked))
    assert (answer.status_code, code_of(answer)) == (403, "body_changed")
    assert "referent@example.fr" not in answer.text
    fresh, other = signed_in_by(town, crooked)
    assert code_of(fresh) == "body_changed"
    assert who(other) is None


SIRETS = {
    "no SIRET": None,
    "an empty one": "",
    "a number": 20009088400017,
    "letters": "2000908840001A",
    "too short": "2000908840001",
    "a SIREN that does not add up": "20009088500017",
    "digits of another script": "٢٠٠٠٩٠٨٨٤٠٠٠١٧",
}


@pytest.mark.parametrize("siret", SIRETS.values(), ids=SIRETS)
def test_a_body_that_is_not_named_is_told(town, crooked, siret):
    crooked.userinfo = {"siret": siret}
    answer, browser = signed_in_by(town, crooked)
    assert (answer.status_code, code_of(answer)) == (403, "body_not_named")
    assert who(browser) is None


def test_blanks_in_a_siret_are_nothing(town, crooked):
    crooked.userinfo = {"siret": f"{SIRET[:9]} {SIRET[9:]}"}
    assert signed_in_by(town, crooked)[0].status_code == 303


def test_a_body_without_interco_is_told_what_to_do(town, crooked):
    crooked.userinfo = {"siret": "21350238800019"}
    answer, _ = signed_in_by(town, crooked)
    assert (answer.status_code, code_of(answer)) == (403, "body_without_interco")
    assert "213502388" in answer.text


def test_a_provider_names_only_the_bodies_that_it_may(town, crooked):
    answer, browser = signed_in_by(town, crooked, "bounded")
    assert code_of(answer) == "body_not_named"
    assert who(browser) is None


def test_an_operator_acts_for_no_body_and_needs_none(town, crooked):
    crooked.id_token = {"sub": "operator"}
    crooked.userinfo = {"sub": "operator", "siret": None}
    _, browser = signed_in_by(town, crooked)
    assert who(browser) == "operator"


LEVELS = {
    "a second factor": ("eidas1-mfa", {}, "consulter, préparer, signer"),
    "none": ("eidas1", {}, "consulter, préparer"),
    "the weakest": ("eidas0", {}, "consulter"),
    "a contractor": ("eidas1-mfa", {"belonging_population": "prestataire"}, "consulter, préparer"),
    "a trainee": ("eidas2", {"belonging_population": "stagiaire"}, "consulter, préparer"),
    "an odd population": ("eidas2", {"belonging_population": ["agent"]}, "consulter, préparer"),
    "no population told": ("eidas1-mfa", {"belonging_population": None}, "signer"),
    "no role told": ("eidas1-mfa", {"roles": None}, "consulter, préparer"),
    "another role": ("eidas1-mfa", {"roles": ["agent_public_etat"]}, "consulter, préparer"),
    "roles of another shape": ("eidas1-mfa", {"roles": {"a": 1}}, "consulter, préparer"),
}


@pytest.mark.parametrize("case", LEVELS)
def test_what_a_sign_in_opens_follows_from_its_level_and_from_who_it_is(town, crooked, case):
    level, said, opened = LEVELS[case]
    crooked.id_token, crooked.userinfo = {"acr": level}, said
    _, browser = signed_in_by(town, crooked)
    page = browser.get("/account").text
    assert opened in page
    assert ("signer\n" in page) == ("signer" in opened)


@pytest.mark.parametrize("acr", ["eidas9", "", "0", ["eidas3"]])
def test_a_level_that_nobody_knows_opens_nothing_more_than_none(town, crooked, acr):
    crooked.id_token = {"acr": acr}
    answer, browser = signed_in_by(town, crooked)
    assert answer.status_code == 303
    assert "préparer" not in browser.get("/account").text


def test_a_second_factor_can_be_asked_for_at_once(town, crooked):
    browser = town.browser()
    assert 'name="strength"' in browser.get("/sign-in?strength=approve").text
    sent = browser.post("/sign-in/crooked", data={"strength": "approve"}).headers["location"]
    assert "eidas1-mfa" in parameters_of(sent)["claims"]


def test_the_level_is_the_id_tokens_to_say_and_not_userinfos(town, crooked):
    crooked.userinfo = {"acr": "eidas3"}
    _, browser = signed_in_by(town, crooked)
    assert "signer\n" not in browser.get("/account").text


def step_up(browser):
    answer = browser.post("/step-up", data={"next": "/?step"})
    assert answer.status_code == 303
    return parameters_of(answer.headers["location"])


def test_a_step_up_asks_for_its_levels_as_essential(town, crooked):
    _, browser = signed_in_by(town, crooked)
    asked = step_up(browser)
    assert '"essential":true' in asked["claims"]
    assert "eidas1-mfa" in asked["claims"]
    assert '"eidas1"' not in asked["claims"]
    crooked.id_token = {"acr": "eidas1-mfa"}
    answer = finish(browser, "crooked", crooked.answer(asked))
    assert answer.headers["location"] == "/?step"
    assert "signer\n" in browser.get("/account").text


def test_a_step_up_that_comes_back_weaker_changes_nothing(town, crooked):
    _, browser = signed_in_by(town, crooked)
    answer = finish(browser, "crooked", crooked.answer(step_up(browser)))
    assert (answer.status_code, code_of(answer)) == (403, "step_up_not_reached")
    page = browser.get("/account").text
    assert "signer\n" not in page
    assert "Agathe" in page


def test_a_step_up_by_another_person_changes_nothing(town, crooked):
    _, browser = signed_in_by(town, crooked)
    asked = step_up(browser)
    crooked.id_token = {"acr": "eidas1-mfa", "sub": "steward"}
    crooked.userinfo = {"sub": "steward"}
    answer = finish(browser, "crooked", crooked.answer(asked))
    assert (answer.status_code, code_of(answer)) == (403, "step_up_by_another_person")
    assert who(browser) == "agathe"


def test_signing_out_goes_on_at_the_provider(town, crooked):
    _, browser = signed_in_by(town, crooked)
    answer = browser.post("/sign-out")
    address = answer.headers["location"]
    assert address.startswith(f"{crooked.address}/end?")
    asked = parameters_of(address)
    assert asked["id_token_hint"].count(".") == 2
    assert asked["post_logout_redirect_uri"] == f"{town.address}/signed-out"
    assert asked["client_id"] == "interco"


def test_the_id_token_is_kept_sealed(town, crooked):
    signed_in_by(town, crooked)
    with closing(sqlite3.connect(town.state.folder / "catalog.sqlite")) as store:
        sealed = [row[0] for row in store.execute("SELECT sealed_id_token FROM session")]
    assert any(sealed)
    # What is sealed may hold any letters by chance, but no point between them.
    assert not [each for each in sealed if each is not None and re.search(r"eyJ[\w-]+\.", each)]


def test_a_commune_that_was_merged_signs_nobody_in():
    """Lanhélin (35147) is part of Mesnil-Roc'h since 2019."""
    siren = Siren("213501471")
    closed = Organisation(
        siren, "lanhelin", "Lanhélin", OrganisationKind.COMMUNE, CommuneCode("35147"), None
    )
    snapshot = snapshot_of(version=CatalogVersion("e", 1), organisations=[closed])
    identity = Identity(
        provider="town",
        issuer="https://idp.example",
        sub="x",
        siren=siren,
        organisation_label=None,
        person=None,
        email=None,
        acr="eidas1",
        may_approve=True,
    )
    with pytest.raises(BodyClosed):
        admit(identity, "Ville", frozenset(Strength), snapshot, load_cog(), date(2026, 11, 27))
