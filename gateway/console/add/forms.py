"""From the fields of a page to what GraphQL is given; what is wrong is told beside its field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from catalog.fold import fold
from gateway.console.visit import Refused, ShownProblem, Visit
from gateway.http.forms import Form

POSTGRESQL, MARIADB = "POSTGRESQL", "MARIADB"
KINDS: Final = (POSTGRESQL, MARIADB)
_PORTS: Final = {POSTGRESQL: "5432", MARIADB: "3306"}
_FIELDS: Final = (
    *("kind", "name", "host", "port", "database", "user", "encryption"),
    *("host_country", "secnumcloud", "operator"),
)
_NEEDED: Final = ("name", "host", "database", "user")
_NOT_IN_A_NAME: Final = re.compile(r"[^a-z0-9]+")
_MOST_LETTERS: Final = 40


@dataclass(frozen=True, slots=True)
class FieldError:
    """`id` names the field at fault; "" for the form as a whole."""

    id: str
    text: str
    next: str = ""

    def get(self, name: str) -> str:
        """As the macro of errors reads it."""
        return str(getattr(self, name))


@dataclass(frozen=True, slots=True)
class DatabaseForm:
    """The values typed, but for the password, which no page ever shows again."""

    values: Mapping[str, str]
    password: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        return short_name(self.values["name"])

    @property
    def secret_name(self) -> str:
        return f"{self.name}_mot_de_passe"

    def storage(self, *, with_secret: bool) -> dict[str, Any]:
        """The input of GraphQL. The secret is the one that `secret_name` keeps."""
        values = self.values
        kind = values["kind"]
        document: dict[str, Any] = {
            "name": self.name,
            "kind": kind,
            "host": values["host"],
            "port": int(values["port"] or _PORTS[kind]),
            "database": values["database"],
            "user": values["user"],
            "sslmode" if kind == POSTGRESQL else "tls": values["encryption"],
            "secnumcloud": values["secnumcloud"] == "on",
            "secret": f"store:{self.secret_name}",
        }
        if not with_secret:
            del document["secret"]
        for name, key in (("host_country", "hostCountry"), ("operator", "operator")):
            if values[name]:
                document[key] = values[name]
        return document


def empty_database(kind: str = POSTGRESQL) -> DatabaseForm:
    values = dict.fromkeys(_FIELDS, "")
    kind = kind if kind in KINDS else POSTGRESQL
    return DatabaseForm({**values, "kind": kind, "encryption": "require", "host_country": "FR"})


def read_database(form: Form) -> DatabaseForm:
    values = {name: form.get(name, "").strip() for name in _FIELDS}
    if values["kind"] not in KINDS:
        values["kind"] = POSTGRESQL
    return DatabaseForm(values, form.get("password", ""))


def mistakes_of(form: DatabaseForm, visit: Visit) -> list[FieldError]:
    """The mistakes in a form that can be told before anything is tried."""
    _ = visit.gettext
    errors = [
        FieldError(name, _("Ce champ est attendu : %(field)s.", field=_label(name, visit)))
        for name in _NEEDED
        if not form.values[name]
    ]
    port = form.values["port"]
    if port and not port.isdecimal():
        errors.append(FieldError("port", _("Le port est un nombre, par exemple 5432.")))
    if not form.password:
        errors.append(FieldError("password", _("Le mot de passe du compte est attendu.")))
    return errors


def _label(name: str, visit: Visit) -> str:
    _ = visit.gettext
    return {
        "name": _("Nom"),
        "host": _("Adresse du serveur"),
        "database": _("Base de données"),
        "user": _("Compte"),
    }[name]


def errors_of(refused: Refused, fields: Iterable[str]) -> list[FieldError]:
    """The problems of GraphQL, beside the field of the page that bears the argument's name."""
    known = set(fields)
    return [_error(problem, known) for problem in refused.problems]


def _error(problem: ShownProblem, known: set[str]) -> FieldError:
    names = [name for step in problem.path for name in re.split(r"[.\[\]]", step)]
    at_fault = next((name for name in reversed(names) if _snake(name) in known), "")
    return FieldError(_snake(at_fault), problem.sentence, problem.next_step)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", lambda table: f"_{table[1].lower()}", name)


def short_name(text: str) -> str:
    """`Pesées 2025` to `pesees_2025`: what a name of the catalog may be made of."""
    name = _NOT_IN_A_NAME.sub("_", fold(text)).strip("_")[:_MOST_LETTERS].strip("_")
    return name if not name[:1].isdigit() else f"n_{name}"


def dataset_input(storage: str, table: Mapping[str, Any]) -> dict[str, Any] | None:
    """The declaration of a dataset for a table; None where nothing of the table is readable.

    A column that seems to concern persons is classified so until somebody says otherwise.
    """
    columns = [column for column in table["columns"] if column["type"] and column["proposedName"]]
    if not columns or not table["proposedName"]:
        return None
    by_source = {column["name"]: column["proposedName"] for column in columns}
    key = [by_source[name] for name in table["primaryKey"] if name in by_source]
    physical = {"kind": table["kind"].upper(), "name": table["name"]}
    if table["schema"]:
        physical["schema"] = table["schema"]
    document: dict[str, Any] = {
        "name": table["proposedName"],
        "title": {"fr": table["comment"] or _words(table["name"])},
        "storage": storage,
        "object": physical,
        "columns": [_column(column) for column in columns],
        "listing": "PARTIES",
        "personalData": any(column["isPersonal"] for column in columns),
    }
    if len(key) == len(table["primaryKey"]) and key:
        document["primaryKey"] = key
    return document


def _column(column: Mapping[str, Any]) -> dict[str, Any]:
    document: dict[str, Any] = {
        "name": column["proposedName"],
        "type": column["type"],
        "source": column["name"],
        "label": {"fr": column["comment"] or _words(column["name"])},
        "classification": "PERSONAL" if column["isPersonal"] else "INTERNAL",
    }
    if column["concept"]:
        document["concept"] = column["concept"]
    return document


def _words(name: str) -> str:
    """`date_collecte` to « Date collecte »."""
    words = re.sub(r"[_\s]+", " ", name).strip()
    return words[:1].upper() + words[1:]
