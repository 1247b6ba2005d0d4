"""Acting for somebody else: as far as the mandate goes, told as by and for; ended from a day.

Covers gateway.control.mandate_mutations, gateway.control.acting, catalog.actions.sharing.mandates,
catalog.actions.sharing.ending_mandates.
"""

MESNIL, VALCOBREIZH = "200085868", "200090884"
GIVE = """mutation ($input: MandateInput!, $dry: Boolean = false) {
  giveMandate(input: $input, dryRun: $dry) { applied sentences { fr }
    mandate { id inForce actions principal { slug } mandatary { slug } } } }"""
INPUT = {
    "mandatary": "valcobreizh",
    "actions": ["REQUEST"],
    "start": "2026-11-25",
    "act": {"reference": "Délibération 2026-12", "enforceableSince": "2026-11-20"},
}
CITATIONS = "{ agreements { citation } }"
MANDATES = "{ mandates { id inForce } }"


async def given(town, **changes):
    variables = {"input": {**INPUT, **changes}}
    told = await town.ask(GIVE, "approver@mesnil-roc-h", variables=variables)
    return told.data["giveMandate"]["mandate"]


async def citations(town, agent):
    told = await town.ask(CITATIONS, agent, on_behalf_of=MESNIL)
    return {each["citation"] for each in told.data["agreements"]}


async def test_both_sides_see_a_mandate_and_nobody_else(town):
    mandate = await given(town)
    assert mandate["inForce"]
    for agent in ("agent@mesnil-roc-h", "agent@valcobreizh", "operator@interco"):
        assert (await town.ask(MANDATES, agent)).data["mandates"] == [
            {"id": mandate["id"], "inForce": True}
        ]
    for agent in ("agent@sde35", None):
        assert (await town.ask(MANDATES, agent)).data["mandates"] == []


async def test_a_dry_run_gives_none(town):
    variables = {"input": INPUT, "dry": True}
    told = await town.ask(GIVE, "approver@mesnil-roc-h", variables=variables)
    assert told.data["giveMandate"]["applied"] is False
    assert (await town.ask(MANDATES, "agent@mesnil-roc-h")).data["mandates"] == []


async def test_under_a_mandate_the_principals_agreements_are_seen_but_not_what_it_grants(town):
    await given(town)
    assert await citations(town, "steward@valcobreizh") == {"conv-2025-0005@1"}


async def test_what_it_grants_is_seen_where_the_mandate_names_the_dataset(town):
    await given(town, datasets=["mesnil-roc-h.energie_batiments"])
    assert "conv-2026-0006@1" in await citations(town, "steward@valcobreizh")


async def test_a_mandate_to_query_shows_no_draft_of_the_principal(town):
    document = """mutation { draftFromTemplate(input: { template: "rpqs_dechets",
      dataset: "valcobreizh.collectes", start: "2026-12-01", end: "2027-12-31" }) {
      agreement { citation } } }"""
    told = await town.ask(document, "steward@mesnil-roc-h")
    citation = told.data["draftFromTemplate"]["agreement"]["citation"]
    # Sde35 and not Valcobreizh, which is the other party and sees nothing of a draft anyhow.
    await given(town, mandatary="sde35", actions=["QUERY"])
    assert citation not in await citations(town, "agent@sde35")
    await given(town, mandatary="sde35", actions=["REQUEST"])
    assert citation in await citations(town, "agent@sde35")


async def test_under_a_mandate_the_principals_other_mandates_stay_its_own(town):
    mandate = await given(town)
    await given(town, mandatary="sde35")
    told = await town.ask(MANDATES, "agent@valcobreizh", on_behalf_of=MESNIL)
    assert [each["id"] for each in told.data["mandates"]] == [mandate["id"]]


async def test_a_mandate_that_has_not_begun_opens_nothing(town):
    await given(town, start="2027-01-01")
    told = await town.ask(CITATIONS, "steward@valcobreizh", on_behalf_of=MESNIL)
    assert told.codes == ["mandate_required"]


async def test_a_request_written_under_a_mandate_is_the_principals(town):
    await given(town, actions=["REQUEST", "QUERY"])
    document = """mutation { draftFromTemplate(input: { template: "rpqs_dechets",
      dataset: "val-d-ille-aubigne.collectes", start: "2026-12-01", end: "2027-12-31" }) {
      agreement { citation grantee { siren } steps { agent organisation { siren } } } } }"""
    told = await town.ask(document, "steward@valcobreizh", on_behalf_of=MESNIL)
    agreement = told.data["draftFromTemplate"]["agreement"]
    assert agreement["grantee"] == {"siren": MESNIL}
    assert agreement["steps"] == [
        {"agent": "steward@valcobreizh", "organisation": {"siren": MESNIL}}
    ]
    assert agreement["citation"] in await citations(town, "steward@valcobreizh")
    own = (await town.ask(CITATIONS, "steward@valcobreizh")).data["agreements"]
    assert {"citation": agreement["citation"]} not in own


async def test_either_side_ends_it(town):
    mandate = await given(town)
    document = f"""mutation {{ endMandate(mandate: "{mandate["id"]}", reason: "Fin") {{
      mandate {{ inForce endedBy }} }} }}"""
    told = await town.ask(document, "approver@valcobreizh")
    assert told.data["endMandate"]["mandate"] == {
        "inForce": False,
        "endedBy": "approver@valcobreizh",
    }
    refused = await town.ask(CITATIONS, "steward@valcobreizh", on_behalf_of=MESNIL)
    assert refused.codes == ["mandate_required"]


async def test_purposes_are_extended_by_the_platform_and_assigned_by_ones_own_side(town):
    register = """mutation { registerPurpose(input: { code: "observatoire_climat",
      labelFr: "Observatoire du climat", labelEn: "Climate observatory" }) { applied } }"""
    assert (await town.ask(register, "steward@mesnil-roc-h")).codes
    assert (await town.ask(register, "operator@interco")).data["registerPurpose"]["applied"]
    known = (await town.ask("{ purposes { code } }")).data["purposes"]
    assert {"code": "observatoire_climat"} in known
    assign = """mutation { assignPurposes(agent: "agent@mesnil-roc-h",
      purposes: ["observatoire_climat"]) { applied } }"""
    assert (await town.ask(assign, "steward@valcobreizh")).codes
    assert (await town.ask(assign, "steward@mesnil-roc-h")).data["assignPurposes"]["applied"]
    me = (await town.ask("{ me { purposes } }", "agent@mesnil-roc-h")).data["me"]
    assert me == {"purposes": ["observatoire_climat"]}
