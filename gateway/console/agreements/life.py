"""The life of an agreement as a page tells it: what happened, what may follow, how it is used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from catalog.day_words import day_in_words
from catalog.model.problem import Language
from gateway.console.agreements.awaited import is_offered, is_own_proposal
from gateway.console.agreements.suspensions import suspension_lines
from gateway.console.agreements.wording import step_words
from gateway.console.rendering import write_when
from gateway.console.shared.words import act_words, state_kind, state_words
from gateway.console.visit import Visit

_Entry = Mapping[str, Any]
_PLACES: Final = {
    "preview": "/approve",
    "approve": "/approve",
    "refuse": "/approve?answer=refuse#answer",
    "request_changes": "/approve?answer=changes#answer",
    "draft": "/correct",
    "withdraw": "/withdraw",
    "suspend": "/end?act=suspend",
    "resume": "/end",
    "revoke": "/end?act=revoke",
    "amend": "/amend",
    "override_guard": "/guard",
}
"""The place of each act, beneath the agreement's own address; `submit` is a button of its page."""
_DESTRUCTIVE: Final = frozenset({"suspend", "revoke", "withdraw"})
_NEVER_ALONE: Final = frozenset({"preview"})


@dataclass(frozen=True, slots=True)
class Act:
    """`address` empty: the page sends it itself. `opens`: its address is sent to, which notes that
    the text was opened and leads to it.
    """

    act: str
    words: str
    address: str
    needs_stronger: bool
    is_destructive: bool
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    month: str
    requests: int
    rows: int


@dataclass(frozen=True, slots=True)
class Life:
    """`others`: (act in words, whose turn). `months` None: the visitor may not know.
    `suspensions`: (by whom and since when, why, whose turn).
    """

    steps: Sequence[Mapping[str, str]]
    acts: Sequence[Act]
    others: Sequence[tuple[str, str]]
    versions: Sequence[tuple[str, str, str]]
    months: Sequence[Month] | None
    health: Sequence[str]
    suspensions: Sequence[tuple[str, str, str]]
    month_rows: Sequence[Sequence[str]]
    difference_rows: Sequence[Sequence[str]]


def life_of(entry: _Entry, owners_view: _Entry | None, visit: Visit) -> Life:
    possible = [item for item in entry["possible"] if item["act"] not in _NEVER_ALONE]
    versions = [item for item in entry["versions"] if item["citation"] != entry["citation"]]
    months = None if owners_view is None else months_of(entry["citation"], owners_view)
    return Life(
        steps=[_step(item, visit) for item in entry["steps"]][::-1],
        acts=sorted(
            (_act(item, entry, visit) for item in possible if item["mine"]),
            # The signature that is awaited has the main button.
            key=lambda act: act.act != "approve",
        ),
        others=[
            (_words(item, entry, visit), item["by"][visit.language])
            for item in possible
            if not item["mine"]
        ],
        versions=[
            (
                item["citation"],
                state_words(item["state"], visit.gettext),
                state_kind(item["state"]),
            )
            for item in versions
        ],
        months=months,
        health=_health(entry, owners_view, visit),
        suspensions=suspension_lines(entry, visit),
        month_rows=[
            (
                month_in_words(line.month, visit.language),
                visit.number(line.requests),
                visit.number(line.rows),
            )
            for line in months or ()
        ],
        difference_rows=difference_rows(entry["differences"], visit),
    )


def months_of(citation: str, owners_view: _Entry) -> list[Month]:
    """The requests and rows read under this version by month, the last month first."""
    requests: dict[str, int] = defaultdict(int)
    rows: dict[str, int] = defaultdict(int)
    for use in owners_view.get("usage") or ():
        if citation in use["agreements"] and use["period"]:
            requests[use["period"]] += use["requests"]
            rows[use["period"]] += use["rows"]
    return [Month(month, requests[month], rows[month]) for month in sorted(requests, reverse=True)]


def month_in_words(month: str, language: Language) -> str:
    """« nov. 2026 » of `2026-11`."""
    return day_in_words(date.fromisoformat(f"{month}-01"), language).partition(" ")[2]


def last_read(citation: str, owners_view: _Entry | None) -> str:
    """The last month in which something was read under it; empty for none, or not known."""
    months = [] if owners_view is None else months_of(citation, owners_view)
    return months[0].month if months else ""


def has_opened(entry: _Entry, visit: Visit) -> bool:
    """True where the visitor was shown this very text."""
    return any(
        seen["agent"] == visit.agent and seen["versionSha256"] == entry["sha256"]
        for seen in entry["previews"]
    )


def _act(item: _Entry, entry: _Entry, visit: Visit) -> Act:
    place = _PLACES.get(item["act"])
    opens = item["act"] == "approve" and not has_opened(entry, visit)
    if opens:
        place = "/approve/open"
    return Act(
        act=item["act"],
        words=_words(item, entry, visit),
        address="" if place is None else f"/agreements/{entry['citation']}{place}",
        needs_stronger=item["strongerSignIn"],
        is_destructive=item["act"] in _DESTRUCTIVE,
        opens=opens,
    )


def _words(item: _Entry, entry: _Entry, visit: Visit) -> str:
    """Of others, that they sign is all that counts; one's own side gives back to its steward."""
    act, is_mine = item["act"], item["mine"]
    if act == "approve" and not is_mine:
        return visit.gettext("Signer")
    if act == "request_changes" and is_mine and is_own_proposal(entry, visit):
        return visit.gettext("Rendre au référent")
    return act_words(act, visit.gettext, is_offered=is_offered(entry))


def difference_rows(differences: Sequence[_Entry], visit: Visit) -> list[Sequence[str]]:
    """A row for each difference: the thing that differs, its value before, its value now."""

    def words(value: _Entry | None) -> str:
        return visit.gettext("rien") if value is None else str(value[visit.language])

    return [
        (words(item["what"]), words(item["before"]), words(item["after"])) for item in differences
    ]


def _step(item: _Entry, visit: Visit) -> Mapping[str, str]:
    body = item["organisation"]
    who = visit.gettext("automatique") if item["agent"].startswith("system:") else _name(item)
    return {
        "when": write_when(item["at"], visit.language),
        "what": step_words(item["act"], visit.gettext),
        "who": who if body is None else f"{body['name']} ({who})",
        "note": _reason(item["reason"], visit),
        "kind": state_kind(item["after"]),
    }


def _name(item: _Entry) -> str:
    return str(item["agentName"] or item["agent"])


def _reason(reason: str | None, visit: Visit) -> str:
    if reason == "unanswered":
        return visit.gettext("Personne n'a répondu à temps.")
    return visit.gettext("« %(reason)s »", reason=reason) if reason else ""


def _health(entry: _Entry, owners_view: _Entry | None, visit: Visit) -> list[str]:
    """Sentences about obstacles to a reading today; empty where none is known."""
    language = visit.language
    sentences = [
        visit.gettext(
            "Rien ne serait lu aujourd'hui : %(what)s. À %(turn)s d'agir.",
            what=item["words"][language],
            turn=item["turn"][language],
        )
        for item in entry["hosting"]
    ]
    for drift in (owners_view or {}).get("drift") or ():
        if drift["problem"]:
            sentences.append(drift["problemFr" if language == "fr" else "problemEn"])
        sentences += [change[language] for change in drift["changes"]]
    return sentences
