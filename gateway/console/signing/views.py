"""The visitor's turn to answer an agreement, and the fields of a signature as they were typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from gateway.console.agreements.awaited import is_own_proposal
from gateway.console.agreements.life import has_opened
from gateway.console.agreements.wording import listed
from gateway.console.days import read_day
from gateway.console.rendering import translations
from gateway.console.visit import Visit

_Entry = Mapping[str, Any]
_MOST_NAMED = 6
FIELDS = ("capacity", "reference", "since")
PLACES = {"capacity": "capacity", "reference": "reference", "enforceable_since": "since"}
"""Of the steps of a problem's path, the field that asks it."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The visitor's possible answers. `must_open`: they sign, and have not opened this very text.

    `by`: whose turn it is to sign, where it is not the visitor's. `gives_back`: their own body
    proposed it, so that their words go to its steward.
    """

    may_approve: bool
    may_request_changes: bool
    may_refuse: bool
    must_open: bool
    needs_stronger: bool
    by: Sequence[str]
    gives_back: bool = False

    @property
    def may_answer(self) -> bool:
        return self.may_approve or self.may_request_changes or self.may_refuse


def turn_of(entry: _Entry, visit: Visit) -> Turn:
    mine = {item["act"]: item for item in entry["possible"] if item["mine"]}
    may_approve = "approve" in mine
    return Turn(
        may_approve=may_approve,
        may_request_changes="request_changes" in mine,
        may_refuse="refuse" in mine,
        must_open=may_approve and not has_opened(entry, visit),
        needs_stronger=may_approve and mine["approve"]["strongerSignIn"],
        by=[
            item["by"][visit.language]
            for item in entry["possible"]
            if item["act"] == "approve" and not item["mine"]
        ],
        gives_back=is_own_proposal(entry, visit),
    )


def last_signature(agreements: Sequence[_Entry], year: int, visit: Visit) -> dict[str, str]:
    """The person's last signature for this body: in which quality, and by which deliberation if it
    was in this `year`. Empty for a person who signed nothing yet, or wrote nothing.
    """
    own = "" if visit.body is None else visit.body["siren"]
    signed = [
        approval
        for agreement in agreements
        for approval in agreement["approvals"]
        if approval["agent"] == visit.agent and approval["organisation"]["siren"] == own
    ]
    if not signed:
        return {}
    last = max(signed, key=lambda approval: str(approval["at"]))
    act = last["act"]
    written = {"capacity": last["capacity"]}
    if act is not None and str(last["at"])[:4] == str(year):
        written |= {"reference": act["reference"], "since": act["enforceableSince"]}
    return {name: value for name, value in written.items() if value}


def approval_errors(typed: Mapping[str, str], visit: Visit) -> list[dict[str, str]]:
    """The errors of a signature that can be told before the law is asked."""
    _ = visit.gettext
    errors = []
    if not typed["capacity"]:
        errors.append(("capacity", _("Indiquez en quelle qualité vous signez.")))
    if not typed["reference"]:
        errors.append(("reference", _("Indiquez la délibération ou la délégation.")))
    if read_day(typed["since"]) is None:
        errors.append(("since", _("Écrivez la date ainsi : 20/11/2026.")))
    if not typed["read"]:
        errors.append(("read", _("Lisez la convention jusqu'au bout, puis cochez la case.")))
    return [{"id": field, "text": text} for field, text in errors]


def approval_of(typed: Mapping[str, str], version_sha256: str) -> dict[str, Any]:
    return {"versionSha256": version_sha256, **signature_of(typed)}


def signature_of(typed: Mapping[str, str]) -> dict[str, Any]:
    """The capacity of who signs, and the act that allows it."""
    since = read_day(typed["since"])
    return {
        "capacity": typed["capacity"],
        "act": {
            "reference": typed["reference"],
            "enforceableSince": "" if since is None else since.isoformat(),
        },
    }


def rows_before(before: _Entry | None, visit: Visit) -> str:
    """The count of rows that would be read, of how many; empty where it may not be told."""
    if before is None or before["rowCount"] is None:
        return ""
    rows, total = before["rowCount"], before["totalRows"]
    if not rows:
        return visit.gettext("Aujourd'hui, aucune ligne ne serait lue.")
    ngettext = translations(visit.language).ngettext
    if total is None or rows == total:
        sentence = ngettext(
            "%(rows)s ligne serait lue : toutes celles de ces données.",
            "%(rows)s lignes seraient lues : toutes celles de ces données.",
            rows,
        )
        return sentence % {"rows": visit.number(rows)}
    sentence = ngettext(
        "%(rows)s ligne sur %(total)s serait lue.",
        "%(rows)s lignes sur %(total)s seraient lues.",
        rows,
    )
    return sentence % {"rows": visit.number(rows), "total": visit.number(total)}


def rows_by_commune(before: _Entry | None, preview: _Entry, grantee: str, visit: Visit) -> str:
    """Of which communes the rows are that would be read, and what of the others is left out.

    Empty where nobody may be told, and for data without a commune. `preview`: of the agreement.
    """
    if before is None or not before["communes"] or before["totalRows"] is None:
        return ""
    _, ngettext = visit.gettext, translations(visit.language).ngettext
    given = [each for each in before["communes"] if each["rowCount"]]
    sentences = []
    if given:
        sentence = ngettext("Commune : %(names)s.", "%(count)s communes : %(names)s.", len(given))
        named = listed(
            [f"{each['nom']} ({visit.number(each['rowCount'])})" for each in given], _, _MOST_NAMED
        )
        sentences.append(sentence % {"count": visit.number(len(given)), "names": named})
    within = {each["code"] for each in preview["communes"]}
    outside = [
        each
        for each in before["communes"]
        if not (preview["allRows"] or each["rowCount"] or each["code"] in within)
    ]
    rows = sum(each["totalRows"] for each in outside)
    if outside:
        sentence = ngettext(
            "%(rows)s ligne n'est pas donnée : hors du territoire de %(grantee)s (%(names)s).",
            "%(rows)s lignes ne sont pas données : hors du territoire de %(grantee)s (%(names)s).",
            rows,
        )
        named = listed([each["nom"] for each in outside], _, _MOST_NAMED)
        words = {"rows": visit.number(rows), "grantee": grantee, "names": named}
        sentences.append(sentence % words)
    others = before["totalRows"] - (before["rowCount"] or 0) - rows
    if others > 0:
        sentence = ngettext(
            "%(rows)s autre ligne n'est pas donnée : sans commune reconnue, ou hors des "
            "conditions.",
            "%(rows)s autres lignes ne sont pas données : sans commune reconnue, ou hors des "
            "conditions.",
            others,
        )
        sentences.append(sentence % {"rows": visit.number(others)})
    return " ".join(sentences)


def kept_address(path: str, typed: Mapping[str, str]) -> str:
    """The form with what was typed, to come back to from a stronger sign-in."""
    kept = urlencode({name: typed[name] for name in (*FIELDS, "read") if typed[name]})
    return f"{path}?{kept}#sign"
