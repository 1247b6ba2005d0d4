"""`/v1/indicators`: a program makes an indicator of its body, reads it, sets its target.

Covers catalog.actions.purpose_codes, gateway.http.rest.indicators.
"""

from tests.integration.gateway.test_keys_are_made_by_rest import AGENT, OTHER, STEWARD, rest

PATH = "/v1/indicators/pesees"
SENT = {
    "title": "Pesées",
    "sides": [{"dataset": "val_d_ille_aubigne.collectes", "measure": "count"}],
    "unit": "pesées",
}


async def test_an_indicator_is_made_read_aimed_and_taken_away(embedded):
    async with rest(embedded) as ask:
        tried = await ask("PUT", PATH, AGENT, {**SENT, "dryRun": True})
        assert (tried.status_code, tried.json()["applied"]) == (200, False), tried.text
        assert (await ask("GET", "/v1/indicators", AGENT)).json() == {"indicators": []}
        english = {"Accept-Language": "en"}
        done = (await ask("PUT", PATH, AGENT, SENT, **english)).json()
        assert done == {
            "act": "save_indicator",
            "applied": True,
            "sentences": ['The indicator "Pesées" is saved.'],
        }
        (listed,) = (await ask("GET", "/v1/indicators", STEWARD)).json()["indicators"]
        assert (listed["name"], listed["current"]["unit"]) == ("pesees", "pesées")
        assert (listed["isMine"], listed["target"]) == (False, None)
        target = {"year": 2030, "value": "10", "base": None}
        assert (await ask("PUT", f"{PATH}/target", AGENT, target)).json()["applied"]
        figures = (await ask("GET", f"{PATH}/figures", AGENT)).json()
        rows = sum(group["rows"] for group in figures["groups"])
        assert rows == figures["covered"]["rows"] > 0
        assert [group["value"] for group in figures["groups"]] == [
            float(group["rows"]) for group in figures["groups"]
        ]
        assert figures["standing"]["reason"] == "no_base"
        assert (await ask("DELETE", f"{PATH}/target", AGENT)).json()["applied"]
        assert (await ask("DELETE", f"{PATH}?dryRun=true", STEWARD)).json()["applied"] is False
        assert (await ask("DELETE", PATH, STEWARD)).json()["applied"] is True
        gone = await ask("GET", f"{PATH}/figures", AGENT)
        assert (gone.status_code, gone.json()["code"]) == (404, "unknown_indicator")


async def test_what_cannot_be_saved_is_told(embedded):
    side = SENT["sides"][0]
    kilos = {"dataset": "val_d_ille_aubigne.collectes", "measure": "sum:tonnage_kg"}
    async with rest(embedded) as ask:
        for agent, sent, status, code in (
            (None, SENT, 401, "bad_token"),
            ("approver@val-d-ille-aubigne", SENT, 403, "act_not_allowed"),
            (AGENT, {**SENT, "unit": "kg"}, 422, "act_refused"),
            (AGENT, {**SENT, "sides": []}, 400, "indicator_refused"),
            (AGENT, {**SENT, "sides": [kilos, side], "operation": "difference"}, 400,
             "indicator_units"),
            (AGENT, {**SENT, "sides": [{**side, "measure": "total"}]}, 400, "exploration_unread"),
            (OTHER, {**SENT, "sides": [{**side, "dataset": "nobody.nothing"}]}, 400,
             "unknown_dataset"),
            (AGENT, {**SENT, "rows": []}, 400, "request_not_as_described"),
        ):  # fmt: skip
            answer = await ask("PUT", PATH, agent, sent)
            assert (answer.status_code, answer.json()["code"]) == (status, code), (
                sent,
                answer.text,
            )
        invented = await ask("PUT", PATH, AGENT, {**SENT, "purpose": "inventee"})
        (error,) = invented.json()["problems"]
        assert (error["code"], error["path"]) == ("unknown_purpose", "purpose")
        assert "rpqs_dechets" in error["detail"]
