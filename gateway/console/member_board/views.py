"""Members in rows, data in columns, and a word in each cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from gateway.console.agreements.life import month_in_words
from gateway.console.agreements.wording import counted_communes, listed
from gateway.console.visit import Visit

_Entry = Mapping[str, Any]
_ORDER: Final = (
    *("active", "suspended", "approved", "approved_by_one", "submitted", "changes_requested"),
    *("draft", "refused", "revoked", "expired", "withdrawn", "superseded"),
)
"""The first of these that a member has with us says where we are with it."""
_EPCI: Final = frozenset({"CC", "CA", "CU", "METRO", "MET69", "EPT"})
_MONTHS_BETWEEN: Final = {
    **dict.fromkeys(("continuous", "daily", "weekly", "monthly"), 1),
    "quarterly": 3,
    "semiannual": 6,
    "annual": 12,
}
ABSENT: Final = "absent"
"""The state of a cell whose member has no such data, nor any software that gives it."""
_STANDARDS: Final = "interco-"
WAITING: Final = frozenset({"submitted", "approved_by_one"})


@dataclass(frozen=True, slots=True)
class Received:
    """Rows received under an agreement by month (`2025-10`), and the communes seen in them."""

    months: Mapping[str, int] = field(default_factory=dict)
    communes: frozenset[str] = frozenset()

    @property
    def last(self) -> str:
        return max(self.months, default="")


@dataclass(frozen=True, slots=True)
class Cell:
    """`kind` and `words` as a status says them; `citation` of what was agreed, if anything;
    `ask` the dataset that could be asked for; `remind`: the other body may be reminded.
    """

    kind: str
    words: str
    note: str = ""
    citation: str = ""
    ask: str = ""
    remind: bool = False
    state: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One kind of data: a standard's, or whatever bears the same name. `template` asks for it."""

    key: str
    title: str
    template: str
    competence: str

    @property
    def model(self) -> str:
        """The address of the blank workbook of its standard; empty for data without a standard."""
        return f"/v1/standards/{self.key}/model" if self.key.startswith(_STANDARDS) else ""


@dataclass(frozen=True, slots=True)
class Member:
    siren: str
    slug: str
    name: str
    kind: str
    communes: frozenset[str]
    datasets: Mapping[str, Sequence[_Entry]]
    """By the key of their column: several may follow one standard."""


def columns_of(data: _Entry, members: Sequence[Member], language: str) -> list[Column]:
    """The kinds of data that some member has, those that a template asks for first."""
    title = "titleFr" if language == "fr" else "titleEn"
    columns = {
        template["standard"] or template["name"]: Column(
            key=template["standard"] or template["name"],
            title=template[title],
            template=template["name"],
            competence=template["competence"],
        )
        for template in data["templates"]
    }
    held = {key: each[0] for member in members for key, each in member.datasets.items()}
    for key, dataset in held.items():
        # The rest of a title names its owner: « Pesées de collecte, Val d'Ille-Aubigné ».
        columns.setdefault(key, Column(key, dataset[title].partition(",")[0], "", ""))
    return [column for key, column in columns.items() if key in held]


def members_of(data: _Entry, lands: Mapping[str, frozenset[str]], own: str) -> list[Member]:
    """Registered members of the visitor's body; where it has none, the bodies that give to it."""
    givers = {entry["grantor"]["siren"] for entry in data["agreements"]}
    sirens = set(lands) or givers
    return [
        Member(
            siren=body["siren"],
            slug=body["slug"],
            name=body["name"],
            kind=body["kind"],
            communes=lands.get(body["siren"], frozenset()),
            datasets=_by_column(body),
        )
        for body in data["organisations"]
        if body["siren"] in sirens and body["siren"] != own
    ]


def _by_column(body: _Entry) -> dict[str, list[_Entry]]:
    datasets: dict[str, list[_Entry]] = defaultdict(list)
    for dataset in body["datasets"]:
        key = dataset["standard"] or dataset["name"]
        datasets[key].append({**dataset, "organisation": body["field"]})
    return dict(datasets)


def agreement_about(data: _Entry, datasets: Collection[str]) -> _Entry | None:
    """The one that says where we are: in force before asked, asked before over."""
    own: list[_Entry] = [entry for entry in data["agreements"] if entry["datasetId"] in datasets]
    if not own:
        return None
    newest = sorted(own, key=lambda entry: (entry["start"], entry["version"]), reverse=True)
    return min(newest, key=lambda entry: _ORDER.index(entry["state"]))


def received_together(received: Sequence[tuple[_Entry, Received]]) -> tuple[_Entry, Received]:
    """Of all that one member gives, at least one: the months and communes of any, and the
    agreement by which the last month came.
    """
    months: dict[str, int] = defaultdict(int)
    for _entry, came in received:
        for month, rows in came.months.items():
            months[month] += rows
    communes = frozenset[str]().union(*(came.communes for _entry, came in received))
    last, _came = max(received, key=lambda pair: pair[1].last)
    return last, Received(months, communes)


def due_month(dataset: _Entry, latest: str, today: date) -> str:
    """By how often its owner says that the data changes, with a month to send it in; where nobody
    says, by `latest`, the last month that any member has given.
    """
    months = _MONTHS_BETWEEN.get(dataset.get("updateFrequency") or "")
    if months is None:
        return latest
    counted = today.year * 12 + today.month - 1 - months - 1
    return f"{counted // 12}-{counted % 12 + 1:02}"


def cell_of(
    member: Member,
    key: str,
    entry: _Entry | None,
    received: Received | None,
    visit: Visit,
    due: str = "",
) -> Cell:
    """`due`: the month that must have come by now (`due_month`)."""
    _, datasets = visit.gettext, member.datasets.get(key)
    if not datasets:
        return Cell("off", _("n'a pas ces données"), state=ABSENT)
    if entry is None:
        return Cell("off", _("pas demandé"), ask=datasets[0]["id"])
    citation, state = entry["citation"], entry["state"]
    if state == "active":
        return _received(entry, received, visit, due)
    words: dict[str, tuple[str, str]] = {
        "suspended": ("stop", _("suspendu")),
        "approved": ("wait", _("signé, pas commencé")),
        "approved_by_one": ("wait", _("à signer")),
        "submitted": ("wait", _("demandé")),
        "changes_requested": ("wait", _("à modifier par nous")),
        "draft": ("wait", _("en projet")),
        "refused": ("stop", _("refusé")),
    }
    kind, label = words.get(state, ("off", _("terminé")))
    turn = [
        item["by"][visit.language]
        for item in entry["possible"]
        if item["act"] == "approve" and not item["mine"]
    ]
    return Cell(
        kind,
        label,
        note=_("attend %(who)s", who=turn[0]) if state in WAITING and turn else "",
        citation=citation,
        ask=entry["datasetId"] if kind in {"off", "stop"} and state != "suspended" else "",
        remind=state in WAITING,
        state=state,
    )


def _received(entry: _Entry, received: Received | None, visit: Visit, due: str) -> Cell:
    _, citation = visit.gettext, entry["citation"]
    if received is None:
        return Cell("ok", _("en vigueur"), citation=citation, state="active")
    if not received.months:
        return Cell("wait", _("en retard"), _("rien n'est arrivé"), citation, state="active")
    until = _("jusqu'à %(month)s", month=month_in_words(received.last, visit.language))
    if received.last < due:
        return Cell("wait", _("en retard"), until, citation, state="active")
    return Cell("ok", _("reçu"), until, citation, state="active")


def summary_of(
    members: Sequence[Member], cells: Mapping[str, tuple[Cell, Received | None]], visit: Visit
) -> str:
    """« 4 EPCI sur 5, 46 communes sur 52 (manque Liffré…), jusqu'à oct. 2026. »"""
    _ = visit.gettext
    giving = [member for member in members if cells[member.siren][0].state == "active"]
    missing = [member.name for member in members if member not in giving]
    counts = {"count": visit.number(len(giving)), "total": visit.number(len(members))}
    if all(member.kind in _EPCI for member in members):
        parts = [_("%(count)s EPCI sur %(total)s", **counts)]
    else:
        parts = [_("%(total)s membres, dont %(count)s qui donnent", **counts)]
    expected = frozenset[str]().union(*(member.communes for member in members))
    seen = frozenset[str]().union(
        *((cells[member.siren][1] or Received()).communes & member.communes for member in giving)
    )
    if expected:
        parts.append(counted_communes(len(seen), len(expected), visit))
    sentence = ", ".join(parts)
    if missing:
        sentence += " " + _("(manque %(names)s)", names=listed(missing, _))
    months = [
        received.last
        for member in giving
        if (received := cells[member.siren][1]) is not None and received.last
    ]
    if months:
        month = month_in_words(min(months), visit.language)
        sentence += ", " + _("jusqu'à %(month)s", month=month)
    return f"{sentence}."
