"""What comes back from a provider is looked at once, and whole; what is crooked leaves nothing.

Covers gateway.identity.sign_in, gateway.identity.oidc, gateway.identity.providers,
gateway.identity.provider_errors, gateway.identity.problems, gateway.console.sign_in.pages,
gateway.console.page, gateway.wiring.sign_in, gateway.identity.ports.
"""

import sqlite3
import time
from contextlib import closing

import pytest

from tests.integration.sign_in.crooked import SECRET, new_key
from tests.signing_in import OURS, begin, code_of, parameters_of, who

NOW = time.time()


def finish(browser, provider, query):
    return browser.get(f"/sign-in/{provider}/callback", params=query)


def signed_in_by(town, crooked, provider="crooked", **changed):
    """The callback's answer, and the browser that it came to."""
    browser = town.browser()
    asked = parameters_of(begin(browser, provider))
    return finish(browser, provider, crooked.answer(asked, **changed)), browser


def rows(town, table):
    with closing(sqlite3.connect(town.state.folder / "catalog.sqlite")) as store:
        return store.execute(f"SELECT * FROM {table}").fetchall()


def test_a_sound_answer_signs_the_person_in(town, crooked):
    answer, browser = signed_in_by(town, crooked)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert who(browser) == "agathe"
    assert crooked.shown["client_secret"] == SECRET
    page = browser.get("/account").text
    assert "Agathe Le Goff" in page
    assert "SMICTOM Valcobreizh" in page


def test_the_request_says_what_the_provider_must_bind(town, crooked):
    asked = parameters_of(begin(town.browser(), "crooked"))
    assert len(asked["state"]) >= 32
    assert len(asked["nonce"]) >= 32
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == f"{town.address}/sign-in/crooked/callback"
    assert asked["response_type"] == "code"
    without_pkce = parameters_of(begin(town.browser(), "signed"))
    assert "code_challenge" not in without_pkce


def test_signed_userinfo_is_taken_from_who_registered_it(town, crooked):
    crooked.sign_userinfo = crooked.signed
    _, browser = signed_in_by(town, crooked, "signed")
    assert who(browser) == "agathe"


ID_TOKENS = {
    "of another issuer": {"iss": "https://other.example"},
    "for another service": {"aud": "other"},
    "for another service, on our behalf": {"aud": "other", "azp": "interco"},
    "for two services, by the other": {"aud": ["interco", "other"], "azp": "other"},
    "for two services, by nobody": {"aud": ["interco", "other"]},
    "for us, by another": {"azp": "other"},
    "without an audience": {"aud": None},
    "expired": {"exp": NOW - 60},
    "without an end": {"exp": None},
    "with an end that is text": {"exp": "2099"},
    "with an end that is true": {"exp": True},
    "made in the future": {"iat": NOW + 86_400, "exp": NOW + 90_000},
    "without its making": {"iat": None},
    "not valid yet": {"nbf": NOW + 86_400},
    "with another nonce": {"nonce": "n" * 43},
    "without a nonce": {"nonce": None},
    "with an empty nonce": {"nonce": ""},
    "of another access token": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    "without a person": {"sub": None},
    "of an empty person": {"sub": ""},
    "of a blank person": {"sub": "   "},
    "of a person that is a number": {"sub": 7},
    "of a person with a line feed": {"sub": "agathe\n"},
    "of a person without end": {"sub": "a" * 256},
    "of an access": {"typ": "Bearer"},
    "of a logout": {"events": {"http://schemas.openid.net/event/backchannel-logout": {}}},
    "bound to a key": {"cnf": {"jkt": "x"}},
}


@pytest.mark.parametrize("claims", ID_TOKENS.values(), ids=ID_TOKENS)
def test_an_id_token_is_refused(town, crooked, claims):
    before = rows(town, "session")
    crooked.id_token = claims
    answer, browser = signed_in_by(town, crooked)
    assert (answer.status_code, code_of(answer)) == (403, "identity_refused")
    assert who(browser) is None
    assert rows(town, "session") == before


FORGED = {
    "signed by nobody": lambda crooked: crooked.unsigned,
    "signed with the public key": lambda crooked: crooked.by_shared_secret,
    "signed with another key of the same id": lambda crooked: (
        lambda claims: crooked.signed(claims, new_key(), kid=crooked.key.kid)
    ),
    "signed with a key that is not published": lambda crooked: (
        lambda claims: crooked.signed(claims, new_key())
    ),
    "that brings its own key": lambda crooked: (
        lambda claims: crooked.signed(
            claims, (own := new_key()), jwk=own.as_dict(private=False), kid=crooked.key.kid
        )
    ),
    "that says where its key is": lambda crooked: (
        lambda claims: crooked.signed(claims, jku="https://evil.example/jwks")
    ),
    "that is typed as access": lambda crooked: lambda claims: crooked.signed(claims, typ="at+jwt"),
    "that is no token": lambda _crooked: lambda _claims: "x.y",
    "that is cut": lambda crooked: lambda claims: crooked.signed(claims)[:-4],
    "that is text beyond ASCII": lambda crooked: lambda claims: crooked.signed(claims) + "é",
    "that is too long": lambda crooked: (
        lambda claims: crooked.signed({**claims, "x": "y" * 30_000})
    ),
}


@pytest.mark.parametrize("signer", FORGED.values(), ids=FORGED)
def test_an_id_token_is_not_believed(town, crooked, signer):
    crooked.sign = signer(crooked)
    answer, browser = signed_in_by(town, crooked)
    assert (answer.status_code, code_of(answer)) == (403, "identity_refused")
    assert who(browser) is None


def test_a_key_that_was_rotated_in_is_fetched(town, crooked):
    signed_in_by(town, crooked)
    fresh = new_key()
    crooked.published.append(fresh)
    crooked.sign = lambda claims: crooked.signed(claims, fresh)
    answer, browser = signed_in_by(town, crooked)
    # Unknown keys cause one fetch in ten seconds: until then nobody is let in by one.
    assert code_of(answer) in {None, "identity_refused"}
    assert who(browser) in {None, "agathe"}


USERINFO = {
    "of another person": {"sub": "nora"},
    "of nobody": {"sub": None},
}


@pytest.mark.parametrize("claims", USERINFO.values(), ids=USERINFO)
@pytest.mark.parametrize("provider", ["crooked", "signed"])
def test_userinfo_is_refused(town, crooked, claims, provider):
    crooked.userinfo = claims
    crooked.sign_userinfo = crooked.signed if provider == "signed" else None
    answer, browser = signed_in_by(town, crooked, provider)
    assert code_of(answer) == "identity_refused"
    assert who(browser) is None


SIGNED_USERINFO = {
    "signed by another key": lambda crooked: lambda claims: crooked.signed(claims, new_key()),
    "signed by another algorithm": lambda crooked: (
        lambda claims: crooked.signed(claims, crooked.rsa)
    ),
    "signed by nobody": lambda crooked: crooked.unsigned,
    "signed with the public key": lambda crooked: crooked.by_shared_secret,
    "for another service": lambda crooked: (
        lambda claims: crooked.signed({**claims, "aud": "other"})
    ),
    "of another issuer": lambda crooked: (
        lambda claims: crooked.signed({**claims, "iss": "https://other.example"})
    ),
    "that is not signed at all": lambda _crooked: None,
}


@pytest.mark.parametrize("signer", SIGNED_USERINFO.values(), ids=SIGNED_USERINFO)
def test_userinfo_that_must_be_signed_is_refused(town, crooked, signer):
    crooked.sign_userinfo = signer(crooked)
    answer, browser = signed_in_by(town, crooked, "signed")
    assert code_of(answer) == "identity_refused"
    assert who(browser) is None


def test_signed_userinfo_is_refused_where_json_was_registered(town, crooked):
    crooked.sign_userinfo = crooked.signed
    answer, _ = signed_in_by(town, crooked)
    assert code_of(answer) == "identity_refused"


def test_a_state_is_used_once(town, crooked):
    browser = town.browser()
    query = crooked.answer(parameters_of(begin(browser, "crooked")))
    assert finish(browser, "crooked", query).status_code == 303
    again = finish(browser, "crooked", query)
    assert (again.status_code, code_of(again)) == (400, "sign_in_not_begun")
    assert who(browser) == "agathe"


def test_a_state_is_used_up_by_a_refusal_too(town, crooked):
    browser = town.browser()
    asked = parameters_of(begin(browser, "crooked"))
    crooked.id_token = {"nonce": "n" * 43}
    assert code_of(finish(browser, "crooked", crooked.answer(asked))) == "identity_refused"
    crooked.id_token = {}
    again = finish(browser, "crooked", crooked.answer(asked))
    assert code_of(again) == "sign_in_not_begun"
    assert rows(town, "pending_sign_in") == [] or who(browser) is None


def test_an_answer_that_comes_to_another_browser_signs_nobody_in(town, crooked):
    """An attacker's own answer, in a link: the victim would work under the attacker's name."""
    attacker, victim = town.browser(), town.browser()
    query = crooked.answer(parameters_of(begin(attacker, "crooked")))
    begin(victim, "crooked")
    answer = finish(victim, "crooked", query)
    assert (answer.status_code, code_of(answer)) == (403, "sign_in_of_another_browser")
    assert who(victim) is None
    # It is used up: the attacker has nothing of it either.
    assert code_of(finish(attacker, "crooked", query)) == "sign_in_not_begun"


@pytest.mark.parametrize(
    "query", [{}, {"code": "x"}, {"state": "", "code": "x"}, {"state": "s" * 5000, "code": "x"}]
)
def test_a_callback_without_a_beginning_is_a_page(town, query):
    answer = finish(town.browser(), "crooked", query)
    assert (answer.status_code, code_of(answer)) == (400, "sign_in_not_begun")
    assert "Recommencer" in answer.text


def test_a_code_is_used_once(town, crooked):
    browser = town.browser()
    first = crooked.answer(parameters_of(begin(browser, "crooked")))
    assert finish(browser, "crooked", first).status_code == 303
    second = crooked.answer(parameters_of(begin(browser, "crooked")), code=first["code"])
    answer = finish(browser, "crooked", second)
    assert (answer.status_code, code_of(answer)) == (400, "sign_in_code_refused")


def test_a_code_that_was_stolen_serves_nobody_else(town, crooked):
    """PKCE: the code of one attempt, brought back to another."""
    victim, thief = town.browser(), town.browser()
    stolen = crooked.answer(parameters_of(begin(victim, "crooked")))
    own = parameters_of(begin(thief, "crooked"))
    answer = finish(thief, "crooked", {**stolen, "state": own["state"]})
    assert code_of(answer) == "sign_in_code_refused"
    assert who(thief) is None


def test_without_pkce_the_nonce_stops_a_stolen_code(town, crooked):
    crooked.sign_userinfo = crooked.signed
    victim, thief = town.browser(), town.browser()
    stolen = crooked.answer(parameters_of(begin(victim, "signed")))
    own = parameters_of(begin(thief, "signed"))
    answer = finish(thief, "signed", {**stolen, "state": own["state"]})
    assert code_of(answer) == "identity_refused"


@pytest.mark.parametrize("issuer", ["https://other.example", None, ""])
def test_an_answer_of_another_issuer_is_no_answer(town, crooked, issuer):
    """RFC 9207: two providers mixed up by who stands between."""
    answer, browser = signed_in_by(town, crooked, iss=issuer)
    assert (answer.status_code, code_of(answer)) == (403, "sign_in_of_another_provider")
    assert who(browser) is None


def test_an_answer_at_the_address_of_another_provider_is_no_answer(town, crooked):
    browser = town.browser()
    query = crooked.answer(parameters_of(begin(browser, "crooked")))
    assert code_of(finish(browser, "signed", query)) == "sign_in_of_another_provider"
    assert code_of(finish(browser, "crooked", query)) == "sign_in_not_begun"


def test_two_tabs_do_not_disturb_each_other(town, crooked):
    browser = town.browser()
    first, second = (parameters_of(begin(browser, "crooked")) for _ in range(2))
    assert finish(browser, "crooked", crooked.answer(first)).status_code == 303
    assert finish(browser, "crooked", crooked.answer(second)).status_code == 303
    assert who(browser) == "agathe"
    assert len(browser.get("/account").text.split("Cette session")) == 2


ERRORS = {
    "access_denied": (400, "sign_in_declined"),
    "login_required": (400, "sign_in_declined"),
    "server_error": (502, "provider_refused"),
    "<script>alert(1)</script>": (502, "provider_refused"),
}


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_of_the_provider_is_a_page(town, crooked, error):
    answer, browser = signed_in_by(town, crooked, code=None, error=error)
    assert (answer.status_code, code_of(answer)) == ERRORS[error]
    assert "<script>alert" not in answer.text
    assert who(browser) is None


def test_a_code_of_proconnect_is_shown_for_its_support(town, crooked):
    told = {"error": "invalid_request", "error_description": "state trop court (code Y000400)"}
    answer, _ = signed_in_by(town, crooked, code=None, **told)
    assert "Y000400" in answer.text
    assert "trop court" not in answer.text


TOKEN_ANSWERS = {
    "a wrong secret": ((401, {"error": "invalid_client"}), "provider_refused"),
    "no id token": ((200, {"access_token": "a", "token_type": "Bearer"}), "identity_refused"),
    "a list": ((200, []), "provider_unavailable"),
    "a failure": ((500, {}), "provider_unavailable"),
    "numbers": ((200, {"access_token": 1, "id_token": 2}), "identity_refused"),
}


@pytest.mark.parametrize("case", TOKEN_ANSWERS)
def test_the_exchange_fails_with_a_page(town, crooked, case):
    crooked.token_answer, code = TOKEN_ANSWERS[case]
    answer, browser = signed_in_by(town, crooked)
    assert code_of(answer) == code
    assert who(browser) is None


def test_a_provider_that_is_down_at_the_callback_is_told(town, crooked):
    browser = town.browser()
    query = crooked.answer(parameters_of(begin(browser, "crooked")))
    crooked.is_down = True
    answer = finish(browser, "crooked", query)
    assert (answer.status_code, code_of(answer)) == (503, "provider_unavailable")
    assert "référence" in answer.text
    assert who(browser) is None
    crooked.is_down = False
    assert signed_in_by(town, crooked)[0].status_code == 303


def test_userinfo_that_fails_signs_nobody_in(town, crooked):
    crooked.userinfo_status = 401
    answer, browser = signed_in_by(town, crooked)
    assert code_of(answer) == "provider_unavailable"
    assert who(browser) is None


def test_another_site_cannot_begin_a_sign_in(town):
    foreign = town.browser(**{"Sec-Fetch-Site": "cross-site"})
    answer = foreign.post("/sign-in/crooked", data={"next": "/"})
    assert (answer.status_code, code_of(answer)) == (403, "foreign_request")


def test_a_provider_that_is_not_set_up_is_a_page(town):
    answer = town.browser().post("/sign-in/nobody", headers=OURS)
    assert (answer.status_code, code_of(answer)) == (404, "unknown_provider")


AWAY = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    " //evil.example",
    "javascript:alert(1)",
    "evil.example",
    "/sign-in?next=/",
    "///evil.example",
    "/é",
]


@pytest.mark.parametrize("following", AWAY)
def test_one_ends_inside_the_site(town, crooked, following):
    browser = town.browser()
    asked = parameters_of(begin(browser, "crooked", following))
    assert finish(browser, "crooked", crooked.answer(asked)).headers["location"] == "/"


def test_one_ends_where_one_wanted_to_go(town, crooked):
    browser = town.browser()
    asked = parameters_of(begin(browser, "crooked", "/?scope=sde35"))
    answer = finish(browser, "crooked", crooked.answer(asked))
    assert answer.headers["location"] == "/?scope=sde35"


def test_pages_are_told_in_english_to_who_reads_english(town):
    browser = town.browser(**{"Accept-Language": "en"})
    answer = finish(browser, "crooked", {})
    assert 'lang="en"' in answer.text
    assert "This sign-in was used already" in answer.text
