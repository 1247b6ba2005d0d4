"""A body written back as the YAML that declares it: applying that changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from typing_extensions import override

from catalog.declaration.agreement_writing import write_agreement
from catalog.declaration.dataset_writing import write_dataset
from catalog.declaration.stated import Entry, stated
from catalog.declaration.storage_writing import short_name, write_storage
from catalog.model.agreement import Agreement, AgreementState
from catalog.model.identifiers import Siren
from catalog.model.organisation import Agent, AgentKind, Membership, MembershipMode, Organisation
from catalog.snapshot import Snapshot

_HEAD = """\
# Écrit par Interco : « ./interco apply » de ce fichier ne change rien tant que rien n'a changé.
# Les conventions signées et les secrets eux-mêmes n'y sont pas.
# Written by Interco: "./interco apply" of this file changes nothing while nothing has changed.
# Signed agreements, and secrets themselves, are not in it.
"""


class _WithoutAliases(yaml.SafeDumper):
    """A declaration refuses them."""

    @override
    def ignore_aliases(self, data: Any) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class WrittenBody:
    """`document` by sections, in JSON values; `left_out` are names that a file cannot say."""

    document: Entry
    left_out: tuple[str, ...] = ()

    @property
    def yaml(self) -> str:
        text: str = yaml.dump(
            self.document, Dumper=_WithoutAliases, allow_unicode=True, sort_keys=False, width=100
        )
        left_out = "".join(f"# Non écrit / not written: {each}\n" for each in self.left_out)
        return _HEAD + left_out + text


def write_body(
    siren: Siren,
    catalog: Snapshot,
    directory_roots: Sequence[str] = (),
    *,
    whole: bool,
) -> WrittenBody:
    """The declaration of the body's stewards; `whole`: its people and memberships too, the
    operator's part.

    KeyError where there is no such body.
    """
    body = catalog.organisations[siren]
    agents, twice = _agents(siren, catalog) if whole else ({}, ())
    document = {
        "organisation": _organisation(body),
        "agents": agents or None,
        "memberships": _memberships(siren, catalog) if whole else None,
        "storages": {
            short_name(each.id): write_storage(each, directory_roots)
            for each in sorted(catalog.storages.values(), key=lambda each: each.id)
            if each.owner == siren
        }
        or None,
        "datasets": {
            str(each.name): write_dataset(each, catalog) for each in catalog.datasets_of(siren)
        }
        or None,
        "agreements": {
            each.id: write_agreement(each, catalog)
            for each in sorted(catalog.agreements, key=lambda each: each.citation)
            if _is_a_draft_of(siren, each)
        }
        or None,
    }
    return WrittenBody(stated(document), twice)


def _is_a_draft_of(siren: Siren, agreement: Agreement) -> bool:
    """One that a declaration could have brought: what another side prepares is its own."""
    return (
        agreement.state is AgreementState.DRAFT
        and agreement.grantor == siren
        and agreement.life.proposed_by in (None, siren)
    )


def _organisation(body: Organisation) -> Entry:
    day = body.commune_code_at
    return stated(
        {
            "siren": str(body.siren),
            "slug": str(body.slug),
            "name": body.name,
            "kind": body.kind.value,
            "commune_code": None if body.commune_code is None else str(body.commune_code),
            "commune_code_at": None if day is None else day.isoformat(),
            "approved_hosts": list(body.approved_hosts),
        }
    )


def _agents(siren: Siren, catalog: Snapshot) -> tuple[Entry, tuple[str, ...]]:
    """By name; a second one of the same name, of another issuer, cannot be written beside it."""
    entries: Entry = {}
    twice: list[str] = []
    own = (each for each in catalog.agents.values() if each.organisation == siren)
    for agent in sorted(own, key=lambda each: (each.sub, each.issuer)):
        if agent.sub in entries:
            twice.append(f"{agent.sub} ({agent.issuer})")
        else:
            entries[agent.sub] = _agent(agent)
    return entries, tuple(twice)


def _agent(agent: Agent) -> Entry:
    return {
        "issuer": agent.issuer,
        "roles": sorted(agent.roles),
        **stated(
            {
                "kind": None if agent.kind is AgentKind.PERSON else agent.kind.value,
                "groups": sorted(agent.groups),
                "purposes": sorted(agent.purposes),
                "email": agent.email,
                "name": agent.name,
            }
        ),
    }


def _memberships(siren: Siren, catalog: Snapshot) -> list[Entry]:
    own = (each for each in catalog.memberships if siren in (each.member, each.of))
    return [_membership(each) for each in sorted(own, key=_order)]


def _order(membership: Membership) -> tuple[Any, ...]:
    return membership.of, membership.member, membership.start, sorted(membership.competences)


def _membership(membership: Membership) -> Entry:
    communes, mode = membership.communes, membership.mode
    return stated(
        {
            "member": str(membership.member),
            "of": str(membership.of),
            "competences": sorted(membership.competences),
            "mode": None if mode is MembershipMode.DIRECT else mode.value,
            "communes": None if communes is None else [str(each) for each in communes],
            "start": membership.start.isoformat(),
            "end": None if membership.end is None else membership.end.isoformat(),
        }
    )
