"""The header Interco-Receipt: signed, of this very answer, and never a credential.

Covers gateway.proof.receipts, gateway.reading.query.receipting, gateway.http.rest.proof,
gateway.cli.receipt_commands, gateway.control.receipts.
"""

import base64
import hashlib
import io
import json
import zipfile
from contextlib import asynccontextmanager

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from typer.testing import CliRunner

from gateway.app import build_app
from gateway.cli.demo_folder import find_agent
from gateway.cli.main import app_for
from gateway.proof.problems import ReceiptRefused
from gateway.proof.receipts import Receipted, ReceiptSigner, holds_answer, read_receipt
from gateway.proof.signing_key import TrustedKeys, open_signing_key, public_pem
from gateway.proof.verifying import verify_export
from tests.integration.proof.conftest import OPEN, READ, READER

SQL = "SELECT flux, count(*) AS n FROM val_d_ille_aubigne.collectes GROUP BY flux"


@asynccontextmanager
async def client_of(town):
    """Of a second gateway over the same folder, by HTTP."""
    app = build_app(town.state.settings(log_level="error"), demo=True, lasts=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://interco") as http,
    ):
        yield http


async def headers_of(town, agent, **more):
    found = find_agent(await town.ports.catalog.current(), agent)
    return {"Authorization": f"Bearer {town.state.token(found)}", **more}


def trusted(town):
    return TrustedKeys.of([town.services.proof.key.public]).verify


async def test_an_answer_has_a_receipt_of_its_very_bytes(town):
    asked = await headers_of(town, READER["agent"], **{"Interco-Purpose": READER["purpose"]})
    async with client_of(town) as http:
        answer = await http.post("/graphql", json={"query": READ}, headers=asked)
        claims = read_receipt(answer.headers["Interco-Receipt"], trusted(town))
        checked = await http.post(
            "/v1/receipts/verify",
            json={
                "receipt": answer.headers["Interco-Receipt"],
                "answer_sha256": hashlib.sha256(answer.content).hexdigest(),
            },
        )
        other = await http.post(
            "/v1/receipts/verify",
            json={"receipt": answer.headers["Interco-Receipt"], "answer_sha256": "0" * 64},
        )
    holds_answer(claims, hashlib.sha256(answer.content).hexdigest())
    assert claims["request"] == answer.headers["Interco-Request-Id"]
    assert claims["document_sha256"] == hashlib.sha256(READ.encode()).hexdigest()
    assert claims["datasets"] == {"val_d_ille_aubigne__collectes": 1}
    assert claims["agreements"] == ["conv-2025-0001@1"]
    assert (claims["reader"], claims["purpose"]) == ("200090884", "rpqs_dechets")
    assert (claims["rows"], claims["whole"]) == (3, True)
    assert checked.json()["is_answer"] is True
    assert (other.status_code, other.json()["code"]) == (400, "receipt_refused")


async def test_a_streamed_answer_has_one_that_says_what_it_cannot_know(town):
    asked = await headers_of(town, READER["agent"], **{"Interco-Purpose": READER["purpose"]})
    async with client_of(town) as http:
        answer = await http.post("/v1/sql", json={"query": SQL}, headers=asked)
        refused = await http.post("/v1/sql", json={"query": "SELECT 1 FROM no.such"})
    claims = read_receipt(answer.headers["Interco-Receipt"], trusted(town))
    assert claims["agreements"] == ["conv-2025-0001@1"]
    assert (claims["rows"], claims["answer_sha256"]) == (None, None)
    with pytest.raises(ReceiptRefused):
        holds_answer(claims, hashlib.sha256(answer.content).hexdigest())
    assert "Interco-Receipt" not in refused.headers


async def test_a_page_checks_it_and_loads_nothing_from_elsewhere(town):
    async with client_of(town) as http:
        page = await http.get("/receipt")
        script = await http.get("/static/receipt.js")
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert "http" not in page.text.replace("<!doctype html>", "")
    assert script.status_code == 200


async def test_graphql_says_what_a_receipt_proves_and_refuses_what_it_did_not_sign(town):
    asked = await headers_of(town, READER["agent"], **{"Interco-Purpose": READER["purpose"]})
    document = """query($text: String!, $digest: String) {
      receipt(text: $text, answerSha256: $digest) {
        reader { siren } purpose datasets agreements rows whole isAnswer
      }
    }"""
    async with client_of(town) as http:
        answer = await http.post("/graphql", json={"query": READ}, headers=asked)
        receipt = answer.headers["Interco-Receipt"]
        digest = hashlib.sha256(answer.content).hexdigest()

        async def look(text, digest=None):
            values = {"text": text, "digest": digest}
            return (
                await http.post("/graphql", json={"query": document, "variables": values})
            ).json()

        proved = (await look(receipt, digest))["data"]["receipt"]
        other, forged = await look(receipt, "0" * 64), await look(receipt[:-8] + "A" * 8)
    assert proved == {
        "reader": {"siren": "200090884"},
        "purpose": "rpqs_dechets",
        "datasets": ["val_d_ille_aubigne__collectes"],
        "agreements": ["conv-2025-0001@1"],
        "rows": 3,
        "whole": True,
        "isAnswer": True,
    }
    assert [each["errors"][0]["extensions"]["code"] for each in (other, forged)] == [
        "receipt_refused"
    ] * 2


async def test_what_reads_no_data_has_none(town):
    async with client_of(town) as http:
        answer = await http.post("/graphql", json={"query": "{ __typename }"})
    assert "Interco-Receipt" not in answer.headers


async def test_a_receipt_is_never_a_credential(town):
    async with client_of(town) as http:
        answer = await http.post("/graphql", json={"query": OPEN})
        receipt = answer.headers["Interco-Receipt"]
        bearer = {"Authorization": f"Bearer {receipt}"}
        sent = [
            await http.post("/graphql", json={"query": OPEN}, headers=bearer),
            await http.post("/v1/sql", json={"query": SQL}, headers=bearer),
            await http.get("/v1/agreements/conv-2025-0001@1/odrl", headers=bearer),
        ]
    assert [each.status_code for each in sent] == [401] * 3


@pytest.fixture
def signer(tmp_path):
    return ReceiptSigner(open_signing_key(tmp_path / "proof.key"), "interco")


def receipted(town_version, **more):
    from datetime import UTC, datetime

    from catalog.model.version import CatalogVersion

    values = {
        "request_id": "r",
        "at": datetime(2026, 11, 25, tzinfo=UTC),
        "document": "{ x }",
        "reader": None,
        "purpose": None,
        "datasets": {"d": 1},
        "catalog": CatalogVersion("epoch", town_version),
        "agreements": (),
        "policy_revision": "rev",
        "decision": "0" * 64,
        "rows": 1,
        "answer": b"{}",
    }
    return Receipted(**{**values, **more})


def test_what_was_changed_or_signed_by_another_is_refused(signer):
    verify = TrustedKeys.of([signer.key.public]).verify
    receipt = signer.sign(receipted(3))
    assert read_receipt(receipt, verify)["rows"] == 1
    head, claims, signature = receipt.split(".")
    more = json.loads(base64.urlsafe_b64decode(claims + "==")) | {"rows": 7}
    forged = base64.urlsafe_b64encode(json.dumps(more).encode()).rstrip(b"=").decode()
    none = base64.urlsafe_b64encode(b'{"alg":"none","typ":"interco-receipt+jwt","kid":"x"}')
    spoilt = [
        f"{head}.{forged}.{signature}",
        f"{none.rstrip(b'=').decode()}.{claims}.",
        f"{head}.{claims}.{signature[:-4]}AAAA",
        receipt[:-1],
        "a.b.c",
        "",
        "é.é.é",
    ]
    for each in spoilt:
        with pytest.raises(ReceiptRefused):
            read_receipt(each, verify)
    stranger = TrustedKeys.of([Ed25519PrivateKey.generate().public_key()])
    with pytest.raises(ReceiptRefused):
        read_receipt(receipt, stranger.verify)


@pytest.mark.parametrize("kind", ["JWT", "interco-root+jwt", "jwt", None, ["interco-receipt+jwt"]])
def test_what_the_key_signed_of_another_kind_is_no_receipt(signer, kind):
    _, claims, _ = signer.sign(receipted(3)).split(".")
    head = json.dumps({"alg": "EdDSA", "typ": kind, "kid": signer.key.id}).encode()
    message = f"{base64.urlsafe_b64encode(head).rstrip(b'=').decode()}.{claims}"
    sealed = base64.urlsafe_b64encode(signer.key.sign(message.encode())).rstrip(b"=").decode()
    with pytest.raises(ReceiptRefused):
        read_receipt(f"{message}.{sealed}", TrustedKeys.of([signer.key.public]).verify)


def test_one_that_would_be_too_long_for_a_header_says_that_it_was_shortened(signer):
    many = {f"organisation__dataset_{number}": number for number in range(500)}
    receipt = signer.sign(receipted(3, datasets=many))
    assert len(receipt) < 2_000
    claims = read_receipt(receipt, TrustedKeys.of([signer.key.public]).verify)
    assert claims["shortened"] is True
    text = json.dumps(many, separators=(",", ":"), sort_keys=True)
    assert claims["datasets_sha256"] == hashlib.sha256(text.encode()).hexdigest()


def test_a_terminal_verifies_it_offline(signer, tmp_path, monkeypatch):
    monkeypatch.setattr("gateway.cli.agreement_pages.language_of_the_terminal", lambda: "fr")
    public, answer = tmp_path / "proof.pem", tmp_path / "answer.json"
    public.write_bytes(public_pem(signer.key.public))
    answer.write_bytes(b"{}")
    kept = tmp_path / "receipt.txt"
    kept.write_text(signer.sign(receipted(3)) + "\n")
    typed = ["receipt", "verify", str(kept), "--answer", str(answer), "--public-key", str(public)]
    done = CliRunner().invoke(app_for(typed), [*typed, "--state", str(tmp_path / "state")])
    assert done.exit_code == 0, done.output
    assert "Reçu authentique." in done.stdout
    assert "La réponse est celle du reçu." in done.stdout
    answer.write_bytes(b"{ }")
    done = CliRunner().invoke(app_for(typed), [*typed, "--state", str(tmp_path / "state")])
    assert isinstance(done.exception, ReceiptRefused)


async def test_a_steward_takes_the_chain_of_the_own_body_alone(town, tmp_path):
    await town.ask(READ, **READER)
    async with client_of(town) as http:
        steward = await headers_of(town, "steward@val-d-ille-aubigne")
        agent = await headers_of(town, "agent@val-d-ille-aubigne")
        answer = await http.get("/v1/proof/chain", headers=steward)
        assert (await http.get("/v1/proof/chain", headers=agent)).status_code == 403
        keys = (await http.get("/v1/proof/keys")).json()["keys"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(tmp_path / "journal")
    assert [path.name for path in (tmp_path / "journal" / "chains").iterdir()] == [
        "243500667.ndjson"
    ]
    checked = verify_export(tmp_path / "journal", trusted(town))
    assert checked.is_whole
    assert checked.records > 0
    assert [each["kid"] for each in keys] == [town.services.proof.key.id]
