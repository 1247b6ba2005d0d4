"""Chains of a few bodies over a few days, with their roots, as a gateway makes them."""

import json
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from catalog.canonical_json import digest_of, write_canonical
from catalog.chain.checking import Checked, check_chain, check_export, check_roots, unaccounted
from catalog.chain.records import Event, Place, RecordKind, chained, leaf_of
from catalog.chain.roots import export_document, root_document, signed
from gateway.proof.signing_key import TrustedKeys, key_id

DAYS = ("2026-11-24", "2026-11-25", "2026-11-26")
TODAY = "2026-11-27"
BODIES = ("243500667", "200090884")
A_DAY = 3
"""Records of each body."""


@dataclass
class World:
    """`lines` by body: (text, digest as kept). What a test spoils before it checks."""

    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    lines: dict = field(default_factory=dict)
    roots: dict = field(default_factory=dict)
    manifest: object = None

    @property
    def kid(self):
        return key_id(self.key.public_key())

    def sign(self, document):
        return signed(document, self.kid, self.key.sign)

    def check(self, *trusted):
        """The findings, as `audit verify` comes to them."""
        keys = TrustedKeys.of(trusted or [self.key.public_key()])
        checked = Checked()
        check_roots(self.roots, keys.verify, checked)
        checked.findings += check_export(self.manifest, self.roots, keys.verify)
        ends = self.manifest.document["chains"]
        for body in sorted({*self.lines, *ends}):
            end = ends.get(body)
            place = end and Place(end["n"], "", end["digest"])
            one, _ = check_chain(body, self.lines.get(body, ()), self.roots, place)
            checked.findings += one.findings
            for day, leaves in one.used.items():
                checked.used.setdefault(day, set()).update(leaves)
        whole = not checked.findings
        return [*checked.findings, *(unaccounted(self.roots, checked.used) if whole else ())]


def event(body, number):
    return Event(
        body,
        RecordKind.READ,
        f"request-{number}",
        "2026-11-24T08:00:00Z",
        {"organisation": "200090884", "purpose": "rpqs_dechets", "rows": number},
    )


def world():
    made = World()
    places = dict.fromkeys(BODIES, Place())
    before = None
    for day in (*DAYS, TODAY):
        leaves = []
        for body in BODIES:
            first = places[body].n + 1
            for _ in range(A_DAY):
                record = chained(event(body, places[body].n + 1), places[body], day)
                places[body] = Place(record.n, record.day, record.digest)
                made.lines.setdefault(body, []).append((record.text, record.digest))
            leaves.append(leaf_of(body, first, places[body].n, places[body].digest))
        if day != TODAY:
            before = made.roots[day] = made.sign(
                root_document(day, leaves, before, f"{day}T23:30:00Z")
            )
    made.manifest = made.sign(export_document(places, made.roots, None, f"{TODAY}T09:00:00Z"))
    return made


def rewritten(line, **changes):
    """A record changed by somebody who works its digest out again."""
    document = {**json.loads(line[0]), **changes}
    return write_canonical(document).decode(), digest_of(document)
