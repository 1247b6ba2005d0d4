"""From the catalog to the cells as the gateway goes: its question, its law, its plans, its caches.

Only the document is not GraphQL: each slice is SQL, since SQL can ask for more.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType, SimpleNamespace
from typing import Any

import duckdb

from catalog.model.hosting import Installation
from catalog.model.problem import Problem
from catalog.standpoint import Standpoint
from federation.limits import Limits
from federation.logical import SliceId
from federation.plan import DUCKDB, Plan
from federation.problems import TooManyRows
from federation.results.canonical import canonical_table
from federation.values import bind_values
from gateway.reading.query import prepare
from gateway.reading.query.plan_cache import DocumentKey, PlanCache
from policies.cache import DecisionCache
from policies.port import PolicyPort
from policies.question import Action
from tests.integration.oracle.asks import Ask
from tests.integration.oracle.judging import Moment, Rows
from tests.integration.oracle.running import KEYRING, found_by, logical_of, rows_of, write_source
from tests.integration.oracle.scenario import Scenario


class RealPath:
    """One gateway process over one world's files: what it remembers, it remembers for all."""

    def __init__(self, policy: PolicyPort, installation: Installation) -> None:
        self.now: Any = None
        self.ports: Any = SimpleNamespace(
            memory=PlanCache(),
            policy=DecisionCache(policy, lambda: self.now),
            limits=Limits(),
            engines={DUCKDB: None},
            default_engine=DUCKDB,
            installation=installation,
        )
        self.connection = duckdb.connect(config={"threads": 1})
        self.connection.execute("SET TimeZone = 'UTC'")

    def close(self) -> None:
        self.connection.close()

    def write(self, scenario: Scenario) -> None:
        for dataset in scenario.datasets:
            write_source(dataset, scenario)

    async def discover(self, moment: Moment) -> dict[str, bool]:
        decision = await self._decide(moment, Action.DISCOVER, None)
        return {key: each.discoverable for key, each in decision.datasets.items()}

    async def answer(
        self, document: str, asks: Mapping[str, Ask], moment: Moment
    ) -> dict[str, Rows | Problem]:
        """Every slice of one document: its rows, or its problem."""
        slices = {
            SliceId(name): logical_of(ask, moment.snapshot.datasets.values())
            for name, ask in asks.items()
        }
        datasets = tuple(dict.fromkeys(key for each in slices.values() for key in each.datasets))
        seen = await self.discover(moment)
        key: DocumentKey = (document, None, repr(sorted(k for k in seen if seen[k])), "")
        decision = await self._decide(moment, Action.READ, datasets)
        plans = await prepare.plans_of(
            prepare.Asked(key, slices, moment.has_file),
            decision,
            _standpoint(moment),
            self.ports,
            apart=False,
        )
        return {name: self._run(plan, asks[name]) for name, plan in plans.slices.items()}

    async def _decide(
        self, moment: Moment, action: Action, datasets: tuple[str, ...] | None
    ) -> Any:
        self.now = moment.now
        question = prepare.question_about(_standpoint(moment), action, datasets, self.ports)
        return await self.ports.policy.decide(question)

    def _run(self, plan: Plan | Problem, ask: Ask) -> Rows | Problem:
        if isinstance(plan, Problem):
            return plan
        values = bind_values(plan, {}, {}, KEYRING)
        found = found_by(self.connection, plan, values)
        if found.num_rows > plan.max_rows:
            return TooManyRows(max_rows=plan.max_rows)
        return rows_of(canonical_table(found, ask.columns))


def _standpoint(moment: Moment) -> Standpoint:
    return Standpoint(moment.subject, moment.snapshot, moment.now)


def prepare_structural() -> Any:
    """Nothing here has variables."""
    return MappingProxyType({})
