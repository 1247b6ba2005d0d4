"""From data as declared to the fields of their page, and back to what changes of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.console.add.forms import FieldError
from gateway.console.describe.acceptance import acceptance_values, changed_acceptance
from gateway.console.visit import Visit

_PERSONAL = {"personal", "sensitive"}


def values_of(dataset: Mapping[str, Any]) -> dict[str, Any]:
    """By field; those of the columns bear their number: a name may be long."""
    contact = dataset["contact"] or {"name": "", "email": ""}
    values: dict[str, Any] = {
        "title": dataset["title"]["fr"],
        "description": (dataset["description"] or {"fr": ""})["fr"],
        "frequency": dataset["updateFrequency"] or "",
        "contact_name": contact["name"],
        "contact_email": contact["email"],
        "listing": dataset["listing"],
        **acceptance_values(dataset),
    }
    for number, column in enumerate(dataset["columns"]):
        values[f"label-{number}"] = column["label"]["fr"]
        values[f"unit-{number}"] = column["unit"] or ""
        values[f"personal-{number}"] = column["classification"] in _PERSONAL
        values |= {
            f"code-{number}-{at}": own["code"] or "" for at, own in enumerate(column["ownWords"])
        }
    return values


def with_proposed_codes(dataset: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """With the code that each word seems to mean, where none was said: the steward confirms it."""
    proposed = {
        f"code-{number}-{at}": own["proposed"] or ""
        for number, column in enumerate(dataset["columns"])
        for at, own in enumerate(column["ownWords"])
        if not own["code"]
    }
    return {**values, **proposed}


def mistakes_of(values: Mapping[str, Any], visit: Visit) -> list[FieldError]:
    _ = visit.gettext
    errors = []
    if not values["title"]:
        errors.append(FieldError("title", _("Un titre est attendu.")))
    has_name, email = bool(values["contact_name"]), values["contact_email"]
    name, at, host = email.partition("@")
    if has_name != bool(email) or (email and not (name and at and "." in host)):
        text = _("Un contact a un nom et une adresse électronique, comme dechets@mairie.fr.")
        errors.append(FieldError("contact_email", text))
    errors += [
        FieldError(field, _("Une colonne a un nom affiché."))
        for field, value in values.items()
        if field.startswith("label-") and not value
    ]
    return errors


def changes_of(dataset: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """As `describeDataset` takes them: only what differs from `dataset`; None takes it out."""
    before = values_of(dataset)
    changes: dict[str, Any] = {}
    for field, key in (("title", "title"), ("description", "description")):
        if values[field] != before[field]:
            changes[key] = {"fr": values[field]} if values[field] else None
    if values["frequency"] != before["frequency"]:
        changes["updateFrequency"] = values["frequency"].upper() or None
    contact = {"name": values["contact_name"], "email": values["contact_email"]}
    if any(contact[part] != before[f"contact_{part}"] for part in contact):
        changes["contact"] = contact if contact["name"] else None
    if values["listing"] != before["listing"]:
        changes["listing"] = values["listing"].upper()
    changes |= changed_acceptance(dataset, values)
    columns = [
        column
        for number, declared in enumerate(dataset["columns"])
        if len(column := _column(number, declared, before, values)) > 1
    ]
    if columns:
        changes["columns"] = columns
    return changes


def _column(
    number: int,
    declared: Mapping[str, Any],
    before: Mapping[str, Any],
    values: Mapping[str, Any],
) -> dict[str, Any]:
    column: dict[str, Any] = {"name": declared["name"]}
    label, unit, personal = (f"{part}-{number}" for part in ("label", "unit", "personal"))
    if values[label] != before[label]:
        column["label"] = {"fr": values[label]}
    if values[unit] != before[unit]:
        column["unit"] = values[unit] or None
    if values[personal] != before[personal]:
        column["classification"] = "PERSONAL" if values[personal] else "INTERNAL"
    meant = [
        {"word": own["word"], "code": values[field] or None}
        for at, own in enumerate(declared["ownWords"])
        if values[field := f"code-{number}-{at}"] != before[field]
    ]
    if meant:
        column["codes"] = meant
    return column
