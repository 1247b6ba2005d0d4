"""Two public bodies, their people, a clock that moves when told to, and a message between them."""

import ssl
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from catalog.actions.outcome import Actor
from catalog.changes import ActRecord, Changes
from catalog.model.identifiers import Siren, Slug
from catalog.model.message import Message
from catalog.model.organisation import Agent, AgentKind, Organisation, OrganisationKind
from catalog.model.storage import SecretReference
from catalog.model.subject import Strength, Subject
from catalog.model.webhook import Webhook
from gateway.acts.ports import ActPorts
from gateway.base.problems import SecretUnreadable
from gateway.sharing.notifications.ports import NotificationPorts
from policies.embedded import EmbeddedPolicy

VAL = Organisation(
    Siren("243500667"),
    Slug("val-d-ille-aubigne"),
    "CC Val d'Ille-Aubigné",
    OrganisationKind.CC,
    approved_hosts=("localhost", "127.0.0.1"),
)
SMICTOM = Organisation(
    Siren("200090884"), Slug("valcobreizh"), "SMICTOM Valcobreizh", OrganisationKind.SMF
)
SECRET = "un-secret-qui-signe-0123456789"
REFERENCE = SecretReference("env", f"INTERCO_SECRET_{VAL.siren}_HOOK")
STEWARD = Actor("steward@val", "urn:a", VAL.siren, VAL.siren, frozenset({"steward"}))
STEWARD_SUBJECT = Subject(
    "steward@val", "urn:a", VAL.siren, "person", frozenset({"steward"}), proves=frozenset(Strength)
)


def agent(sub, organisation, *roles, email=None, kind=AgentKind.PERSON):
    return Agent("urn:a", sub, organisation.siren, kind, frozenset(roles), email=email)


ANNE = agent("anne@val", VAL, "steward", email="anne@val.example")
BRUNO = agent("bruno@val", VAL, "approver", email="bruno@val.example")
CELIA = agent("celia@val", VAL, "agent", email="celia@val.example")
DAVID = agent("david@val", VAL, "steward")
ROBOT = agent("robot@val", VAL, "steward", email="robot@val.example", kind=AgentKind.MACHINE)
ELSA = agent("elsa@smictom", SMICTOM, "steward", email="elsa@smictom.example")
PEOPLE = (ANNE, BRUNO, CELIA, DAVID, ROBOT, ELSA)


def message(number=1, *, kind="agreement.submitted", to=(VAL,), **facts):
    return Message(
        kind=kind,
        key=f"{kind}/{number}",
        to=tuple(each.siren for each in to),
        roles=frozenset({"steward", "approver"}),
        about=f"conv-2026-{number:04}@1",
        facts=facts or {"title": "Pesées des déchets", "end": "2027-03-01"},
    )


@dataclass
class Clock:
    now: datetime = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

    def __call__(self):
        return self.now

    def advance(self, **spent):
        self.now += timedelta(**spent)


PLATFORM = "https://interco.example"


@dataclass
class Secrets:
    """As the operator keeps them; `kept` empty is a secret that was lost."""

    kept: dict = field(default_factory=lambda: {REFERENCE.name: SECRET})

    def __call__(self, reference):
        try:
            return self.kept[reference.name]
        except KeyError:
            raise SecretUnreadable from None


def ports_on(store, clock, *, name="one", mailer=None, tls=None, secrets=None, **more):
    return NotificationPorts(
        name=name,
        catalog=store,
        acts=acts_on(store, clock),
        deliveries=store.deliveries,
        clock=clock,
        resolve_secret=secrets or Secrets(),
        tls=tls or ssl.create_default_context(),
        platform=PLATFORM,
        mailer=mailer,
        **more,
    )


@cache
def law():
    """Making one takes a third of a second: once for all."""
    return EmbeddedPolicy()


def acts_on(store, clock, *, demo=True):
    return ActPorts(catalog=store, law=law(), clock=clock, demo=demo)


def webhook(url, clock, **more):
    given = {"id": "val_d_ille_aubigne__hook", "organisation": VAL.siren, "secret": REFERENCE}
    return Webhook(**{**given, "url": url, "since": clock(), **more})


async def put(store, *entities, messages=(), removed=()):
    """Written as an act would; a message alone comes with a change of its own."""
    snapshot = await store.current()
    if not entities and not removed:
        current = snapshot.organisations.get(SMICTOM.siren, SMICTOM)
        entities = (replace(current, name=f"{SMICTOM.name} {snapshot.version.number}"),)
    record = ActRecord(datetime(2026, 3, 2, 9, tzinfo=UTC), "urn:a", "x", VAL.siren, "test")
    await store.write(snapshot.version, Changes(entities, removed, messages), record)
