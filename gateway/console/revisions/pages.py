"""`/agreements/{citation}/amend` and `/correct`: what changes is shown before it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import Route

from catalog.model.paris import paris_day
from gateway.console.agreements.awaited import is_offered
from gateway.console.agreements.errors import beside, errors_of
from gateway.console.agreements.life import difference_rows
from gateway.console.agreements.pages import agreement_called, draft_name
from gateway.console.agreements.renewal import period_after
from gateway.console.agreements.wording import combine_words, listed, onward_words, transform_words
from gateway.console.revisions.documents import AMEND, COLUMNS, CORRECT
from gateway.console.revisions.views import (
    PLACES,
    Revision,
    input_of,
    mistakes_of,
    present_of,
    territories_of,
    typed_of,
)
from gateway.console.visit import Draft, Endpoint, Refused, Visit, page_for_signed_in

_Entry = Mapping[str, Any]
_WRONG: Final = 422
_TRANSFORMS: Final = ("CLEAR", "KEYED_HASH", "MONTH", "YEAR", "COMMUNE", "EPCI", "NULL")


def _page(act: str) -> Endpoint:
    """`act`: amend, or draft for what is written again."""
    document = AMEND if act == "amend" else CORRECT

    @page_for_signed_in
    async def revising(visit: Visit) -> Response:
        entry = await agreement_called(visit)
        if visit.request.method == "GET":
            today = paris_day(datetime.now(UTC)).isoformat()
            start = today if act == "amend" else entry["start"]
            draft = await visit.draft(_draft_name(act, visit))
            begun = present_of(entry, *(_renewed(entry, visit) or (start, entry["end"])))
            if draft is not None:
                kept = {name: [text] for name, text in begun.texts.items()}
                begun = typed_of({**kept, **draft.values_of})
            return await _form(visit, act, entry, begun, [], draft=draft)
        form = await visit.form()
        typed = typed_of(form.values_of)
        if form.get("step") == "edit":
            return await _form(visit, act, entry, typed, [])
        mistakes: Sequence[Mapping[str, str]] = mistakes_of(typed, visit)
        if mistakes:
            return await _form(visit, act, entry, typed, mistakes, status=_WRONG)
        is_trial = form.get("step") != "save"
        if not is_trial:
            await visit.once(form)
        known, _problems = await visit.ask_in_part(COLUMNS, dataset=entry["datasetId"])
        given = input_of(typed, entry, known.get("dataset"))
        try:
            answer = await visit.ask(document, input=given, dryRun=is_trial)
        except Refused as refused:
            if refused.is_too_weak:
                raise
            errors = errors_of(refused.problems, PLACES)
            return await _form(visit, act, entry, typed, errors, status=refused.status)
        revised = answer["revised"]["agreement"]
        if not is_trial:
            return visit.see_other(f"/agreements/{revised['citation']}", done="saved")
        # A correction is held against the text that it corrects; an amendment, against what is
        # in force.
        changed = revised["differences"] if act == "amend" else answer["revised"]["changes"]
        return visit.page(
            "revisions/confirm.html",
            act=act,
            entry=entry,
            typed=typed,
            differences=difference_rows(changed, visit),
            draft_name=_draft_name(act, visit),
        )

    return revising


def _is_renewal(visit: Visit) -> bool:
    return visit.request.query_params.get("renew") == "1"


def _draft_name(act: str, visit: Visit) -> str:
    """Another than that of an amendment: neither takes up what the other began."""
    return draft_name("renew" if act == "amend" and _is_renewal(visit) else act, visit)


def _renewed(entry: _Entry, visit: Visit) -> tuple[str, str] | None:
    """The days of the renewal that is asked for; None where another revision is."""
    return period_after(entry) if _is_renewal(visit) else None


async def _form(
    visit: Visit,
    act: str,
    entry: _Entry,
    typed: Revision,
    errors: Sequence[Mapping[str, str]],
    *,
    status: int = 200,
    draft: Draft | None = None,
) -> Response:
    label = "labelFr" if visit.language == "fr" else "labelEn"
    data, _problems = await visit.ask_in_part(COLUMNS, dataset=entry["datasetId"])
    # Whoever may not look at the rest of the dataset keeps or drops what is given.
    columns = (data.get("dataset") or {}).get("columns") or entry["grantedColumns"]
    territories, other_territories = territories_of(typed, data, visit.language)
    return visit.page(
        "revisions/revise.html",
        status=status,
        act=act,
        entry=entry,
        is_offered=is_offered(entry),
        typed=typed,
        draft=draft,
        draft_name=_draft_name(act, visit),
        is_renewal=act == "amend" and _is_renewal(visit),
        may_revise=any(item["act"] == act and item["mine"] for item in entry["possible"]),
        columns=[(column["name"], column[label] or column["name"]) for column in columns],
        purposes=[(item["code"], item[label]) for item in data.get("purposes") or ()],
        transforms=[
            (code, transform_words({"transform": code.lower()}, visit.gettext))
            for code in _TRANSFORMS
        ],
        has_communes=bool((data.get("dataset") or {}).get("territory")),
        rows_today=_sentence(listed([row[visit.language] for row in entry["rows"]], visit.gettext)),
        territories=territories,
        other_territories=other_territories,
        joins=[
            (code, combine_words(code.lower(), visit.gettext))
            for code in ("REFERENCE", "OPEN", "NONE")
        ],
        named_joins=", ".join(entry["terms"]["combineDatasets"]),
        passings=[
            (code, onward_words(code.lower(), visit.gettext))
            for code in ("NONE", "AGGREGATES", "WITH_CONSENT")
        ],
        asked_why=next(
            (
                step["reason"]
                for step in reversed(entry["steps"])
                if step["act"] == "request_changes" and step["reason"]
            ),
            "",
        ),
        errors=errors,
        wrong=beside(errors),
    )


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


ROUTES = (
    Route("/agreements/{citation}/amend", _page("amend"), methods=["GET", "POST"]),
    Route("/agreements/{citation}/correct", _page("draft"), methods=["GET", "POST"]),
)
