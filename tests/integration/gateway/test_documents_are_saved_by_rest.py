"""`/v1/operations`: a steward's program saves documents of its body, which `/v1/sql` runs by name.

Covers gateway.http.rest.operations, gateway.reading.query.documents_by_hash, gateway.http.sql.
"""

from catalog.model.saved_operation import hash_of
from tests.integration.gateway.test_keys_are_made_by_rest import (
    AGENT,
    OTHER,
    SQL,
    STEWARD,
    rest,
)

PATH = "/v1/operations/pesees"
SAVED = {
    "document": "SELECT count(*) AS n FROM val_d_ille_aubigne.collectes WHERE flux <> ?",
    "language": "sql",
}


async def test_a_statement_is_saved_run_by_its_name_and_taken_away(embedded):
    async with rest(embedded) as ask:
        tried = await ask("PUT", PATH, STEWARD, {**SAVED, "dryRun": True})
        assert (tried.status_code, tried.json()["applied"]) == (200, False)
        assert (await ask("GET", "/v1/operations", AGENT)).json() == {"operations": []}
        english = {"Accept-Language": "en"}
        done = (await ask("PUT", PATH, STEWARD, SAVED, **english)).json()
        assert done == {
            "act": "save_operation",
            "applied": True,
            "sentences": ['The document "pesees" is saved.'],
        }
        (saved,) = (await ask("GET", "/v1/operations", AGENT)).json()["operations"]
        digest = hash_of(SAVED["document"])
        assert (saved["name"], saved["language"], saved["hash"]) == ("pesees", "sql", digest)

        expected = (await ask("POST", "/v1/sql", AGENT, SQL)).json()["rows"]
        for name in ("pesees", f"sha256:{digest}"):
            body = {"documentId": name, "parameters": ["verre vert"]}
            assert (await ask("POST", "/v1/sql", AGENT, body)).json()["rows"] == expected
            other = await ask("POST", "/v1/sql", OTHER, body)
            assert (other.status_code, other.json()["code"]) == (404, "unknown_saved_operation")
        beside = await ask("POST", "/v1/sql", AGENT, {"documentId": "pesees", **SQL})
        assert (beside.status_code, beside.json()["code"]) == (400, "bad_request")

        assert (await ask("DELETE", f"{PATH}?dryRun=true", STEWARD)).json()["applied"] is False
        assert (await ask("DELETE", PATH, STEWARD)).json()["applied"] is True
        gone = await ask("DELETE", PATH, STEWARD)
        assert (gone.status_code, gone.json()["code"]) == (404, "unknown_saved_operation")


async def test_who_may_not_save_and_what_cannot_be_saved_are_told(embedded):
    async with rest(embedded) as ask:
        for agent, sent, status, code in (
            ("approver@valcobreizh", SAVED, 403, "act_not_allowed"),
            (None, SAVED, 401, "bad_token"),
            (STEWARD, {**SAVED, "language": "cypher"}, 422, "act_refused"),
            (STEWARD, {**SAVED, "document": "SELECT FROM"}, 400, "sql_syntax"),
            (STEWARD, {"query": "SELECT 1"}, 400, "request_not_as_described"),
        ):
            refused = await ask("PUT", PATH, agent, sent)
            assert (refused.status_code, refused.json()["code"]) == (status, code)
        assert (await ask("GET", "/v1/operations", STEWARD)).json() == {"operations": []}
