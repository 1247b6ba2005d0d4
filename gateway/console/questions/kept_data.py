"""A question begun from a page of data: its columns, and its filter as values to fill in."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import Final

from gateway.console.days import iso_day
from gateway.console.questions.answers import KEPT_DATA
from gateway.console.rendering import render
from gateway.console.visit import Visit

_COMMUNE: Final = re.compile(r"\d[\dAB]\d{3}")


@dataclass(frozen=True, slots=True)
class BegunQuestion:
    """`parameters` are names, types of SQL and values, in the order of the statement's `?`."""

    title: str
    statement: str
    parameters: tuple[tuple[str, str, str], ...]
    purpose: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """The members of the address: the data, the purpose, and the filter of their page."""

    data: str
    purpose: str
    commune: str
    since: str
    until: str


async def begun_from_data(visit: Visit) -> BegunQuestion | None:
    """From `?data=ID`, with the commune and the days of its filter; None where it names none."""
    query = visit.request.query_params
    address = _Asked(*(query.get(each.name, "") for each in fields(_Asked)))
    if not address.data:
        return None
    answer = await KEPT_DATA.ask(visit, purpose=address.purpose or None, id=address.data)
    data = answer.dataset
    if data is None:
        return None
    names = {each.id: each.name for each in data.columns}
    columns = [each.name for each in data.columns if each.ways]
    conditions, parameters = [], []
    territory = data.territory
    commune = names.get(territory.column, territory.column) if territory else None
    day = names.get(territory.dateColumn or "", territory.dateColumn) if territory else None
    if commune in columns and _COMMUNE.fullmatch(address.commune):
        conditions.append(f"{commune} = ?")
        parameters.append(("commune", "varchar", address.commune))
    days = (("depuis", ">=", address.since), ("jusqu_au", "<=", address.until))
    for name, sign, typed in days:
        if day in columns and iso_day(typed):
            conditions.append(f"{day} {sign} ?")
            parameters.append((name, "date", iso_day(typed)))
    table = f"{data.owner.slug.replace('-', '_')}.{data.name}"
    # Shown to be changed: what is saved comes back as a statement, and is read as one.
    statement = render(
        "questions/statement.sql", "fr", columns=columns, table=table, conditions=conditions
    )
    title = data.titleFr if visit.language == "fr" else data.titleEn
    return BegunQuestion(title, statement, tuple(parameters), address.purpose)
