"""A report that nothing is activated of: data are missing, a question is left, purposes differ."""

from __future__ import annotations

from catalog.actions.services.problems import (
    ColumnAsked,
    DataAsked,
    SamePurposeNeeded,
    ServiceNotBound,
)
from gateway.figures.activations.report import AdaptationReport

_NO_PURPOSE = "—"


def refuse_unbound(report: AdaptationReport) -> None:
    """Raises ServiceNotBound, and DataAsked or ColumnAsked where a question is left."""
    for lacking in report.lacking:
        missing = [
            lacking.role.fields[name].shown
            for one in lacking.chosen
            for name in one.binding.lacking
        ]
        raise ServiceNotBound(
            role_fr=lacking.role.label.fr,
            role_en=lacking.role.label.en,
            why_fr=f"il manque {', '.join(one.fr for one in missing)}"
            if missing
            else "aucune donnée ne convient",
            why_en=f"{', '.join(one.en for one in missing)} missing" if missing else "no data fit",
        )
    question = report.question
    if question is not None:
        asked_about = DataAsked if question.field is None else ColumnAsked
        raise asked_about(
            question_fr=question.text.fr,
            question_en=question.text.en,
            choices=", ".join(question.choices),
            key=question.key,
        )


def refuse_many_purposes(report: AdaptationReport) -> None:
    """Raises SamePurposeNeeded where shared data have none in common."""
    shared = [one for role in report.roles for one in role.chosen if one.is_of_others]
    if shared and report.purpose is None:
        names = ", ".join(report.purposes) or _NO_PURPOSE
        raise SamePurposeNeeded(purposes=names)
