"""The rules that a deposited file must keep, as fields of the page that describes the data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.http.forms import Form

FIELDS = (
    *("accept_period", "accept_contract", "accept_contract_column"),
    *("accept_duplicates", "accept_standard", "accept_complete"),
)


def acceptance_values(dataset: Mapping[str, Any]) -> dict[str, Any]:
    rules = dataset["acceptance"] or {}
    contract = rules.get("contract") or {"column": "", "equals": ""}
    return {
        "accept_period": rules.get("period") or "",
        "accept_contract": contract["equals"],
        "accept_contract_column": contract["column"],
        "accept_duplicates": bool(rules.get("noDuplicates")),
        "accept_standard": rules.get("standard") is not None,
        "accept_complete": list(rules.get("columnsComplete", ())),
    }


def sent_acceptance(form: Form) -> dict[str, Any]:
    return {
        "accept_period": form.get("accept_period", ""),
        "accept_contract": form.get("accept_contract", ""),
        "accept_contract_column": form.get("accept_contract_column", ""),
        "accept_duplicates": "accept_duplicates" in form,
        "accept_standard": "accept_standard" in form,
        "accept_complete": list(form.all("accept_complete")),
    }


def changed_acceptance(dataset: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """As `describeDataset` takes it: nothing where nothing differs, null where no rule is left."""
    if all(values[name] == old for name, old in acceptance_values(dataset).items()):
        return {}
    standard = (dataset["acceptance"] or {}).get("standard") or dataset["standard"]
    contract = {"column": values["accept_contract_column"], "equals": values["accept_contract"]}
    rules = {
        "standard": standard if values["accept_standard"] else None,
        "period": values["accept_period"].upper() or None,
        "columnsComplete": values["accept_complete"],
        "noDuplicates": values["accept_duplicates"],
        "contract": contract if all(contract.values()) else None,
    }
    return {"acceptance": rules if any(rules.values()) else None}
