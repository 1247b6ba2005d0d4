"""Checks made through the doors of the gateway: law, engines, storages, secrets, worker."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from catalog.actions.secrets import references_of
from catalog.caches import cache_figures
from catalog.day_words import day_in_words
from catalog.drift.causes import cause_of
from catalog.drift.records import StorageHealth
from catalog.hosting import unmet_in
from catalog.model.bilingual import Bilingual
from catalog.model.hosting import Installation
from catalog.model.paris import PARIS
from catalog.model.problem import Problem
from catalog.model.storage import SecretReference, Storage
from catalog.snapshot import Snapshot
from federation.plan import POSTGRES
from gateway.diagnostics.findings import Finding, State, fine, met
from gateway.reading.query.ports import Ports
from gateway.upkeep.source_monitoring.loops import check_storage
from gateway.upkeep.source_monitoring.ports import SourcePorts

_TIMEOUT_S = 15.0
_SKEW = timedelta(seconds=5)
_MOST_NAMES = 5


async def check_policy(ports: Ports) -> Finding:
    try:
        async with asyncio.timeout(_TIMEOUT_S):
            await ports.probe_policy()
    except Problem as problem:
        return met("policy", problem)
    except TimeoutError:
        return _late("policy", "le moteur de règles", "the policy engine")
    return fine("policy", Bilingual("Le moteur de règles répond.", "The policy engine answers."))


def check_hosting(installation: Installation, snapshot: Snapshot) -> Finding:
    """The first of what is not read for how it is hosted."""
    names = [unmet.name for unmet in unmet_in(snapshot, installation)]
    if not names:
        return fine(
            "hosting", Bilingual("Tout est hébergé comme exigé.", "All is hosted as demanded.")
        )
    listed = ", ".join(names[:_MOST_NAMES] + ["…"] * (len(names) > _MOST_NAMES))
    return Finding(
        "hosting",
        State.WARNING,
        Bilingual(
            f"Rien n'est lu de {listed} : l'hébergement n'est pas celui exigé.",
            f"Nothing is read of {listed}: it is not hosted as demanded.",
        ),
        Bilingual(
            "Lancez ./interco hosting check, qui dit ce qui manque à chacun et à qui d'agir.",
            "Run ./interco hosting check, which says what each lacks and whose turn it is.",
        ),
    )


def check_caches() -> Finding:
    """The number of caches; how full they are, only the process that serves can tell."""
    number = len(cache_figures())
    query = "platform { caches { name size capacity hits misses } }"
    return fine(
        "caches",
        Bilingual(
            f"{number} caches, tous bornés ; la passerelle dit leur remplissage : {query}.",
            f"{number} caches, all bounded; the gateway tells how full they are: {query}.",
        ),
    )


async def check_engines(ports: Ports) -> list[Finding]:
    """PostgreSQL's own is not asked: it is as its storages are."""
    names = [name for name in ports.engines if name != POSTGRES]
    return list(await asyncio.gather(*(_check_engine(name, ports) for name in names)))


async def _check_engine(name: str, ports: Ports) -> Finding:
    try:
        async with asyncio.timeout(_TIMEOUT_S):
            await ports.engines[name].ping()
    except Problem as problem:
        return met("engine", problem, name)
    except TimeoutError:
        return _late("engine", f"le moteur {name}", f"the engine {name}", name)
    return fine(
        "engine", Bilingual(f"Le moteur {name} répond.", f"The engine {name} answers."), name
    )


async def check_storages(sources: SourcePorts, snapshot: Snapshot) -> list[Finding]:
    """Each is asked now; since when is what the worker keeps."""
    known = await sources.records.health()
    turns = asyncio.Semaphore(4)

    async def check(storage: Storage) -> Finding:
        async with turns:
            return told_of_storage(
                storage, await check_storage(storage, known.get(storage.id), sources)
            )

    storages = sorted(snapshot.storages.values(), key=lambda each: each.id)
    return list(await asyncio.gather(*(check(each) for each in storages)))


def told_of_storage(storage: Storage, found: StorageHealth) -> Finding:
    since_fr, since_en = _moment(found.since)
    if found.is_up:
        since = Bilingual(f"Répond depuis le {since_fr}.", f"Has answered since {since_en}.")
        return fine("storage", since, storage.id)
    fr, en = cause_of(found.code)
    return Finding(
        "storage",
        State.FAULT,
        Bilingual(
            f"Ne répond pas depuis le {since_fr} : {fr}.",
            f"Has not answered since {since_en}: {en}.",
        ),
        Bilingual(
            "Seules ses données manquent ; prévenez son référent : ./interco doctor le redira.",
            "Only its data are missing; tell its steward: ./interco doctor will say it again.",
        ),
        storage.id,
    )


def check_secrets(sources: SourcePorts, snapshot: Snapshot) -> Iterator[Finding]:
    wanted: dict[SecretReference, str] = {
        reference: each.id
        for each in snapshot.storages.values()
        for reference in references_of(each)
    }
    wanted |= {each.secret: each.id for each in snapshot.webhooks.values()}
    unread = False
    for reference, user in sorted(wanted.items(), key=lambda item: item[1]):
        try:
            sources.looks.resolve_secret(reference)
        except Problem as problem:
            unread = True
            yield met("secrets", problem, user)
    if not unread:
        count = len(wanted)
        yield fine(
            "secrets", Bilingual(f"{count} secrets lisibles.", f"{count} secrets can be read.")
        )
    old = {each.key_version for each in snapshot.secrets.values()}
    if len(old) > 1:
        yield Finding(
            "secrets",
            State.WARNING,
            Bilingual(
                "Une rotation des clés n'est pas finie.", "A rotation of the keys is not done."
            ),
            Bilingual("./interco secret rotate", "./interco secret rotate"),
        )


async def check_clock(sources: SourcePorts) -> Finding:
    """Against the store's own clock: acts, ends of agreements and audit are dated by ours."""
    theirs = await sources.records.clock()
    skew = abs(theirs - datetime.now(UTC))
    if skew <= _SKEW:
        return fine(
            "clock", Bilingual("L'heure est celle de la base.", "The time is that of the store.")
        )
    seconds = round(skew.total_seconds())
    return Finding(
        "clock",
        State.FAULT,
        Bilingual(
            f"L'heure diffère de {seconds} s de celle de la base.",
            f"The time differs by {seconds} s from that of the store.",
        ),
        Bilingual("Réglez l'heure des machines par NTP.", "Set the machines' time by NTP."),
    )


async def check_worker(
    sources: SourcePorts, before: dict[str, StorageHealth], now: datetime
) -> Finding:
    """By what it leaves: each storage is probed again and again. `before` this look of ours."""
    if not before:
        return Finding(
            "worker",
            State.WARNING,
            Bilingual(
                "Aucun travail de fond n'a encore laissé de trace.",
                "No background work has left a trace yet.",
            ),
            Bilingual(
                "Laissez tourner une passerelle avec INTERCO_WORKER (par défaut).",
                "Let a gateway run with INTERCO_WORKER (the default).",
            ),
        )
    last = max(each.probed_at for each in before.values())
    ago = now - last
    if ago <= timedelta(seconds=3 * sources.probe_interval_s + 30):
        seconds = round(ago.total_seconds())
        return fine(
            "worker",
            Bilingual(
                f"Le travail de fond tourne (vu il y a {seconds} s).",
                f"Background work goes on (seen {seconds} s ago).",
            ),
        )
    at_fr, at_en = _moment(last)
    return Finding(
        "worker",
        State.FAULT,
        Bilingual(
            f"Rien ne fait plus le travail de fond depuis le {at_fr}.",
            f"Nothing has done the background work since {at_en}.",
        ),
        Bilingual(
            "Lancez une passerelle avec INTERCO_WORKER : conventions et messages attendent.",
            "Start a gateway with INTERCO_WORKER: agreements and messages wait for it.",
        ),
    )


def _moment(at: datetime) -> Bilingual:
    """`26 nov. 2026 à 14 h 05`, and the same in English."""
    there = at.astimezone(PARIS)
    day = there.date()
    return Bilingual(
        f"{day_in_words(day, 'fr')} à {there:%H h %M}",
        f"{day_in_words(day, 'en')} {there:%H:%M}",
    )


def _late(check: str, fr: str, en: str, about: str = "") -> Finding:
    return Finding(
        check,
        State.FAULT,
        Bilingual(
            f"En {_TIMEOUT_S:.0f} s, {fr} n'a pas répondu.",
            f"In {_TIMEOUT_S:.0f} s, {en} did not answer.",
        ),
        Bilingual("Vérifiez qu'il tourne, et son adresse.", "Check that it runs, and its address."),
        about,
    )
