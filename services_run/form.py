"""The form of `service.yaml`: which keys it has, and what kind of value each holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services_run.description import Fault

_UNKNOWN = "extra_forbidden"
_Texts = list[str]


class _Part(BaseModel):
    """A key that is not here is a slip of whoever wrote it: what it was to say would be lost."""

    model_config = ConfigDict(extra="forbid", strict=True)


class _Words(_Part):
    fr: str | None = None
    en: str | None = None


class _Version(_Words):
    version: str | None = None


class _Mend(_Words):
    before: str | None = None
    indicators: _Texts | None = None


class _Publisher(_Part):
    siren: str | int | None = None
    name: str | None = None


class _Field(_Part):
    type: str | None = None
    label: _Words | None = None
    names: _Texts | None = None
    times: _Texts | None = None
    unit: str | None = None
    concept: str | None = None
    optional: bool = False
    unique: bool = False
    plate: bool = False
    values_of: _Texts | None = None
    difference: _Texts | None = None
    usual: list[float | int] | None = None
    codes: dict[Any, Any] | None = None


class _Document(_Part):
    rows: str
    columns: dict[str, Any]


class _Role(_Part):
    label: _Words | None = None
    fields: dict[str, _Field] | None = None
    files: _Texts | None = None
    standard: str | None = None
    optional: bool = False
    distinct: bool = False
    reference: str | None = None
    listed_by: str | None = Field(default=None, alias="from")
    of_each_body: str | None = None
    whole_names: bool = False
    of_any_year: bool = False
    document: _Document | None = None


class _Parameter(_Words):
    type: str | None = None
    default: str | int | None = None
    body: bool = False


class _Step(_Part):
    name: str
    query: str
    rounds: Any = 0


class _Map(_Part):
    code: str
    name: str | None = None
    value: str
    otherwise: str | None = Field(default=None, alias="else")
    where: dict[str, Any] | None = None
    last: str | None = None


class _Line(_Part):
    of: str
    month: str
    value: str
    where: dict[str, Any] | None = None


class _Curve(_Part):
    table: str
    by: dict[str, str]
    day: str
    value: str
    since: str | None = None
    until: str | None = None


class _Detail(_Part):
    key: _Texts
    curve: _Curve | None = None


class _View(_Part):
    kind: str | None = None
    columns: _Texts | None = None
    map: _Map | None = None
    line: _Line | None = None
    detail: _Detail | None = None


class _Answer(_Part):
    path: _Texts
    step: str
    form: str
    key: str | None = None
    lists: _Texts | None = None
    sentences: str | None = None
    hidden: _Texts | None = None
    reasons: str | None = None
    nulls: bool = False
    view: _View | None = None
    covers: Any = None
    words: dict[str, str] | None = None


class _One(_Words):
    count: str | None = None


class _Sentence(_Words):
    one: _One | None = None


class _Label(_Words):
    unit: str | None = None


class _Indicator(_Part):
    name: str | None = None
    label: _Words | None = None
    unit: str | None = None
    formula: str | None = None
    note: _Words | None = None
    instead_of: str | None = None
    code: str | None = None
    decimals: int | None = None
    direction: str | None = None
    part: str | None = None
    raw: str | None = None
    needs: _Texts | None = None
    optional: _Texts | None = None


class _Owed(_Words):
    unless: _Texts | None = None


_DAY_OF_EACH_YEAR = (
    r"^((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)"
    r"|02-(0[1-9]|1\d|2[0-8]))$"
)


class _Due(_Part):
    day: str = Field(pattern=_DAY_OF_EACH_YEAR)
    years: int


class _Report(_Part):
    title: _Words
    text: _Words | None = None
    due: _Due | None = None
    parts: dict[str, _Words] | None = None
    to_complete: list[_Owed] | None = None


class _Sending(_Part):
    table: str
    role: str
    columns: _Texts


class _Alerts(_Part):
    table: str
    key: _Texts
    ended: str


class _Description(_Part):
    """`measures` and `ratios` are looked at by `measures_check`."""

    id: Any
    version: Any
    title: _Words
    short: _Words | None = None
    description: _Words
    licence: str
    publisher: _Publisher
    changelog: list[_Version]
    mends: list[_Mend] | None = None
    requires: dict[str, _Role]
    parameters: dict[str, _Parameter] | None = None
    steps: list[_Step]
    notices: _Texts | None = None
    answer: list[_Answer]
    sentences: dict[str, _Sentence] | None = None
    labels: dict[str, _Label] | None = None
    indicators: list[_Indicator] | None = None
    exports: dict[str, str] | None = None
    report: _Report | None = None
    sending: _Sending | None = None
    alerts: _Alerts | None = None
    measures: Any = None
    ratios: Any = None


def faults_of_form(tree: Mapping[str, Any]) -> Iterable[Fault]:
    """Keys that do not exist, with the one that was meant, and values of another kind."""
    mends = tree.get("mends")
    listed = {"mends": [mends]} if isinstance(mends, dict) else {}
    try:
        _Description.model_validate({**tree, **listed})
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_context=False, include_input=False):
            yield _fault(detail["loc"], detail["type"])


def _fault(place: tuple[int | str, ...], kind: str) -> Fault:
    where = "".join(f"[{at}]" if isinstance(at, int) else f".{at}" for at in place).lstrip(".")
    if kind == "missing":
        return where, "il manque", "is missing"
    if kind != _UNKNOWN:
        return (
            where,
            "la valeur n'est pas de la forme attendue",
            "the value is not of the form expected",
        )
    meant = get_close_matches(str(place[-1]), _KEYS, n=1)
    if not meant:
        return where, "cette clé n'existe pas", "there is no such key"
    return (
        where,
        f"cette clé n'existe pas : c'est peut-être « {meant[0]} »",
        f'there is no such key: "{meant[0]}", perhaps',
    )


def _keys_of(model: type[BaseModel]) -> set[str]:
    named = {field.alias or name for name, field in model.model_fields.items()}
    return named.union(*map(_keys_of, model.__subclasses__()))


_KEYS = sorted(_keys_of(_Part))
