"""A receipt checked in a page, and what a developer is shown: questions that answer as they stand.

Covers gateway.console.receipt.pages, gateway.console.developers.pages,
gateway.console.shared.snippets.
"""

import json
import re
import subprocess
import sys

import httpx
import pytest
from playwright.sync_api import expect

QUERY = """{ valDIlleAubigne { collectes { groupBy {
  key { commune { code } } aggregate { count }
} } } }"""


@pytest.fixture(scope="module")
def answer(console):
    return console.ask(QUERY, "agent@valcobreizh", "rpqs_dechets")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_of_these_pages_is_sound(signed_in, looks_right, language):
    looks_right(signed_in("agent@valcobreizh", language), "/receipt", "/developers")
    looks_right(signed_in(None, language), "/receipt", "/developers")


def test_a_receipt_and_its_answer_are_told_in_a_sentence(signed_in, console, answer, tmp_path):
    (tmp_path / "reponse.json").write_bytes(answer.content)
    (tmp_path / "recu.txt").write_text(f"Interco-Receipt: {answer.headers['Interco-Receipt']}\n")
    page = signed_in("agent@valcobreizh")
    page.goto(f"{console.address}/receipt")
    page.set_input_files("#receipt-file", tmp_path / "recu.txt")
    expect(page.locator("#receipt")).to_have_value(answer.headers["Interco-Receipt"])
    page.set_input_files("#answer", tmp_path / "reponse.json")
    with page.expect_request(lambda sent: sent.method == "POST") as sent:
        page.get_by_role("button", name="Vérifier").click()
    assert "collectes" not in sent.value.post_data
    verdict = page.get_by_role("status").first
    expect(verdict).to_contain_text("Ce reçu est de cette plateforme, et de cette réponse.")
    expect(verdict).to_contain_text("SMICTOM Valcobreizh a lu 18 lignes")
    expect(verdict).to_contain_text("conv-2025-0001@1")


def test_a_forged_receipt_and_another_answer_are_not_believed(
    signed_in, console, answer, tmp_path, looks_right
):
    (tmp_path / "autre.json").write_text("{}")
    page = signed_in(None, "en")
    page.goto(f"{console.address}/receipt")
    page.fill("#receipt", answer.headers["Interco-Receipt"][:-10] + "AAAAAAAAAA")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("no trusted key has signed it")
    page.fill("#receipt", answer.headers["Interco-Receipt"])
    page.set_input_files("#answer", tmp_path / "autre.json")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("alert")).to_contain_text("the answer is not the receipt's")


@pytest.mark.parametrize("agent", ["agent@valcobreizh", "agent@sde35", "agent@mesnil-roc-h"])
def test_the_questions_of_the_page_answer_as_they_stand(signed_in, console, agent):
    page = signed_in(agent)
    page.goto(f"{console.address}/developers")
    purpose = re.search(r"Interco-Purpose: (\w+)", page.locator("#curl-sql").inner_text())
    headers = {"Authorization": f"Bearer {console.token(agent)}"}
    if purpose:
        headers["Interco-Purpose"] = purpose[1]
    for place, address in (("#graphql", "/graphql"), ("#sql", "/v1/sql")):
        asked = {"query": page.locator(place).inner_text().removesuffix("Copier").strip()}
        told = httpx.post(
            f"{console.address}{address}", json=asked, headers=headers, trust_env=False
        )
        assert told.status_code == 200, told.text
        assert "errors" not in told.json(), told.text


def test_the_python_program_of_the_page_runs(signed_in, console, tmp_path):
    page = signed_in(None)
    page.goto(f"{console.address}/developers")
    program = page.locator("#python").inner_text()
    token = console.token("agent@sde35")
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env={"INTERCO_KEY": token, "no_proxy": "*"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "nodes" in json.dumps(ran.stdout)
