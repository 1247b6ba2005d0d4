"""The settings as they were read: each with its value and what gave it, secrets hidden."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from catalog.model.bilingual import Bilingual
from gateway.base.settings import Settings
from gateway.base.settings_files import BY_FILE, variable_of
from gateway.diagnostics.findings import Finding, State, fine

HIDDEN = "•••"
_PASSWORD = re.compile(r"(?<=://)([^/@\s]*):[^/@\s]*@")
_OTHERS = frozenset(
    {"INTERCO_TOKEN", "INTERCO_GATEWAY", "INTERCO_CACHE", "INTERCO_PYTHON", "INTERCO_LANGUAGE"}
)
"""Of the commands and of `./interco` itself."""
_OF_STORAGES = re.compile(r"INTERCO_SECRET_[0-9]{9}_[A-Z0-9_]+")


@dataclass(frozen=True, slots=True)
class ListedSetting:
    """`origin`: the variable that gave it, or `default`."""

    name: str
    value: str
    origin: str


def listed_settings(settings: Settings, given: frozenset[str]) -> Iterator[ListedSetting]:
    """`given`: the names of the variables that are set."""
    for name, value in settings.model_dump(mode="json").items():
        variable = variable_of(name)
        origins = [each for each in (variable, f"{variable}_FILE") if each in given]
        is_read = f"{variable}_FILE" in given and name in BY_FILE
        origin = f"{variable}_FILE" if is_read else (variable if variable in origins else "default")
        yield ListedSetting(variable, _shown(value), origin)


def check_variables(given: frozenset[str]) -> Finding:
    """A name that nothing reads is a setting that its operator believes in."""
    known = {variable_of(name) for name in Settings.model_fields}
    known |= {f"{variable_of(name)}_FILE" for name in BY_FILE}
    unread = sorted(
        name for name in given - known - _OTHERS if _OF_STORAGES.fullmatch(name) is None
    )
    if not unread:
        return fine("variables", Bilingual("Chaque variable est lue.", "Every variable is read."))
    named = ", ".join(_with_suggestion(name, known) for name in unread)
    return Finding(
        "variables",
        State.FAULT,
        Bilingual(
            f"Rien ne lit ces variables : {named}.", f"Nothing reads these variables: {named}."
        ),
        Bilingual(
            "Corrigez leur nom, ou retirez-les ; ./interco config show donne les noms.",
            "Fix their names, or remove them; ./interco config show gives the names.",
        ),
    )


def _with_suggestion(name: str, known: set[str]) -> str:
    close = get_close_matches(name, sorted(known), n=1)
    return f"{name} ({close[0]} ?)" if close else name


def _shown(value: Any) -> str:
    """Pydantic hides a secret that is typed so; a password in an address is hidden here."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = _PASSWORD.sub(lambda shown: f"{shown[1]}:{HIDDEN}@", text)
    return text.replace("**********", HIDDEN)
