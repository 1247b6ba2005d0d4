"""Secrets of the environment that are named by a file: `INTERCO_OPA_TOKEN_FILE=/run/secrets/opa`.

A value in the environment is in the hands of every child process and of whoever may list them; a
file has rights, and an orchestrator mounts it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import EnvSettingsSource
from typing_extensions import override

from gateway.base.problems import UnreadableSettings
from gateway.base.small_files import read_small_text

BY_FILE = ("store_url", "opa_token", "smtp_url")
"""Settings that are secrets by themselves; those within a JSON setting have a file of their own."""


class SecretFiles(EnvSettingsSource):
    """Raises UnreadableSettings for a file that cannot be read, and where both are said."""

    @override
    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        return None, field_name, False

    @override
    def __call__(self) -> dict[str, Any]:
        return {name: read for name in BY_FILE if (read := _read(name, self.env_vars)) is not None}


def variable_of(name: str) -> str:
    return f"INTERCO_{name}".upper()


def _read(name: str, environment: Mapping[str, str | None]) -> str | None:
    """The keys of pydantic's environment are in small letters."""
    variable = variable_of(name)
    file = environment.get(f"{variable}_FILE".lower())
    if not file:
        return None
    if environment.get(variable.lower()):
        raise UnreadableSettings(settings=f"{variable}, {variable}_FILE")
    try:
        return read_small_text(Path(file)).strip()
    except (OSError, UnicodeError):
        raise UnreadableSettings(settings=f"{variable}_FILE") from None
