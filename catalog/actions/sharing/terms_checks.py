"""The clauses of a version that do not depend on personal data."""

from __future__ import annotations

from catalog.actions.facts import Facts, Findings
from catalog.actions.problems import TermRefused
from catalog.actions.sharing.problems import TermMissing
from catalog.model.agreement import Agreement
from catalog.model.dataset import Dataset
from catalog.model.transform import Transform

_MAX_UNITARY_ROWS = 1_000
_MAX_NOTICE_DAYS = 3_650


def check_terms(agreement: Agreement, dataset: Dataset, facts: Facts, findings: Findings) -> None:
    _check_secrets(agreement, findings)
    _check_unitary(agreement, dataset, findings)
    _check_amounts(agreement, findings)
    for each in agreement.terms.combine.datasets:
        if each not in facts.catalog.datasets:
            why = (
                "un jeu de données à combiner n'existe plus",
                "a dataset to combine with is no more",
            )
            problem = TermRefused(why_fr=why[0], why_en=why[1])
            findings.add(problem, "terms", "combine", "datasets")


def _check_secrets(agreement: Agreement, findings: Findings) -> None:
    """No convention lifts a secret of the law by itself."""
    for column in agreement.columns:
        gives = column.transform not in {Transform.NULL, Transform.CONSTANT}
        if gives and column.secret is not None and not (column.secret_text or "").strip():
            problem = TermMissing(
                what_fr=f"le texte qui permet de communiquer « {column.name} », couverte par un "
                f"secret légal ({column.secret.value})",
                what_en=f'the text that allows "{column.name}" to be shared, which a legal secret '
                f"covers ({column.secret.value})",
            )
            findings.add(problem, "columns", column.name, "secret_text")


def _check_unitary(agreement: Agreement, dataset: Dataset, findings: Findings) -> None:
    unitary = agreement.terms.unitary
    if unitary is None:
        return
    path = ("terms", "unitary")
    if not 1 <= unitary.max_rows <= _MAX_UNITARY_ROWS:
        why = (
            f"un échange unitaire donne de 1 à {_MAX_UNITARY_ROWS} lignes",
            f"a unitary exchange gives 1 to {_MAX_UNITARY_ROWS} rows",
        )
        findings.add(TermRefused(why_fr=why[0], why_en=why[1]), *path, "max_rows")
    if dataset.unit_key is None:
        why = (
            "le jeu de données ne déclare pas de clé d'unité (unit_key)",
            "the dataset declares no unit key (unit_key)",
        )
        findings.add(TermRefused(why_fr=why[0], why_en=why[1]), *path)
    elif not any(
        each.column == dataset.unit_key and each.transform is Transform.CLEAR
        for each in agreement.columns
    ):
        name = dataset.column(dataset.unit_key).name
        why = (
            f"la clé d'unité « {name} » doit être donnée en clair",
            f'the unit key "{name}" must be given clear',
        )
        findings.add(TermRefused(why_fr=why[0], why_en=why[1]), "columns", name)


def _check_amounts(agreement: Agreement, findings: Findings) -> None:
    terms = agreement.terms
    if not 0 <= terms.notice_days <= _MAX_NOTICE_DAYS:
        why = (
            f"un préavis va de 0 à {_MAX_NOTICE_DAYS} jours",
            f"a notice is 0 to {_MAX_NOTICE_DAYS} days",
        )
        findings.add(TermRefused(why_fr=why[0], why_en=why[1]), "terms", "notice_days")
    for key in ("queries_per_day", "rows_per_query"):
        limit = getattr(terms.limits, key)
        if limit is not None and limit < 1:
            why = "une limite est d'au moins 1", "a limit is at least 1"
            findings.add(TermRefused(why_fr=why[0], why_en=why[1]), "terms", "limits", key)
