"""A link tried before it is made: planned as it would be asked, and nothing runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from uuid import uuid4

from catalog.actions.question_links.links import TriedLink
from catalog.model.problem import Language
from catalog.model.question_link import QuestionLink
from catalog.snapshot import Snapshot
from gateway.reading.query.link_request import request_of_link
from gateway.reading.query.ports import Ports
from gateway.reading.query.sql_prepare import PreparedSql, RefusedSql, plan_sql
from policies.problems import LinkAwaitsConsent


@dataclass(frozen=True, slots=True)
class _WithLink:
    """The catalog as it would be with the link."""

    snapshot: Snapshot

    async def current(self) -> Snapshot:
        return self.snapshot


async def try_link(
    link: QuestionLink, snapshot: Snapshot, language: Language, address: str, ports: Ports
) -> TriedLink:
    """The datasets that it reads. Raises what its question meets, and the refusal of what may not
    be passed on: all but an owner's consent, which may still come.
    """
    links = MappingProxyType({**snapshot.question_links, link.id: link})
    held = replace(snapshot, question_links=links, before=snapshot)
    request = request_of_link(link, uuid4().hex, language, address)
    planned = await plan_sql(request, replace(ports, catalog=_WithLink(held)))
    match planned:
        case PreparedSql():
            return TriedLink(planned.datasets)
        case RefusedSql(problem=LinkAwaitsConsent()):
            awaited = {
                denial.agreement
                for decision in planned.decision.datasets.values()
                for denial in decision.denials
                if denial.code == LinkAwaitsConsent.code and denial.agreement is not None
            }
            return TriedLink(planned.datasets, tuple(sorted(awaited)))
        case RefusedSql():
            raise planned.problem
    # A statement about the catalog (SHOW, DESCRIBE) reads no dataset.
    return TriedLink()
