"""The commune codes of a dataset, counted by cause for its owner: by ordinary governed queries."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from catalog.cog import Cog
from catalog.coverage import CauseCount, CodedRows, classify_codes, has_one_cause
from catalog.model.dataset import Dataset
from catalog.model.identifiers import graphql_name
from catalog.model.subject import Subject
from catalog.reference import cog_in
from catalog.standpoint import Standpoint
from federation.binding import map_day
from federation.problems import UnknownDataset
from gateway.base.problems import CoverageNeedsTerritory, CoverageUnanswered
from gateway.reading.query.audited import answer_prepared
from gateway.reading.query.plan_cache import Prepared
from gateway.reading.query.ports import Ports
from gateway.reading.query.prepare import prepare_for
from gateway.reading.query.request import GraphqlRequest

_CODES_AT_ONCE = 5
"""Codes whose rows are counted day by day in one query: at most 10,000 groups, years of days."""


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """`read_on` is the day on whose map codes without a date are read; None: each row's own."""

    dataset_id: str
    column: str
    date_column: str | None
    read_on: date | None
    rows: int
    causes: tuple[CauseCount, ...]


async def report_coverage(dataset_id: str, subject: Subject, ports: Ports) -> CoverageReport:
    """For agents of the owner who may read the dataset; for all others it does not exist.

    Raises UnknownDataset, CoverageNeedsTerritory, and whatever reading the dataset raises.
    """
    snapshot = await ports.catalog.current()
    dataset = snapshot.datasets.get(dataset_id)
    if dataset is None or subject.organisation is None or subject.organisation != dataset.owner:
        raise UnknownDataset(dataset=dataset_id)
    if dataset.territory is None:
        raise CoverageNeedsTerritory(dataset=dataset_id)
    cog = cog_in(snapshot)
    standpoint = Standpoint(subject, snapshot, ports.clock())
    today = standpoint.now.astimezone(ZoneInfo(dataset.time_zone)).date()
    asking = _Asking(dataset, standpoint, ports)
    code = dataset.column(dataset.territory.column)
    if dataset.territory.date_column is None:
        day = map_day(dataset, code, today)
        rows = [
            CodedRows(group["key"]["code"], day, group["aggregate"]["count"])
            for group in await asking.groups("{ code: %(code)s }", "count")
        ]
        # A code is read on the map of that day, whether it is past or not.
        causes = classify_codes(rows, max(today, day), cog)
        return CoverageReport(dataset_id, code.name, None, day, _total(causes), causes)
    rows = await _dated_rows(asking, today, cog)
    causes = classify_codes(rows, today, cog)
    column = dataset.column(dataset.territory.date_column).name
    return CoverageReport(dataset_id, code.name, column, None, _total(causes), causes)


async def _dated_rows(asking: _Asking, today: date, cog: Cog) -> list[CodedRows]:
    """Code by code where all its days have one cause; else day by day."""
    undated = await asking.groups(
        "{ code: %(code)s }", "count", "where: { %(date)s: { isNull: true } }"
    )
    rows = [CodedRows(each["key"]["code"], None, each["aggregate"]["count"]) for each in undated]
    crossing: list[str] = []
    for each in await asking.groups(
        "{ code: %(code)s }",
        "count min { day: %(date)s } max { day: %(date)s }",
        "where: { %(date)s: { isNull: false } }",
    ):
        code, counted = each["key"]["code"], each["aggregate"]
        first, last = asking.day(counted["min"]["day"]), asking.day(counted["max"]["day"])
        if code is None or has_one_cause(code, first, last, today, cog):
            rows.append(CodedRows(code, first, counted["count"]))
        else:
            crossing.append(code)
    for start in range(0, len(crossing), _CODES_AT_ONCE):
        rows += [
            CodedRows(
                each["key"]["code"], asking.day(each["key"]["day"]), each["aggregate"]["count"]
            )
            for each in await asking.groups(
                "{ code: %(code)s day: %(date)s(by: DAY) }",
                "count",
                "where: { %(date)s: { isNull: false }, %(code)s: { in: $codes } }",
                crossing[start : start + _CODES_AT_ONCE],
            )
        ]
    return rows


@dataclass(frozen=True, slots=True)
class _Asking:
    """The dataset's own GraphQL field, asked as its owner: one path to the data."""

    dataset: Dataset
    standpoint: Standpoint
    ports: Ports

    async def groups(
        self, key: str, aggregate: str, where: str = "", codes: Sequence[str] = ()
    ) -> list[dict[str, Any]]:
        names = self._names()
        owner = self.standpoint.snapshot.organisations[self.dataset.owner]
        field = f"({where % names})" if where else ""
        document = (
            f"query{'($codes: [String!])' if codes else ''} {{ owner: {graphql_name(owner.slug)} {{"
            f" dataset: {graphql_name(self.dataset.name)}{field}"
            f" {{ groupBy {{ key {key % names} aggregate {{ {aggregate % names} }} }} }} }} }}"
        )
        request = GraphqlRequest(
            id=uuid.uuid4().hex,
            document=document,
            variables={"codes": list(codes)} if codes else {},
        )
        prepared = await prepare_for(self.standpoint, request, self.ports)
        for plan in prepared.plans.slices.values():
            if isinstance(plan, Exception):
                raise plan
        answered = await answer_prepared(
            prepared, request, self.ports, time.perf_counter(), _no_control
        )
        body: Mapping[str, Any] = orjson.loads(answered.body)
        if body.get("errors"):
            raise CoverageUnanswered(said=str(body["errors"][0]["message"])[:300])
        found: list[dict[str, Any]] = body["data"]["owner"]["dataset"]["groupBy"]
        return found

    def day(self, text: str) -> date:
        """The day in the dataset's own time zone."""
        if not text.endswith("Z"):
            return date.fromisoformat(text[:10])
        return datetime.fromisoformat(text).astimezone(ZoneInfo(self.dataset.time_zone)).date()

    def _names(self) -> dict[str, str]:
        binding = self.dataset.territory
        if binding is None:
            return {}
        names = {"code": graphql_name(self.dataset.column(binding.column).name)}
        if binding.date_column is not None:
            names["date"] = graphql_name(self.dataset.column(binding.date_column).name)
        return names


async def _no_control(_prepared: Prepared, _request: GraphqlRequest) -> None:
    return None


def _total(causes: Sequence[CauseCount]) -> int:
    return sum(each.rows for each in causes)
