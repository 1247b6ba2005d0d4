"""The settings of this environment, or a Problem that names what cannot be read of them."""

from __future__ import annotations

import re
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings.exceptions import SettingsError

from gateway.base.problems import UnreadableSettings
from gateway.base.settings import Settings
from gateway.base.settings_files import variable_of
from gateway.wiring.setting_problems import MalformedSetting

_FIELD = re.compile(r'field "([a-z_0-9]+)"')


def read_settings() -> Settings:
    """Raises MalformedSetting for what should be JSON and is not, UnreadableSettings otherwise.

    Problems say which ones, never what they hold: a setting may be a secret.
    """
    try:
        return Settings()
    except ValidationError as error:
        named = {variable_of(str(each["loc"][0])) for each in error.errors()}
        raise UnreadableSettings(settings=", ".join(sorted(named))) from None
    except SettingsError as error:
        match = _FIELD.search(str(error))
        name = match[1] if match else ""
        field = Settings.model_fields.get(name)
        form = "…" if field is None else form_of(field)
        raise MalformedSetting(setting=variable_of(name), form=form) from None


def form_of(field: FieldInfo) -> str:
    """The beginning of the setting's JSON: `["…"]`, `[{"issuer": "…"}]`, `{"…": "…"}`."""
    return _form(field.annotation)


def _form(kind: Any) -> str:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        first = next(iter(kind.model_fields))
        return f'{{"{first}": …}}'
    if get_origin(kind) in {tuple, frozenset, list}:
        return f"[{_form(get_args(kind)[0])}]"
    if get_origin(kind) is dict:
        return '{"…": "…"}'
    models = [each for each in get_args(kind) if isinstance(each, type)]
    return _form(models[0]) if models and issubclass(models[0], BaseModel) else '"…"'
