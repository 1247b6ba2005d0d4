"""A steward sets the day and hour of a service on its page; REST says and does the same.

Covers gateway.console.scheduling.pages, gateway.console.scheduling.answers,
gateway.console.scheduling.documents, gateway.http.rest.schedules,
gateway.http.rest.schedule_bodies, gateway.console.scheduling.following,
gateway.console.mutualised.one_row, gateway.console.mutualised.result_tables,
gateway.cli.schedule_commands, gateway.sharing.notifications.service_sentences.
"""

import httpx
from playwright.sync_api import expect

from gateway.sharing.notifications.service_sentences import SERVICE_WORDS
from tests.e2e.conftest import run_interco
from tests.integration.graphql_acts.alerting_service import ACTIVATION as ALERTING
from tests.integration.graphql_acts.alerting_service import SERVICE, content_of_it
from tests.integration.graphql_acts.services_of_a_town import PUBLISH

STEWARD, READER = "steward@valcobreizh", "agent@valcobreizh"
ACTIVATION = "valcobreizh-service-fait"
PAGE = f"/services/activations/{ACTIVATION}"


def door(console, method, path, agent=STEWARD, **more):
    headers = {"Authorization": f"Bearer {console.token(agent)}"}
    address = f"{console.address}/v1/services{path}"
    return httpx.request(method, address, headers=headers, timeout=60, trust_env=False, **more)


def test_it_is_set_changed_and_ended_on_its_page_and_over_rest(signed_in, console, looks_right):
    assert door(console, "POST", "/service-fait/activations", json={}).json()["applied"]
    page = signed_in(STEWARD)
    page.goto(f"{console.address}{PAGE}")
    schedule = page.get_by_role("region", name="Calculer tout seul")
    expect(schedule).to_contain_text("Il ne calcule que lorsqu'une personne l'ouvre.")
    schedule.get_by_role("link", name="Programmer ce service").click()
    expect(page.get_by_label("Rythme")).to_have_value("WEEKLY")
    page.get_by_label("Jour de la semaine").select_option("3")
    page.get_by_label("Heure, à Paris").select_option("6")
    page.get_by_role("button", name="Programmer", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Le service est programmé.")
    expect(schedule).to_contain_text("chaque mercredi à 6 h")
    expect(schedule).to_contain_text("Prochain passage")
    expect(schedule).to_contain_text("Aucun passage n'a encore eu lieu.")
    (shown,) = door(console, "GET", "/activations", READER).json()
    assert (shown["schedule"]["frequency"], shown["schedule"]["day"]) == ("weekly", 3)
    assert shown["schedule"]["last"] is None

    of_rest = f"/activations/{ACTIVATION}/schedule"
    refused = door(console, "PUT", of_rest, READER, json={"frequency": "daily", "hour": 5})
    assert refused.status_code == 403
    unfit = door(console, "PUT", of_rest, json={"frequency": "monthly", "hour": 5, "day": 31})
    assert (unfit.status_code, unfit.json()["code"]) == (422, "schedule_unfit")
    unknown = door(console, "PUT", of_rest, json={"frequency": "yearly", "hour": 5})
    assert unknown.json()["code"] == "request_not_as_described"
    monthly = {"frequency": "monthly", "hour": 5, "day": 1}
    dry = door(console, "PUT", f"{of_rest}?dryRun=true", json=monthly).json()
    assert dry["applied"] is False
    assert door(console, "PUT", of_rest, json=monthly).json()["applied"]

    looks_right(page, PAGE, f"{PAGE}/schedule")
    page.goto(f"{console.address}{PAGE}/schedule")
    expect(page.get_by_text("le 1er de chaque mois à 5 h")).to_be_visible()
    expect(page.get_by_label("Rythme")).to_have_value("MONTHLY")
    page.get_by_role("button", name="Ne plus programmer").click()
    expect(page.get_by_role("status").first).to_contain_text("ne calcule plus tout seul")
    gone = door(console, "DELETE", of_rest)
    assert gone.json()["code"] == "not_scheduled"
    door(console, "DELETE", f"/activations/{ACTIVATION}")


def test_who_may_only_look_is_told_who_may_schedule(signed_in, console, looks_right):
    assert door(console, "POST", "/service-fait/activations", json={}).json()["applied"]
    page = signed_in(READER, "en")
    looks_right(page, f"{PAGE}/schedule")
    expect(page.get_by_text("A steward of your body may schedule it.")).to_be_visible()
    expect(page.get_by_role("button", name="Schedule", exact=True)).to_have_count(0)
    door(console, "DELETE", f"/activations/{ACTIVATION}")


def check_the_terminal(console):
    """It says and does the same; an act of the terminal is another's, or a trial."""
    of_agent = ("--as", READER, "--state", str(console.state))
    of_steward = ("--as", STEWARD, "--state", str(console.state))
    assert run_interco("service", "follow", ALERTING, *of_agent).returncode == 0
    assert run_interco("service", "unfollow", ALERTING, *of_agent).returncode == 0
    weekly = ("--every", "weekly", "--day", "1", "--hour", "6")
    assert run_interco("service", "schedule", ALERTING, *weekly, *of_steward).returncode == 0
    (shown,) = [one for one in door(console, "GET", "/activations").json() if one["id"] == ALERTING]
    assert (shown["schedule"]["frequency"], shown["schedule"]["hour"]) == ("weekly", 6)
    assert run_interco("service", "end-schedule", ALERTING, *of_steward).returncode == 0
    unscheduled = run_interco("service", "end-schedule", ALERTING, *of_steward, check=False)
    assert unscheduled.returncode
    assert "not_scheduled" in unscheduled.stderr + unscheduled.stdout


def test_the_message_of_failures_is_in_both_languages():
    words = SERVICE_WORDS["service.run_failing"]
    assert "deux fois de suite" in words.fr
    assert "twice in a row" in words.en


def test_each_row_of_a_list_has_a_page_and_its_alerts_are_followed(
    signed_in, console, looks_right, tmp_path
):
    publish = {"query": PUBLISH, "variables": {"content": content_of_it(tmp_path)}}
    headers = {"Authorization": f"Bearer {console.token(STEWARD)}"}
    address = f"{console.address}/graphql"
    done = httpx.post(address, headers=headers, json=publish, timeout=60, trust_env=False).json()
    assert done["data"]["publishService"]["applied"], done
    assert door(console, "POST", f"/{SERVICE}/activations", json={}).json()["applied"]
    own = f"/services/activations/{ALERTING}"
    page = signed_in(STEWARD)
    page.goto(f"{console.address}{own}")
    page.get_by_text("Les communes à voir").first.click()
    page.get_by_role("rowheader").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("35")
    expect(page.locator("#curve")).to_contain_text("Le fond gris commence le")
    expect(page.get_by_role("region", name="En détail")).to_contain_text("Depuis le")
    row = page.url.removeprefix(console.address)
    looks_right(page, row)
    assert page.goto(f"{console.address}{row}9").status == 404
    assert page.goto(f"{console.address}{own}/rows/days/35001").status == 404
    english = signed_in(READER, "en")
    looks_right(english, row)
    expect(english.locator("#curve")).to_contain_text("The grey background begins on")

    page.goto(f"{console.address}{own}")
    page.get_by_role("button", name="Suivre : être prévenu de chaque alerte").click()
    expect(page.get_by_role("status").first).to_contain_text("Vous suivez ce service")
    page.goto(f"{console.address}/account")
    check_the_terminal(console)
    page.get_by_role("button", name="Ne plus suivre Communes signalées").click()
    expect(page.get_by_role("status").first).to_contain_text("Vous ne suivez plus")
    door(console, "DELETE", f"/activations/{ALERTING}")
