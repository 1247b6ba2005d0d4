"""Why a column is held to be about persons, as a steward reads it."""

from __future__ import annotations

import re

from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Classification
from catalog.model.terms import Secret
from intake.file_reading.doubts import KINDS
from intake.file_reading.typed_rows import ReadColumn

KINDS_EN = {
    "name": "names of persons",
    "email": "e-mail addresses",
    "phone": "telephone numbers",
    "nir": "social security numbers",
    "plate": "vehicle plates",
    "address": "addresses of persons",
    "birth_date": "dates of birth",
    "pseudonym": "numbers that stand for a person",
    "free_text": "persons named in free text",
    "bank_account": "bank accounts",
    "health": "facts about health",
    "income": "incomes of households",
}
_SENSITIVE = frozenset({"nir", "bank_account", "health"})
_COUNTED = re.compile(r"values: (\d+) of (\d+)")
_SEEN = re.compile(r"values: (\d+)")


def classification_of(read: ReadColumn) -> Classification:
    if not read.column.personal:
        return Classification.INTERNAL
    is_sensitive = read.column.personal_kind in _SENSITIVE
    return Classification.SENSITIVE if is_sensitive else Classification.PERSONAL


def secret_of(read: ReadColumn) -> Secret | None:
    return Secret.NIR if read.column.personal_kind == "nir" else None


def classification_reason(read: ReadColumn) -> Bilingual:
    column = read.column
    if not column.personal or column.personal_kind is None:
        return Bilingual(
            "Rien de personnel n'a été vu dans le titre ni dans les valeurs.",
            "Nothing personal was seen in the header or in the values.",
        )
    kind = KINDS[column.personal_kind], KINDS_EN[column.personal_kind]
    reason = column.personal_reason or ""
    facts_fr, facts_en = [], []
    if reason.startswith("name:"):
        facts_fr.append(f"le titre « {column.name} » les annonce")
        facts_en.append(f'the header "{column.name}" says so')
    if counted := _COUNTED.search(reason):
        facts_fr.append(f"{counted[1]} valeurs sur {counted[2]} en ont la forme")
        facts_en.append(f"{counted[1]} of {counted[2]} values have their form")
    elif seen := _SEEN.search(reason):
        is_one = seen[1] == "1"
        facts_fr.append(
            "une valeur en a la forme" if is_one else f"{seen[1]} valeurs en ont la forme"
        )
        facts_en.append(
            "one value has their form" if is_one else f"{seen[1]} values have their form"
        )
    if "right key" in reason:
        facts_fr.append("leur clé de contrôle est juste")
        facts_en.append("their control key is right")
    if "beside a person" in reason:
        facts_fr.append("une autre colonne nomme la personne")
        facts_en.append("another column names the person")
    return Bilingual(
        f"Probablement des {kind[0]} : {', '.join(facts_fr)}.",
        f"Probably {kind[1]}: {', '.join(facts_en)}.",
    )
