"""Bugs of keys: one opens when it must not, from where it must not, or more than it is for."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from catalog.model.problem import Problem
from catalog.model.saved_operation import hash_of
from catalog.model.service_account import KeyScope, ServiceAccount, StoredKey
from catalog.model.subject import Subject
from catalog.model.version import CatalogVersion
from catalog.snapshot import Snapshot, snapshot_of
from gateway.identity.authentication import Claims
from gateway.identity.key_text import digest_of, draw_key
from gateway.identity.keys import KeyRing
from gateway.identity.subject import refuse_outside_scope, resolve_subject
from gateway.reading.query.fit_documents import refuse_unfit_document
from policies.embedded import EmbeddedPolicy
from policies.question import Action
from tests.integration.oracle.mutants import InPython, InTheLaw
from tests.policies.facts import NOON, SYNDICAT, TOWN, agreement, dataset, question

_SUBJECT, _KEYS = "gateway.identity.subject", "gateway.identity.keys"
_MODEL = "catalog.model.service_account"

IN_PYTHON: dict[str, InPython] = {
    "a key has no end": InPython(
        _MODEL, "ServiceAccount.opens", "and now < each.ends_at", "and each.ends_at"
    ),
    "a key ends an instant late": InPython(
        _MODEL, "ServiceAccount.opens", "now < each.ends_at", "now <= each.ends_at"
    ),
    "what nobody confirmed in time still opens": InPython(
        _MODEL, "ServiceAccount.opens", "now >= self.confirm_before", "False"
    ),
    "any key of a machine will do": InPython(
        _MODEL, "ServiceAccount.opens", "each.id == key and ", ""
    ),
    "what was revoked while the key was looked up still opens": InPython(
        _MODEL, "ServiceAccount.opens", "self.revoked_at is not None", "False"
    ),
    "where it comes from is not looked at": InPython(
        _KEYS, "KeyRing.claims_of", "not comes_from(account.networks, address)", "False"
    ),
    "an unknown address comes from anywhere": InPython(
        _KEYS, "comes_from", "return False", "return True"
    ),
    "the checksum is not looked at": InPython(
        _KEYS, "KeyRing.claims_of", "not is_well_written(text)", "False"
    ),
    "a key acts under a mandate": InPython(_SUBJECT, "_bearer", "principal is not None", "False"),
    "its purposes are everybody's": InPython(
        _SUBJECT, "subject_of_key", "=account.scope.purposes", '=frozenset({"rpqs_dechets"})'
    ),
    "it comes in for any purpose": InPython(
        _SUBJECT, "refuse_other_purpose", "purpose not in scope.purposes", "False"
    ),
    "it goes by any door and in any format": InPython(
        _SUBJECT, "refuse_outside_scope", "what not in allowed", "False"
    ),
    "one for a saved document sends any other": InPython(
        "gateway.reading.query.fit_documents",
        "refuse_unfit_document",
        "hash_of(document) not in scope.operations",
        "False",
    ),
    "the law is not told what it is for": InPython(
        "policies.question", "_scope_facts", "sorted(subject.scope.datasets)", '["collectes"]'
    ),
}
IN_THE_LAW: dict[str, InTheLaw] = {
    "beyond its datasets it finds what its body finds": InTheLaw(
        "scope.rego", "if dataset.id in question.scope", "if dataset.id"
    ),
    "its scope is not looked at": InTheLaw(
        "decision.rego", "not in_scope(question, dataset)", "false"
    ),
    "its body's own data for any purpose": InTheLaw(
        "scope.rego", "question.purpose != null", "false"
    ),
}
BUGS: dict[str, InPython | InTheLaw] = {
    **IN_PYTHON,
    **{f"in the law: {name}": bug for name, bug in IN_THE_LAW.items()},
}

_TEXTS = [draw_key() for _ in range(3)]
_SCOPE = KeyScope(
    frozenset({"collectes"}), frozenset({"rpqs_dechets"}), frozenset({"csv"}), frozenset({"sql"})
)


def _account(name: str, text: str, **changes: Any) -> ServiceAccount:
    keys = (
        StoredKey(f"{name}.1", digest_of(text), NOON, NOON + timedelta(hours=1)),
        StoredKey(f"{name}.2", digest_of(f"{text} rotated"), NOON, NOON + timedelta(days=9)),
    )
    account = ServiceAccount(name, SYNDICAT, "Tableur", _SCOPE, keys, "anne", NOON)
    return replace(account, **changes)


_OPEN = _account("cle-1", _TEXTS[0], networks=("192.0.2.0/24",))
_CATALOG = snapshot_of(version=CatalogVersion("e", 1), service_accounts=[_OPEN])


@dataclass(frozen=True)
class _Held:
    snapshot: Snapshot

    async def current(self) -> Snapshot:
        return self.snapshot


async def _opened(
    text: str = _TEXTS[0],
    address: str = "192.0.2.7",
    principal: str | None = None,
    snapshot: Snapshot = _CATALOG,
    after: Snapshot | None = None,
    purpose: str | None = "rpqs_dechets",
    **later: float,
) -> Subject | None:
    """None where it is refused; `after` is the catalog once the key has been looked up."""
    now = NOON + timedelta(**later)
    try:
        claims: Claims = await KeyRing(_Held(snapshot), lambda: now).claims_of(text, address)
        subject = resolve_subject(
            claims, after or snapshot, purpose=purpose, on_behalf_of=principal, now=now
        )
    except Problem:
        return None
    return subject


async def _is_slip_told(text: str) -> bool:
    try:
        await KeyRing(_Held(_CATALOG), lambda: NOON).claims_of(text, "192.0.2.7")
    except Problem as problem:
        return "recopiée" in problem.sentence("fr")
    return False


def _with(account: ServiceAccount) -> Snapshot:
    return snapshot_of(version=CatalogVersion("e", 2), service_accounts=[account])


async def key_that_tells(law: EmbeddedPolicy | None = None) -> str | None:
    """The first key that opens what it must not, or does not open what it must."""
    law = law or EmbeddedPolicy(deadline_s=30.0)
    subject = await _opened()
    if subject is None:
        return "a good key opens nothing"
    revoked = _with(replace(_OPEN, revoked_at=NOON))
    orphan = _with(replace(_OPEN, confirm_before=NOON))
    refused = {
        "ended": await _opened(hours=2),
        "ending now": await _opened(hours=1),
        "from elsewhere": await _opened(address="198.51.100.7"),
        "from nowhere": await _opened(address=""),
        "under a mandate": await _opened(principal="243500667"),
        "revoked": await _opened(snapshot=revoked),
        "revoked meanwhile": await _opened(after=revoked),
        "not confirmed meanwhile": await _opened(after=orphan),
        "never made": await _opened(_TEXTS[1]),
        "for another purpose": await _opened(purpose="curiosite"),
    }
    if wrong := next((name for name, found in refused.items() if found is not None), None):
        return wrong
    if not await _is_slip_told(_TEXTS[0][:-1]):
        return "a slip of the hand"
    for door, answer_format in (("graphql", "csv"), ("sql", "parquet")):
        try:
            refuse_outside_scope(subject, door, answer_format)
        except Problem:
            continue
        return f"{door} in {answer_format}"
    beyond = _sent_beyond(subject) or await _read_beyond(subject, law)
    return beyond or await _read_for_another_purpose(subject, law)


def _sent_beyond(subject: Subject) -> str | None:
    if not _is_limited(subject, "{ other }"):
        return "another document"
    own = _is_limited(subject, "{ saved }") or _is_limited(subject, "{ any }", limited=False)
    return "its own document is refused" if own else None


def _is_limited(subject: Subject, document: str, *, limited: bool = True) -> bool:
    hashes = frozenset({hash_of("{ saved }")}) if limited else frozenset[str]()
    scope = replace(_SCOPE, operations=hashes)
    try:
        refuse_unfit_document(replace(subject, scope=scope), document)
    except Problem:
        return True
    return False


async def _read_beyond(subject: Subject, law: EmbeddedPolicy) -> str | None:
    own = await law.decide(question(subject=subject))
    if not own.datasets["collectes"].allow:
        return "its own dataset is refused"
    other = dataset("other")
    beyond = await law.decide(question(agreement(over=other), datasets=(other,), subject=subject))
    if beyond.datasets["other"].discoverable:
        return "another dataset"
    elsewhere = replace(subject, scope=replace(_SCOPE, datasets=frozenset({"other"})))
    if (await law.decide(question(subject=elsewhere))).datasets["collectes"].discoverable:
        return "a dataset that this key is not for"
    unassigned = await _opened(
        snapshot=_with(replace(_OPEN, scope=replace(_SCOPE, purposes=frozenset()))), purpose=None
    )
    if unassigned is None or unassigned.purposes:
        return "a purpose that it is not for"
    without = question(subject=replace(subject, scope=None), action=Action.DISCOVER)
    try:
        answer = await law.decide(without)
    except Problem:
        return None
    return "a key without a scope" if answer.datasets["collectes"].discoverable else None


async def _read_for_another_purpose(subject: Subject, law: EmbeddedPolicy) -> str | None:
    """Of its body's own data."""
    owner = replace(subject, organisation=TOWN)
    own = await law.decide(question(subject=owner))
    another = await law.decide(question(subject=replace(owner, purpose="curiosite")))
    if not own.datasets["collectes"].allow:
        return "its body's own data are refused"
    return "another purpose" if another.datasets["collectes"].allow else None


def tells(law: EmbeddedPolicy | None = None) -> str | None:
    return asyncio.run(key_that_tells(law))
