"""The acceptance rules of a dataset as a person writes them, checked, and by ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from catalog.actions.columns import suggestion
from catalog.actions.facts import Findings
from catalog.actions.problems import DatasetRefused, StandardNotMet
from catalog.model.acceptance import Acceptance
from catalog.model.column_types import DAYS
from catalog.model.dataset import Dataset
from catalog.model.storage import Storage, StorageKind
from catalog.standards.standard import departures, standards


def check_acceptance(dataset: Dataset, storage: Storage | None, findings: Findings) -> None:
    """`dataset` by names."""
    rules = dataset.acceptance
    if rules is None:
        return
    if storage is not None and storage.kind is not StorageKind.DEPOSIT:
        _refuse(
            dataset, findings, (),
            "des règles d'acceptation vont avec des données déposées, et celles-ci ne le sont pas",
            "acceptance rules go with deposited data, and these are not",
        )  # fmt: skip
    _check_standard(dataset, rules, findings)
    named = [("columns_complete", name) for name in rules.columns_complete]
    if rules.contract is not None:
        named.append(("contract", rules.contract.column))
        if not rules.contract.equals.strip():
            _refuse(
                dataset, findings, ("contract",), "le numéro du contrat est vide",
                "the contract's number is empty",
            )  # fmt: skip
    for key, name in named:
        if dataset.column_named(name) is None:
            _refuse(
                dataset, findings, (key,), f"la colonne « {name} » n'existe pas",
                f'there is no column "{name}"',
                suggestion(name, [column.name for column in dataset.columns]),
            )  # fmt: skip
    if rules.period is not None and all(one.type.scalar not in DAYS for one in dataset.columns):
        _refuse(
            dataset, findings, ("period",), "aucune colonne n'est une date",
            "no column is a day",
        )  # fmt: skip


def _check_standard(dataset: Dataset, rules: Acceptance, findings: Findings) -> None:
    if rules.standard is None:
        return
    standard = standards().get(rules.standard)
    if standard is None:
        _refuse(
            dataset, findings, ("standard",), f"le standard « {rules.standard} » est inconnu",
            f'the standard "{rules.standard}" is unknown', suggestion(rules.standard, standards()),
        )  # fmt: skip
        return
    for departure in departures(standard, dataset.columns):
        name = departure.field.name if departure.column is None else departure.column.name
        problem = StandardNotMet(
            standard=standard.name,
            why_fr=f"la colonne {name} manque ou n'a pas le type du standard",
            why_en=f"the column {name} is missing or not of the standard's type",
        )
        findings.add(problem, "acceptance", "standard")


def _refuse(
    dataset: Dataset,
    findings: Findings,
    path: tuple[str, ...],
    why_fr: str,
    why_en: str,
    meant: str | None = None,
) -> None:
    problem = DatasetRefused(dataset=dataset.name, why_fr=why_fr, why_en=why_en, did_you_mean=meant)
    findings.add(problem, "acceptance", *path)


def acceptance_by(rules: Acceptance | None, ids: Mapping[str, str]) -> Acceptance | None:
    """The same with the columns called by `ids`, which has each of their present names."""
    if rules is None:
        return None
    contract = rules.contract
    return replace(
        rules,
        columns_complete=tuple(ids[name] for name in rules.columns_complete),
        contract=contract and replace(contract, column=ids[contract.column]),
    )
