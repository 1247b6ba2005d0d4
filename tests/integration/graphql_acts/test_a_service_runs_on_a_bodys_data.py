"""A service is published once, activated by a body, and runs by the rights of who asks.

Covers gateway.figures.activations.service, gateway.figures.activations.reading,
gateway.figures.activations.report, gateway.figures.activations.unready,
gateway.figures.activations.year_of_report, gateway.figures.activations.territories,
gateway.acts.service_acts, gateway.control.mutualised, gateway.control.service_types,
catalog.actions.services.activations, catalog.actions.services.publishing,
catalog.actions.services.problems, catalog.model.published_service, services_run.content,
services_run.dataset_binding, services_run.statements, services_run.registered_rows,
services_run.results, gateway.figures.activations.apart.
"""

import json
from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from catalog.actions.services.problems import ServiceTampered, UnknownActivation
from catalog.changes import ActRecord, Changes
from catalog.model.agreement import AgreementState
from catalog.model.identifiers import Siren
from catalog.model.published_service import PublishedService
from catalog.model.terms import Combine, CombineKind
from gateway.acts.service_acts import verified
from gateway.figures.activations import reading
from gateway.proof.signing_key import open_signing_key
from services_run.checking import find_service
from services_run.content import content_digest, content_of, service_in
from tests.integration.graphql_acts.services_of_a_town import (
    ACTIVATE,
    END,
    PREVIEW,
    PUBLISH,
    REPORT,
    RUN,
    UPGRADE,
    document_of,
    tried_on_files,
)

STEWARD, OTHER = "steward@valcobreizh", "steward@bretagne-romantique"
MONTHLY = "bretagne-romantique.tonnages_mensuels"
"""As other software gives it: it follows no standard."""
OWN, SHARED = "valcobreizh.collectes", "val-d-ille-aubigne.collectes"
BOTH = {"datasets": [{"role": "collectes", "datasets": [OWN, SHARED]}]}
ALONE = {
    "datasets": [{"role": "collectes", "datasets": [SHARED]}, {"role": "matrice", "datasets": []}]
}
ACTIVATION = "valcobreizh-rpqs-dechets"


async def put(town, *entities):
    """As the store holds it, by no act: what a later version of the catalog says."""
    catalog = town.services.acts.catalog
    now = datetime(2026, 11, 25, tzinfo=UTC)
    record = ActRecord(now, None, "test", None, "test")
    await catalog.write((await catalog.current()).version, Changes(put=entities), record)


async def convention(town, **changes):
    snapshot = await town.ports.catalog.current()
    known = next(one for one in snapshot.agreements if one.citation == "conv-2025-0001@1")
    await put(town, replace(known, **changes))


async def combining(town, *datasets):
    snapshot = await town.ports.catalog.current()
    known = next(one for one in snapshot.agreements if one.citation == "conv-2025-0001@1")
    combine = Combine(CombineKind.NAMED, datasets)
    await convention(town, terms=replace(known.terms, combine=combine))


def asked(service="rpqs-dechets", **more):
    return {"variables": {"service": service, **more}}


async def test_a_version_is_signed_once_for_good_and_what_was_tampered_with_does_not_run(town):
    content = content_of(find_service("rpqs-dechets"))
    again = await town.ask(PUBLISH, "operator@interco", variables={"content": content})
    assert again.data["publishService"]["applied"]
    changed = content.replace("base 100 en 2010", "base 100 en 2011")
    refused = await town.ask(PUBLISH, "operator@interco", variables={"content": changed})
    assert refused.codes == ["service_version_published"]
    newer = changed.replace("version: 2.1.0", "version: 2.1.1")
    assert (await town.ask(PUBLISH, OTHER, variables={"content": newer})).codes == [
        "service_of_another_publisher"
    ]
    agent = await town.ask(PUBLISH, "agent@valcobreizh", variables={"content": newer})
    assert agent.codes == ["act_role_required"]
    unsound = await town.ask(PUBLISH, STEWARD, variables={"content": '{"files": {}}'})
    assert unsound.codes
    by_its_publisher = await town.ask(PUBLISH, STEWARD, variables={"content": newer})
    assert by_its_publisher.data["publishService"]["applied"]

    assert (await town.ask(ACTIVATE, STEWARD, **asked("rpqs-dechets@2.1.0"))).data
    known = (await town.ports.catalog.current()).services["rpqs-dechets@2.1.0"]
    for tampered in (
        replace(known, content=known.content.replace("kg_hab", "kg_hib")),
        replace(known, publisher="243500733"),
        replace(known, signature=known.signature[:-4] + "AAAA"),
    ):
        await put(town, tampered)
        told = await town.ask(RUN, STEWARD, variables={"activation": ACTIVATION})
        assert told.codes == ["service_tampered"]
    await put(town, known)
    assert (await town.ask(RUN, STEWARD, variables={"activation": ACTIVATION})).data


async def test_an_activation_is_of_its_body_alone_and_leaves_nothing(town):
    refused = await town.ask(ACTIVATE, "agent@valcobreizh", **asked())
    assert refused.codes == ["act_role_required"]
    done = await town.ask(ACTIVATE, STEWARD, **asked())
    assert done.data["activateService"]["activation"] == ACTIVATION
    agent = document_of(
        await town.ask(RUN, "agent@valcobreizh", variables={"activation": ACTIVATION})
    )
    assert agent["receipt"]
    assert agent["sources"][0]["rows"] == 21_493
    # Neither its publisher's own people elsewhere, nor another body, nor nobody.
    for who in (OTHER, "operator@interco"):
        told = await town.ask(RUN, who, variables={"activation": ACTIVATION})
        assert told.codes == [UnknownActivation.code]
        assert (await town.ask("{ activations { id } }", who)).data["activations"] == []
        ended = await town.ask(END, who, variables={"activation": ACTIVATION})
        assert ended.codes[0] in {"unknown_activation", "act_role_required"}
    assert (await town.ask(RUN, variables={"activation": ACTIVATION})).codes == ["token_required"]
    ended = await town.ask(END, STEWARD, variables={"activation": ACTIVATION})
    assert ended.data["endActivation"]["applied"]
    assert not (await town.ports.catalog.current()).activations


async def test_another_bodys_columns_and_units_take_one_question_at_most(town):
    weighings = {
        "datasets": [{"role": "collectes", "datasets": ["bretagne-romantique.pesees_quai"]}]
    }
    of_standard = (await town.ask(REPORT, OTHER, **asked(input=weighings))).data["serviceReport"]
    assert (of_standard["question"], of_standard["ready"]) == (None, True)
    monthly = {"datasets": [{"role": "collectes", "datasets": [MONTHLY]}]}
    told = await town.ask(REPORT, OTHER, **asked(input=monthly))
    report = told.data["serviceReport"]
    assert report["question"]["key"] == "collectes.kg"
    assert report["question"]["choices"] == ["total_enleve", "nb_enlevements"]
    refused = await town.ask(ACTIVATE, OTHER, **asked(input=monthly))
    assert refused.codes == ["service_column_asked"]
    assert "quelle colonne est le poids ? total_enleve, nb" in refused.body["errors"][0]["message"]
    answered = {**monthly, "columns": [{"key": "collectes.kg", "column": "total_enleve"}]}
    report = (await town.ask(REPORT, OTHER, **asked(input=answered))).data["serviceReport"]
    assert report["ready"]
    assert report["roles"][0]["sentence"]["fr"] == (
        "4 colonnes reconnues, 1 unité convertie, 1 absente."
    )
    of_2025 = {**answered, "parameters": [{"name": "annee", "value": "2025"}]}
    run = document_of(await town.ask(PREVIEW, OTHER, **asked(input=of_2025)), "previewService")
    assert run["figures"][0]["year"] == 2025
    assert run["coverage"]["months"] == 10
    figures = {one["name"]: one for one in run["figures"]}
    for name in ("oma_hab", "kg_hab", "recovery_rate"):
        assert figures[name]["value"] is None
        assert figures[name]["reason"]["fr"] == "l'année n'est couverte qu'en partie"
    slips = (await town.ask(REPORT, OTHER, **asked("service-fait"))).data["serviceReport"]
    assert slips["ready"]
    assert slips["question"] is None


async def test_a_report_is_of_the_last_whole_year_or_of_the_one_that_is_asked_for(town):
    monthly = {
        "datasets": [{"role": "collectes", "datasets": [MONTHLY]}],
        "columns": [{"key": "collectes.kg", "column": "total_enleve"}],
    }
    costs = [{"name": "cout_omr", "value": "1 000 000,50"}]

    async def run(**parameters):
        named = [{"name": name, "value": value} for name, value in parameters.items()]
        given = {**monthly, "parameters": [*named, *costs]}
        told = await town.ask(PREVIEW, OTHER, **asked(input=given))
        return document_of(told, "previewService")

    by_itself = await run()
    figures = {one["name"]: one for one in by_itself["figures"]}
    assert {one["year"] for one in figures.values()} == {2023}
    assert by_itself["coverage"]["months"] == 12
    assert figures["kg_hab"]["value"] is not None
    assert figures["eur_hab"]["value"] is not None
    # The costs are those of one stream of four: so are the tonnes that they are divided by.
    assert figures["eur_t"]["value"] is None
    assert "emballages et papiers, encombrants, verre" in figures["eur_t"]["reason"]["fr"]
    assert figures["eur_t_shared"]["value"] is not None
    assert by_itself["parameters"]["annee"] == "2023"
    assert "cout_verre" not in by_itself["parameters"]
    years = by_itself["tables"]["summary"]
    at = [one["name"] for one in years["columns"]].index("annee")
    assert [row[at] for row in years["rows"]] == [2023, 2025]
    # The picture is of that year as well, and the costs are its own.
    drawn = by_itself["tables"]["figures"]
    assert {drawn["rows"][place][3] for place in drawn["drawing"]["rows"]} == {2023}
    partly = {one["name"]: one for one in (await run(annee="2025"))["figures"]}
    assert {one["year"] for one in partly.values()} == {2025}
    assert partly["recovery_rate"]["reason"]["fr"] == "l'année n'est couverte qu'en partie"
    never = (await run(annee="1999"))["figures"]
    assert {one["reason"]["fr"] for one in never} == {"aucune donnée de 1999"}


@pytest.mark.parametrize("service", ["rpqs-dechets", "service-fait"])
async def test_it_says_what_the_same_rows_say_in_files(town, tmp_path, service):
    told = await town.ask(PREVIEW, STEWARD, **asked(service))
    run = document_of(told, "previewService")
    expected = await tried_on_files(town, STEWARD, service, run["sources"], tmp_path)
    assert run["figures"] == expected["figures"]
    assert run["tables"] == expected["tables"]
    assert run["coverage"] == expected["coverage"]


async def test_agreements_say_what_may_be_combined_seen_and_until_when(town):
    refused = await town.ask(PREVIEW, STEWARD, **asked(input=BOTH))
    assert refused.codes == ["service_data_apart"]
    # Whose turn it is, in the words of the form: what to leave out, or somebody to ask.
    (problem,) = refused.body["errors"]
    assert "choisissez des données d'un seul détenteur" in problem["extensions"]["next"]
    costs = {"datasets": [{"role": "collectes", "datasets": [SHARED]}]}
    refused = await town.ask(PREVIEW, STEWARD, **asked(input=costs))
    (problem,) = refused.body["errors"]
    assert "choisissez « aucune » pour la matrice des coûts" in problem["extensions"]["next"]
    assert "demandez à CC Val d'Ille-Aubigné un avenant" in problem["extensions"]["next"]
    for combine in (Combine(CombineKind.NONE), Combine(CombineKind.OPEN)):
        snapshot = await town.ports.catalog.current()
        known = next(one for one in snapshot.agreements if one.citation == "conv-2025-0001@1")
        await convention(town, terms=replace(known.terms, combine=combine))
        refused = await town.ask(PREVIEW, STEWARD, **asked(input=BOTH))
        assert refused.codes == ["service_data_apart"]
    await combining(town, "valcobreizh__collectes", "valcobreizh__matrice_couts")
    run = document_of(await town.ask(PREVIEW, STEWARD, **asked(input=BOTH)), "previewService")
    assert {one["name"] for one in run["sources"]} == {
        OWN, SHARED, "valcobreizh.matrice_couts",
    }  # fmt: skip
    assert "Sens-de-Bretagne" not in json.dumps(run, ensure_ascii=False)
    assert run["coverage"]["communes"] == 52

    # One role, one dataset of another body: its rows alone, and 18 communes of 19.
    assert (await town.ask(ACTIVATE, STEWARD, **asked(input=ALONE))).data
    run = document_of(await town.ask(RUN, STEWARD, variables={"activation": ACTIVATION}))
    assert run["coverage"]["communes"] == 18
    assert run["sources"][0]["agreement"] == "conv-2025-0001@1"
    unhashed = await town.ask(REPORT, STEWARD, **asked(input=ALONE))
    columns = unhashed.data["serviceReport"]["roles"][0]["chosen"][0]["columns"]
    assert "pesee" not in {one["field"] for one in columns}

    # Who has not the purpose, an agreement that is stopped, a column that is no longer given.
    snapshot = await town.ports.catalog.current()
    steward = snapshot.agents["urn:interco:demo", STEWARD]
    await put(town, replace(steward, purposes=frozenset({"planification_collecte"})))
    told = await town.ask(RUN, STEWARD, variables={"activation": ACTIVATION})
    assert told.codes
    assert told.body["data"]["runService"] is None
    await put(town, steward)
    known = next(one for one in snapshot.agreements if one.citation == "conv-2025-0001@1")
    without = tuple(one for one in known.columns if "tonnage" not in one.name)
    for changes in ({"columns": without}, {"state": AgreementState.SUSPENDED}):
        await put(town, replace(known, **changes))
        told = await town.ask(RUN, STEWARD, variables={"activation": ACTIVATION})
        assert told.codes, changes
        assert told.body["data"]["runService"] is None
        lacking = await town.ask(ACTIVATE, STEWARD, **asked(input=ALONE))
        assert lacking.codes == ["service_not_bound"]
    await put(town, known)


async def test_an_agreement_that_ends_while_it_is_read_gives_nothing(town, monkeypatch):
    assert (await town.ask(ACTIVATE, STEWARD, **asked(input=ALONE))).data
    read = reading._read

    async def ended_meanwhile(*given):
        rows = await read(*given)
        await convention(town, state=AgreementState.REVOKED)
        return rows

    monkeypatch.setattr(reading, "_read", ended_meanwhile)
    told = await town.ask(RUN, STEWARD, variables={"activation": ACTIVATION})
    assert told.codes
    assert told.body["data"]["runService"] is None


async def test_one_request_runs_a_few_services_and_no_more(town):
    await town.ask(ACTIVATE, STEWARD, **asked())
    runs = " ".join(
        f'r{place}: runService(activation: "{ACTIVATION}") {{ receipt }}' for place in range(5)
    )
    told = await town.ask(f"{{ {runs} }}", STEWARD)
    assert told.codes == ["service_runs_too_many"]


async def test_an_upgrade_shows_the_difference_on_ones_own_figures_first(town):
    await town.ask(ACTIVATE, STEWARD, **asked())
    content = content_of(find_service("rpqs-dechets")).replace("version: 2.1.0", "version: 2.2.0")
    changed = content.replace("100 * sum", "1 * sum").replace("default: 12", "default: 13")
    assert (await town.ask(PUBLISH, STEWARD, variables={"content": changed})).data
    preview = await town.ask(
        'query { previewUpgrade(activation: "valcobreizh-rpqs-dechets") '
        "{ version differences { name before after } } }",
        STEWARD,
    )
    shown = preview.data["previewUpgrade"]
    assert shown["version"] == "2.2.0"
    names = {one["name"]: one for one in shown["differences"]}
    assert names["evolution"]["before"] == "-0.90"
    assert names["evolution"]["after"] is None
    done = await town.ask(UPGRADE, STEWARD, variables={"activation": ACTIVATION})
    assert done.data["upgradeService"]["applied"]
    known = (await town.ports.catalog.current()).activations[ACTIVATION]
    assert known.version == "2.2.0"


async def test_an_anomaly_goes_to_the_owner_of_the_data(town):
    document = "mutation($d: ID!, $t: String!) { reportAnomaly(dataset: $d, text: $t) { applied } }"
    said = {"d": "val_d_ille_aubigne__collectes", "t": "Mars 2025 compte deux fois."}
    done = await town.ask(document, "agent@valcobreizh", variables=said)
    assert done.data["reportAnomaly"]["applied"]
    (entry,) = await town.services.notifications.deliveries.unspread(10)
    message = entry.message
    assert (message.kind, message.about) == ("service.anomaly_reported", said["d"])
    assert message.to == ("243500667",)
    hidden = {**said, "d": "eau_bassin_rennais__compteurs"}
    assert (await town.ask(document, OTHER, variables=hidden)).codes
    assert (await town.ask(document, OTHER, variables={**said, "t": " "})).codes


@pytest.mark.parametrize(
    "signed_as", [{"service": "rpqs-eau"}, {"version": "9.9.9"}], ids=lambda each: str(*each)
)
def test_a_service_is_what_it_was_signed_as(tmp_path, signed_as):
    """Whoever has the key may sign anything: it runs under the name that its content has."""
    key = open_signing_key(tmp_path / "key.pem")
    content = content_of(find_service("rpqs-dechets"))
    service = service_in(content)
    published = PublishedService(
        service=service.id,
        version=service.version,
        publisher=Siren(service.publisher),
        digest=content_digest(content),
        content=content,
        key=key.id,
        signature="",
        by_issuer=None,
        by_sub="",
        at=datetime(2026, 1, 1, tzinfo=UTC),
    )

    def signed(wanted):
        text = urlsafe_b64encode(key.sign(wanted.signed_message)).decode()
        return replace(wanted, signature=text.rstrip("="))

    assert verified(signed(published), key).id == service.id
    with pytest.raises(ServiceTampered):
        verified(signed(replace(published, **signed_as)), key)
