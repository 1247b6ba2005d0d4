"""Losses with the end of an agreement, and the acts by which the visitor may end it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from gateway.console.agreements.life import last_read, month_in_words
from gateway.console.agreements.suspensions import other_suspenders
from gateway.console.agreements.wording import listed
from gateway.console.rendering import translations, write_day
from gateway.console.visit import Visit

_Entry = Mapping[str, Any]
FIELDS: Final = ("act", "reason", "number")
_STARTED: Final = frozenset({"activate", "resume"})


@dataclass(frozen=True, slots=True)
class Stop:
    """`losses`: one sentence each; `acts`: which of suspend, resume and revoke are the visitor's;
    `by`: (act, whose turn) where they are not. `others`: who else suspends it, once the visitor's
    own suspension is lifted; empty where nobody does.
    """

    losses: Sequence[str]
    acts: frozenset[str]
    by: Sequence[str]
    others: str


def stop_of(entry: _Entry, owners_view: _Entry | None, visit: Visit) -> Stop:
    ending = {"suspend", "resume", "revoke"}
    possible = [item for item in entry["possible"] if item["act"] in ending]
    own = [item for item in possible if item["mine"]]
    return Stop(
        losses=_losses(entry, owners_view, visit),
        acts=frozenset(item["act"] for item in own),
        by=sorted({item["by"][visit.language] for item in possible if item not in own}),
        others=other_suspenders(entry, visit),
    )


def _losses(entry: _Entry, owners_view: _Entry | None, visit: Visit) -> list[str]:
    _, preview = visit.gettext, entry["preview"]
    is_suspended = entry["state"] == "suspended"
    readers = [reader["name"] for reader in (preview or {}).get("readers") or ()]
    names = listed(readers or [entry["grantee"]["name"]], _)
    sentences = [
        _("Elle est déjà suspendue : rien n'est lu. Ce que vous confirmez s'y ajoute.")
        if is_suspended
        else _(
            "%(readers)s ne lira plus rien de ces données, dès la minute où vous confirmez.",
            readers=names,
        )
        if len(readers) <= 1
        else _(
            "%(readers)s ne liront plus rien de ces données, dès la minute où vous confirmez.",
            readers=names,
        )
    ]
    communes = len((preview or {}).get("ofTheOwner") or ())
    columns = len(entry["grantedColumns"])
    if communes:
        ngettext = translations(visit.language).ngettext
        places = ngettext("%(count)s commune", "%(count)s communes", communes)
        sentences.append(
            _(
                "Cela porte sur %(what)s et %(places)s.",
                what=_columns_in_words(columns, visit),
                places=places % {"count": visit.number(communes)},
            )
        )
    else:
        sentences.append(_("Cela porte sur %(what)s.", what=_columns_in_words(columns, visit)))
    if not is_suspended:
        since = next((step["at"] for step in entry["steps"] if step["act"] in _STARTED), None)
        day = write_day(since or entry["start"], visit.language)
        sentences.append(_("L'accès est ouvert depuis le %(day)s.", day=day))
    month = last_read(entry["citation"], owners_view)
    if month:
        sentences.append(
            _("Dernière lecture : %(month)s.", month=month_in_words(month, visit.language))
        )
    elif owners_view is not None:
        sentences.append(_("Rien n'a encore été lu sous cette convention."))
    return sentences


def _columns_in_words(columns: int, visit: Visit) -> str:
    words = translations(visit.language).ngettext(
        "%(count)s information", "%(count)s informations", columns
    )
    return words % {"count": visit.number(columns)}


def is_its_number(typed: str, entry: _Entry) -> bool:
    """`conv-2026-0017` or `conv-2026-0017@2`, however it is spelt."""
    written = typed.replace(" ", "").lower()
    return written in {entry["id"].lower(), entry["citation"].lower()}


def kept_address(path: str, typed: Mapping[str, str]) -> str:
    """The page with what was typed, to come back to from a stronger sign-in."""
    return f"{path}?{urlencode({name: typed[name] for name in FIELDS if typed.get(name)})}"
