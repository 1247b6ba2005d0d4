"""Ten kinds of breaks, planted one at a time: both sides are told once, after two tries.

Covers gateway.upkeep.verification.rounds, gateway.upkeep.verification.probing,
gateway.upkeep.verification.loop, gateway.upkeep.verification.ports, catalog.health.verdicts,
catalog.health.messages, catalog.health.people, catalog.health.freshness, catalog.health.words,
catalog.model.health, catalog.store.verification_records,
gateway.sharing.notifications.health_sentences, federation.engines.seen_places,
federation.engines.one_source, catalog.health.tries, catalog.health.probes, catalog.health.nights,
catalog.health.due, catalog.model.hours, catalog.store.counted_uses,
catalog.store.verification_tables, gateway.sharing.notifications.webhook_sentences,
gateway.cli.agreement_health,
gateway.console.agreements.health, gateway.control.health_types, gateway.control.verifying,
gateway.upkeep.verification.service.
"""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from catalog.health.probes import Seen
from catalog.model.agreement import AgreementState, GuardRecord
from catalog.model.dataset import UpdateFrequency
from catalog.model.health import HealthState
from catalog.model.hosting import HostingDemand
from catalog.model.hours import Hours
from catalog.model.service_account import KeyScope, ServiceAccount, StoredKey
from catalog.model.suspension import Suspension, SuspensionCause
from catalog.store.opening import reading
from catalog.store.tables import audit_intent, audit_outcome
from gateway.control.execute import answer_document
from gateway.reading.query.request import GraphqlRequest
from gateway.sharing.notifications.wording import word_message
from gateway.upkeep.verification import rounds
from gateway.upkeep.verification.loop import verified_agreements
from tests.integration.verification.conftest import CITATION, COLLECTES, EVENING, HOUR

GRANTOR, GRANTEE = "243500667", "200090884"
BOTH = [("agreement.broken", GRANTOR, CITATION), ("agreement.broken", GRANTEE, CITATION)]
MENDED = [("agreement.mended", GRANTOR, CITATION), ("agreement.mended", GRANTEE, CITATION)]


def of_the_agreement(snapshot, **changes):
    agreements = tuple(
        replace(each, **changes) if each.citation == CITATION else each
        for each in snapshot.agreements
    )
    return replace(snapshot, agreements=agreements)


async def in_force(nights):
    agreements = (await nights.catalog.current()).agreements
    return {each.citation for each in agreements if each.state is AgreementState.ACTIVE}


def of_the_dataset(snapshot, **changes):
    dataset = replace(snapshot.datasets[COLLECTES], **changes)
    return replace(snapshot, datasets={**snapshot.datasets, COLLECTES: dataset})


def without(role, body):
    def change(snapshot):
        agents = {
            key: replace(each, roles=each.roles - {role}) if each.organisation == body else each
            for key, each in snapshot.agents.items()
        }
        return replace(snapshot, agents=agents)

    return change


def withdrawn(snapshot):
    datasets = {key: each for key, each in snapshot.datasets.items() if key != COLLECTES}
    return replace(snapshot, datasets=datasets)


def hosted_elsewhere(snapshot):
    """The owner demands a qualification that its storage has no more."""
    agreement = next(each for each in snapshot.agreements if each.citation == CITATION)
    terms = replace(agreement.terms, hosting=HostingDemand(secnumcloud=True))
    return of_the_agreement(snapshot, terms=terms)


def stopped_by_the_guard(snapshot):
    agreement = next(each for each in snapshot.agreements if each.citation == CITATION)
    record = GuardRecord(datetime(2026, 12, 2, tzinfo=UTC), stops=True, findings_sha256="0" * 64)
    life = replace(
        agreement.life, guard=record, suspensions=(Suspension(SuspensionCause.GUARD, None),)
    )
    return of_the_agreement(snapshot, state=AgreementState.SUSPENDED, life=life)


def with_an_ended_key(snapshot):
    agreement = next(each for each in snapshot.agreements if each.citation == CITATION)
    scope = KeyScope(
        frozenset({COLLECTES}), agreement.purposes, frozenset({"csv"}), frozenset({"rest"})
    )
    made, ended = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
    key = StoredKey("k1", "d" * 64, made, ended)
    account = ServiceAccount("m1", agreement.grantee, "tableur-dechets", scope, (key,), "x", made)
    return replace(snapshot, service_accounts={**snapshot.service_accounts, "m1": account})


def stale(snapshot):
    """Its last row is of 2025-12-31."""
    return of_the_dataset(snapshot, update_frequency=UpdateFrequency.MONTHLY)


PLANTED = {
    "stale": stale,
    "signatory_gone": without("approver", GRANTEE),
    "steward_gone": without("steward", GRANTOR),
    "dataset_withdrawn": withdrawn,
    "hosting": hosted_elsewhere,
    "key_ended": with_an_ended_key,
}


async def kinds(nights):
    health = await nights.health()
    return {each.kind.value for each in health.reasons}


async def test_what_is_sound_is_told_to_nobody(nights):
    assert await nights.health() is None
    for _ in range(3):
        await nights.until_morning()
    found = await nights.ports.records.healths()
    assert {each.state for each in found.values()} == {HealthState.SOUND}
    assert set(found) == await in_force(nights)
    assert await nights.told() == []
    (first,) = await nights.ports.records.changes(CITATION)
    assert first.state is HealthState.SOUND


@pytest.mark.parametrize("kind", PLANTED)
async def test_a_planted_break_is_told_once_to_both_sides_and_its_end_once(nights, kind):
    await nights.until_morning()
    nights.plant(PLANTED[kind])
    nights.now = nights.now.replace(hour=23)
    await nights.passes(2 * HOUR + HOUR / 2)
    # Seen once, at one o'clock: nothing is told yet.
    assert (await nights.health()).state is HealthState.SOUND
    assert await nights.told() == []
    await nights.until_morning()
    assert (await nights.health()).state is HealthState.BROKEN
    assert await kinds(nights) == {kind}
    told = [each for each in await nights.told() if each[2] == CITATION]
    assert told == BOTH
    await nights.until_morning()
    assert [each for each in await nights.told() if each[2] == CITATION] == BOTH
    nights.mend()
    await nights.until_morning()
    await nights.until_morning()
    assert (await nights.health()).state is HealthState.SOUND
    assert [each for each in await nights.told() if each[2] == CITATION] == [*BOTH, *MENDED]
    states = [each.state for each in await nights.ports.records.changes(CITATION)]
    assert states == [HealthState.SOUND, HealthState.BROKEN, HealthState.SOUND]


async def test_what_the_guard_stopped_is_shown_and_not_told_a_second_time(nights):
    await nights.until_morning()
    nights.plant(stopped_by_the_guard)
    await nights.until_morning()
    assert await kinds(nights) == {"guard"}
    assert await nights.told() == []


def rename(nights, before, after):
    for file in sorted(nights.folder.glob("*.csv")):
        header, rest = file.read_text("utf-8").split("\n", 1)
        file.write_text(f"{header.replace(before, after)}\n{rest}", "utf-8")


async def test_a_column_that_was_dropped_is_named_to_both(nights):
    await nights.until_morning()
    rename(nights, "tonnage_kg", "masse")
    await nights.until_morning()
    assert await nights.told() == BOTH
    (reason,) = (await nights.health()).reasons
    assert (reason.kind.value, reason.details) == ("column_gone", ("tonnage_kg",))
    words = [word_message(each, "fr") for each in await nights.messages()]
    for each in words:
        lines = {line.label: line.text for line in each.lines}
        assert lines["En panne"] == "une colonne donnée n'est plus à la source (tonnage_kg)"
        assert lines["À faire"].startswith("qui donne : remettre la colonne")
    assert [
        next(line.text for line in each.lines if line.label == "À vous d'agir") for each in words
    ] == ["oui", "non"]
    rename(nights, "masse", "tonnage_kg")
    await nights.until_morning()
    assert await nights.told() == [*BOTH, *MENDED]


async def test_a_storage_that_is_down_is_found_by_seven(nights):
    await nights.until_morning()
    away = nights.folder.rename(nights.folder.with_name("ailleurs"))
    parent = nights.folder.parent
    hidden = parent.rename(parent.with_name("absent"))
    await nights.until_morning()
    assert await kinds(nights) == {"storage_down"}
    assert await nights.told() == BOTH
    hidden.rename(parent)
    away.rename(nights.folder)
    await nights.until_morning()
    assert await nights.told() == [*BOTH, *MENDED]


async def test_files_that_are_gone_are_no_storage_that_is_down(nights):
    await nights.until_morning()
    for file in nights.folder.glob("*.csv"):
        file.unlink()
    await nights.until_morning()
    assert await kinds(nights) == {"object_gone"}
    assert await nights.told() == BOTH


async def test_files_that_were_never_seen_are_gone_too_and_it_is_said_who_acts(nights):
    """The storage answers: nobody is told to set it going again."""
    nights.folder.rename(nights.folder.with_name("ailleurs"))
    await nights.until_morning()
    assert await kinds(nights) == {"object_gone"}
    asked = (
        f'{{ agreement(citation: "{CITATION}") '
        "{ health { reasons { words { fr } turn { fr } } } } }"
    )
    token = nights.gateway.state.token_of("steward@valcobreizh", GRANTEE)
    request = GraphqlRequest(id="r", document=asked, variables={}, authorization=f"Bearer {token}")
    answer = json.loads((await answer_document(request, nights.gateway.services)).body)
    (reason,) = answer["data"]["agreement"]["health"]["reasons"]
    assert reason["words"]["fr"] == "la table ou le fichier n'est plus à la source"
    assert reason["turn"]["fr"].startswith("CC Val d'Ille-Aubigné : remettre")


def empty(nights, code):
    """No row of the commune any more; the code stays in no file."""
    for file in sorted(nights.folder.glob("*.csv")):
        header, *lines = file.read_text("utf-8").splitlines()
        at = header.split(";").index("code_commune")
        kept = [line for line in lines if line.split(";")[at] != code]
        file.write_text("\n".join([header, *kept]) + "\n", "utf-8")


async def test_a_commune_without_rows_is_missed_after_two_nights_of_rows(nights):
    await nights.until_morning()
    await nights.until_morning()
    probe = (await nights.ports.records.probes())[COLLECTES]
    code = next(each for each in probe.present if each in probe.expected)
    empty(nights, code)
    await nights.until_morning()
    (reason,) = (await nights.health()).reasons
    assert (reason.kind.value, reason.details) == ("rows_gone", (code,))
    assert await nights.told() == BOTH
    to_owner, to_grantee = await nights.messages()
    assert code in json.dumps(dict(to_owner.facts), ensure_ascii=False)
    # Which commune has rows is the owner's own matter.
    assert code not in json.dumps(dict(to_grantee.facts), ensure_ascii=False)


async def test_a_commune_seen_on_one_night_alone_is_not_missed(nights):
    await nights.until_morning()
    probe = (await nights.ports.records.probes())[COLLECTES]
    empty(nights, probe.present[0])
    await nights.until_morning()
    await nights.until_morning()
    assert await nights.told() == []


async def test_nothing_of_a_verification_is_a_use(nights):
    """Recorded as itself, once a dataset and night, with no row; counted as nobody's use."""
    await nights.until_morning()
    await nights.until_morning()
    store = nights.catalog.store
    since, until = datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    probes = await nights.ports.records.probes()
    cited = {each.citation: each.dataset_id for each in (await nights.catalog.current()).agreements}
    assert await store.usage_of(tuple(probes), cited, since, until) == ()
    assert await store.body_usage(since, until) == ()
    assert await store.proof.unusual.hours(since) == []
    assert await store.audit_of(CITATION) == ()
    recorded = select(audit_intent, audit_outcome).join(audit_outcome)
    async with reading(store._engine) as connection:
        rows = (await connection.execute(recorded)).all()
    assert len(rows) == 2 * len(probes)
    assert {(each.issuer, each.sub, each.rows) for each in rows} == {
        (None, "system:verification", 0)
    }
    # In the chain of the data's owner, as every reading.
    assert await store.proof.chain.extend(await store.current(), nights.now) > 0


async def test_hours_that_an_owner_sets_are_kept(nights):
    def by_day(snapshot):
        storage = snapshot.storages[snapshot.datasets[COLLECTES].storage_id]
        own = replace(storage, verified_between=Hours(9, 17))
        return replace(snapshot, storages={**snapshot.storages, storage.id: own})

    nights.plant(by_day)
    await nights.until_morning()
    assert await nights.health() is None
    assert (await nights.health("conv-2025-0002@1")).state is HealthState.SOUND
    await nights.passes(3 * HOUR)
    assert (await nights.health()).state is HealthState.SOUND


async def test_the_worker_verifies_by_itself(nights):
    nights.now = EVENING.replace(hour=2, day=3)
    async with asyncio.timeout(20), verified_agreements(nights.ports, every_s=0.05):
        while await nights.health() is None:  # noqa: ASYNC110 - the worker knows no test
            await asyncio.sleep(0)
    assert (await nights.health()).state is HealthState.SOUND
    assert date(2026, 12, 3) == (await nights.health()).tried_at.date()


async def test_an_operator_verifies_now_and_nobody_else_does(nights):
    asked = "mutation { verifyAgreements { judged sound } }"
    dry = asked.replace("verifyAgreements", "verifyAgreements(dryRun: true)")
    known = json.loads((await nights.gateway.ask(dry, "operator@interco")).body)
    assert known["data"]["verifyAgreements"] == {"judged": 0, "sound": 0}
    assert await nights.health() is None
    judged = len(await in_force(nights))
    answer = json.loads((await nights.gateway.ask(asked, "operator@interco")).body)
    assert answer["data"]["verifyAgreements"] == {"judged": judged, "sound": judged}
    for name in ("steward@val-d-ille-aubigne", "approver@valcobreizh"):
        refused = json.loads((await nights.gateway.ask(asked, name)).body)
        assert refused["data"]["verifyAgreements"] is None
        assert refused["errors"][0]["extensions"]["code"] == "act_role_required"
    health = "{ agreements { citation health { state } } }"
    mine = json.loads((await nights.gateway.ask(health, "steward@valcobreizh")).body)
    assert {"citation": CITATION, "health": {"state": "sound"}} in mine["data"]["agreements"]


async def test_no_more_than_two_looks_are_at_a_storage_at_once(nights, monkeypatch):
    """Ten datasets of one storage; each look lasts until a third would have begun."""
    running, most, looked = 0, 0, []

    async def look(dataset, *_):
        nonlocal running, most
        running += 1
        most = max(most, running)
        for _ in range(20):
            await asyncio.sleep(0)
        running -= 1
        looked.append(dataset.id)
        return Seen()

    monkeypatch.setattr(rounds, "look_at_source", look)

    def ten(snapshot):
        dataset = snapshot.datasets[COLLECTES]
        copies = {f"copie_{n}": replace(dataset, id=f"copie_{n}") for n in range(10)}
        first = next(each for each in snapshot.agreements if each.citation == CITATION)
        agreements = tuple(
            replace(first, id=f"conv-2026-9{n:03}", dataset_id=each)
            for n, each in enumerate(copies)
        )
        return replace(snapshot, datasets={**snapshot.datasets, **copies}, agreements=agreements)

    nights.plant(ten)
    nights.now = EVENING.replace(hour=2, day=3)
    assert await nights.tick() == 10
    assert (most, len(looked)) == (2, 10)


async def test_a_night_on_which_everything_is_too_slow_tells_nothing(nights):
    await nights.until_morning()
    nights.ports = replace(nights.ports, statement_s=0.0)
    await nights.until_morning()
    await nights.until_morning()
    assert (await nights.health()).state is HealthState.SOUND
    assert await nights.told() == []


async def test_a_person_of_that_name_is_nobody(nights):
    """A token whose subject is `system:verification` reads nothing and verifies nothing."""
    for organisation in (GRANTOR, None):
        token = nights.gateway.state.token_of("system:verification", organisation)
        for document in (
            "mutation { verifyAgreements { judged } }",
            "{ agreements { citation } }",
            "{ valDIlleAubigne { collectes(first: 5) { nodes { codeCommune } } } }",
        ):
            request = GraphqlRequest(
                id="r",
                document=document,
                variables={},
                authorization=f"Bearer {token}",
                purpose="evaluation_politiques",
            )
            answer = json.loads((await answer_document(request, nights.gateway.services)).body)
            assert answer["errors"] or not any((answer["data"] or {}).values())
            assert "35" not in json.dumps(answer.get("data"))
    assert await nights.health() is None
