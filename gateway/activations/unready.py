"""A report that nothing is activated of: data are missing, a question is left, purposes differ."""

from __future__ import annotations

from catalog.actions.services.problems import (
    ColumnAsked,
    DataAsked,
    SamePurposeNeeded,
    ServiceNotBound,
)
from gateway.activations.report import AdaptationReport

_NO_PURPOSE = "—"


def refuse_unbound(report: AdaptationReport) -> None:
    """Raises ServiceNotBound, and DataAsked or ColumnAsked where a question is left."""
    for lacking in report.lacking:
        fields = ", ".join(name for one in lacking.chosen for name in one.binding.lacking)
        raise ServiceNotBound(
            role_fr=lacking.role.label.fr,
            role_en=lacking.role.label.en,
            why_fr=f"il manque {fields}" if fields else "aucun jeu ne convient",
            why_en=f"{fields} missing" if fields else "no dataset fits",
        )
    question = report.question
    if question is not None and question.field is None:
        raise DataAsked(
            question_fr=question.text.fr,
            question_en=question.text.en,
            choices=", ".join(question.choices),
            key=question.key,
        )
    if question is not None:
        raise ColumnAsked(
            dataset=question.name,
            field=f"{question.role.fr} · {question.field}",
            choices=", ".join(question.choices),
            key=question.key,
        )


def refuse_many_purposes(report: AdaptationReport) -> None:
    """Raises SamePurposeNeeded where shared data have none in common."""
    shared = [one for role in report.roles for one in role.chosen if one.is_of_others]
    if shared and report.purpose is None:
        names = ", ".join(report.purposes) or _NO_PURPOSE
        raise SamePurposeNeeded(purposes=names)
