"""A session speaks for one browser, at every address alike, until it ends; other sites have none.

Covers gateway.identity.sessions, gateway.identity.identify, gateway.http.session_guard,
gateway.http.cookies, gateway.console.account.pages, gateway.console.sign_in.demo,
gateway.http.forms, gateway.console.rendering.
"""

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from gateway.identity.sign_in import digest_of
from tests.signing_in import code_of, who

AGENT = "agent@valcobreizh"
ASK = {"query": "{ me { agent } }"}
SELECT = {"query": "SELECT count(*) AS n FROM val_d_ille_aubigne.collectes"}
PURPOSE = {"Interco-Purpose": "rpqs_dechets"}


def signed_in(town, agent=AGENT, *, second_factor=True, **headers):
    browser = town.browser(**headers)
    form = {"agent": agent, **({"second_factor": "on"} if second_factor else {})}
    answer = browser.post("/sign-in/demo", data=form)
    assert answer.status_code == 303, answer.text
    return browser


def secret_of(browser):
    return browser.cookies["interco"]


def in_store(town, statement, *values):
    with closing(sqlite3.connect(town.state.folder / "catalog.sqlite")) as store, store:
        return store.execute(statement, values).fetchall()


def test_one_session_speaks_to_every_address(town):
    browser = signed_in(town)
    assert who(browser) == AGENT
    rows = browser.post("/v1/sql", json=SELECT, headers=PURPOSE).json()
    assert int(rows[0]["n"] if isinstance(rows, list) else rows["rows"][0][0]) > 0
    applied = browser.post("/v1/apply", json={"documents": {}, "dryRun": True})
    assert applied.json().get("code") != "bad_token"
    assert "Camille Tanguy" in browser.get("/account").text


def test_what_was_read_is_recorded_in_the_name_of_its_agent(town):
    browser = signed_in(town)
    browser.post("/v1/sql", json=SELECT, headers=PURPOSE)
    ((sub,),) = in_store(town, "SELECT sub FROM audit_intent ORDER BY at DESC LIMIT 1")
    assert sub == AGENT


def test_the_cookie_is_of_this_host_and_of_no_script(town):
    browser = town.browser()
    answer = browser.post("/sign-in/demo", data={"agent": AGENT})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
    assert "domain" not in cookie


def test_nothing_of_the_cookie_is_in_the_store(town):
    browser = signed_in(town)
    with closing(sqlite3.connect(town.state.folder / "catalog.sqlite")) as store:
        kept = "\n".join(store.iterdump())
    assert secret_of(browser) not in kept
    assert digest_of(secret_of(browser)) in kept


def test_each_sign_in_makes_a_new_secret_and_ends_the_old_one(town):
    """A cookie that somebody planted, or saw, before is worth nothing after."""
    browser = signed_in(town)
    before = secret_of(browser)
    browser.post("/sign-in/demo", data={"agent": AGENT})
    assert secret_of(browser) != before
    thief = town.browser()
    thief.cookies.set("interco", before)
    assert who(thief) is None


def test_a_step_up_makes_a_new_secret_too(town):
    browser = signed_in(town, second_factor=False)
    before = secret_of(browser)
    assert "consulter, préparer, signer" not in browser.get("/account").text
    answer = browser.post("/step-up", data={"next": "/"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert secret_of(browser) != before
    assert "consulter, préparer, signer" in browser.get("/account").text


def test_signing_in_leads_to_the_page_that_was_asked_for_or_else_home(town):
    browser = town.browser()
    answer = browser.get("/agreements?show=ours")
    assert answer.headers["location"] == "/sign-in?next=/agreements%3Fshow%3Dours"
    assert 'href="/sign-in?next=/data"' in browser.get("/data").text
    form = {"agent": AGENT}
    assert browser.post("/sign-in/demo", data=form).headers["location"] == "/"
    answer = browser.post("/sign-in/demo", data=form | {"next": "/agreements"})
    assert answer.headers["location"] == "/agreements"
    # Where the page tells of the end of the session, the other tab opens the same page.
    assert browser.get("/agreements").text.count('href="/sign-in?next=/agreements"') == 2
    over = town.browser().post("/step-up", data={"next": "/agreements"})
    assert "/sign-in?next=/agreements" in over.text


def test_a_step_up_is_of_somebody_who_is_signed_in(town):
    answer = town.browser().post("/step-up", data={})
    assert (answer.status_code, code_of(answer)) == (401, "not_signed_in")


@pytest.mark.parametrize("secret", ["", "x", "a" * 43, "é" * 43, "a" * 5000, "'; DROP TABLE x"])
def test_a_wrong_cookie_is_ended_and_the_request_goes_on_as_nobodys(town, secret):
    browser = town.browser()
    browser.headers = [*browser.headers.raw, (b"Cookie", f"interco={secret}".encode())]
    answer = browser.post("/graphql", json=ASK)
    assert answer.status_code == 200
    assert answer.json() == {"data": {"me": {"agent": None}}}
    ended = answer.headers["set-cookie"]
    assert ended.startswith('interco=""')
    assert "Max-Age=0" in ended


def test_a_bearers_token_comes_before_the_cookie(town):
    browser = signed_in(town)
    other = {"Authorization": f"Bearer {town.state.token_of('steward@valcobreizh', '200090884')}"}
    answer = browser.post("/graphql", json=ASK, headers=other).json()
    assert answer["data"]["me"]["agent"] == "steward@valcobreizh"
    wrong = browser.post("/graphql", json=ASK, headers={"Authorization": "Bearer nothing"})
    assert wrong.status_code == 401


def test_what_is_no_bearers_token_does_not_stand_in_the_way_of_the_session(town):
    browser = signed_in(town)
    answer = browser.post("/graphql", json=ASK, headers={"Authorization": "Basic eDp5"}).json()
    assert answer["data"]["me"]["agent"] == AGENT


def test_a_host_that_ends_with_ours_is_another(town):
    browser = signed_in(town)
    browser.headers.pop("Sec-Fetch-Site")
    host = town.address.partition("://")[2]
    answer = browser.post("/graphql", json=ASK, headers={"Origin": f"http://evil{host}"})
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_request")


FOREIGN = {
    "of another site": {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    "of another host of the domain": {"Sec-Fetch-Site": "same-site"},
    "of an older browser, from elsewhere": {"Origin": "https://evil.example"},
    "of an older browser, from a page without an origin": {"Origin": "null"},
    "of a look-alike": {"Origin": "http://127.0.0.1.evil.example"},
    "of something that says neither": {},
}


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("/graphql", {"json": ASK}),
        ("/v1/sql", {"json": SELECT}),
        ("/v1/apply", {"json": {"documents": {}, "dryRun": False}}),
        ("/sign-out", {"data": {}}),
        ("/step-up", {"data": {}}),
        ("/account/sessions/x/end", {"data": {}}),
    ],
)
def test_a_page_of_another_site_does_nothing_with_the_cookie(town, headers, path, content):
    browser = signed_in(town)
    browser.headers.pop("Sec-Fetch-Site")
    answer = browser.post(path, headers=headers, **content)
    assert answer.status_code == 403
    code = code_of(answer) or answer.json()["code"]
    assert code == "foreign_request"
    browser.headers["Sec-Fetch-Site"] = "same-origin"
    assert who(browser) == AGENT


def test_a_link_of_another_site_reads_nothing_in_the_agents_name(town):
    browser = signed_in(town)
    foreign = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    answer = browser.get("/graphql", params=ASK, headers=foreign)
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_request")
    # It may lead to a page, as links do.
    assert browser.get("/account", headers=foreign).status_code == 200


def test_the_same_origin_is_enough_for_a_browser_that_says_no_more(town):
    browser = signed_in(town)
    browser.headers.pop("Sec-Fetch-Site")
    answer = browser.post("/graphql", json=ASK, headers={"Origin": town.address})
    assert answer.json()["data"]["me"]["agent"] == AGENT


def test_a_program_with_a_token_is_not_asked_where_it_comes_from(town):
    browser = town.browser()
    browser.headers.pop("Sec-Fetch-Site")
    token = town.state.token_of(AGENT, "200090884")
    answer = browser.post("/graphql", json=ASK, headers={"Authorization": f"Bearer {token}"})
    assert answer.json()["data"]["me"]["agent"] == AGENT


def test_the_agent_sees_each_session_and_ends_one(town):
    mine, other = signed_in(town), signed_in(town, **{"User-Agent": "Un autre navigateur"})
    page = mine.get("/account").text
    assert "Un autre navigateur" in page
    handles = re.findall(r"/account/sessions/([0-9a-f]+)/end", page)
    ((handle,),) = in_store(
        town, "SELECT handle FROM session WHERE secret_digest = ?", digest_of(secret_of(other))
    )
    assert handle in handles
    mine.post(f"/account/sessions/{handle}/end")
    assert who(other) is None
    assert who(mine) == AGENT


def test_nobody_ends_the_session_of_another(town):
    mine, theirs = signed_in(town), signed_in(town, "steward@valcobreizh")
    ((handle,),) = in_store(
        town, "SELECT handle FROM session WHERE secret_digest = ?", digest_of(secret_of(theirs))
    )
    mine.post(f"/account/sessions/{handle}/end")
    assert who(theirs) == "steward@valcobreizh"


def test_who_signs_out_is_nobody_from_then_on(town):
    browser = signed_in(town)
    secret = secret_of(browser)
    answer = browser.post("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/signed-out")
    assert "interco" not in browser.cookies
    browser.cookies.set("interco", secret)
    assert who(browser) is None
    assert browser.get("/account").headers["location"] == "/sign-in?next=/account"


@pytest.mark.parametrize(
    ("column", "ago"), [("used_at", timedelta(hours=2)), ("ends_at", timedelta())]
)
def test_a_session_ends_by_itself(town, column, ago):
    browser = signed_in(town)
    then = (datetime.now(UTC) - ago).isoformat(timespec="seconds")
    # A moment that was: the clock of the gateway is left alone.
    statement = {
        "used_at": "UPDATE session SET used_at = ? WHERE secret_digest = ?",
        "ends_at": "UPDATE session SET ends_at = ? WHERE secret_digest = ?",
    }[column]
    in_store(town, statement, then, digest_of(secret_of(browser)))
    assert who(browser) is None


def test_a_use_is_noted_so_that_work_does_not_end_a_session(town):
    browser = signed_in(town)
    digest = digest_of(secret_of(browser))
    then = (datetime.now(UTC) - timedelta(minutes=90)).isoformat(timespec="seconds")
    in_store(town, "UPDATE session SET used_at = ? WHERE secret_digest = ?", then, digest)
    assert who(browser) == AGENT
    ((noted,),) = in_store(town, "SELECT used_at FROM session WHERE secret_digest = ?", digest)
    assert noted > then


def test_a_page_lets_nothing_in_from_elsewhere(town):
    for path in ("/sign-in", "/signed-out", "/sign-in/crooked/callback"):
        headers = town.browser().get(path).headers
        policy = headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"


def test_the_demo_lists_its_agents_and_signs_in_no_other(town):
    browser = town.browser()
    page = browser.get("/sign-in").text
    assert 'value="approver@valcobreizh"' in page
    # Whoever knows no English is told what each may do.
    assert "<strong>Alain Joubaire</strong>, signataire" in page
    assert "Se connecter avec Ville" in page
    answer = browser.post("/sign-in/demo", data={"agent": "nobody"})
    assert (answer.status_code, code_of(answer)) == (400, "no_such_agent")


@pytest.mark.parametrize("body", [b"\xff\xfe", b"a=1&" * 5000])
def test_a_form_that_is_none_is_told(town, body):
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = town.browser().post("/sign-in/demo", content=body, headers=kind)
    assert answer.status_code in {400, 413}
    assert code_of(answer) in {"request_not_as_described", "document_too_large"}
