"""Reads input that a person types: a day as it is written here, a file with its text."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

from catalog.model.problem import CallerProblem
from gateway.base.problems import FileUnreadable, NotADay

_WRITTEN = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")
_DOCUMENT = re.compile(r"\s*(\{|(query|mutation|fragment)\b[^/.]*\{)")
"""No file is called so."""
_SQL = re.compile(r"(?is)(\s|--[^\n]*\n|/\*.*?\*/)*(select|with|values|show|describe)\s")
"""No document of GraphQL begins so."""
_IN_WORDS = re.compile(r"(\d{1,2})(?:er)? (\w+)\.? (\d{4})")
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


class StatementIsSql(CallerProblem):
    code = "statement_is_sql"
    fr = "Ceci est du SQL ; cette commande lit une question en GraphQL."
    en = "This is SQL; this command reads a question in GraphQL."
    next_fr = "Lancez-la par « ./interco sql '…' », ou « ./interco sql --file {file} »."
    next_en = "Run it by `./interco sql '…'`, or `./interco sql --file {file}`."


def read_day(text: str) -> date:
    """`26/11/2026`, `26.11.2026`, `26 novembre 2026`, `26 nov. 2026`, `2026-11-26`.

    Raises NotADay.
    """
    typed = " ".join(text.lower().split())
    try:
        if found := _WRITTEN.fullmatch(typed):
            day, month, year = map(int, found.groups())
            return date(year, month, day)
        if found := _IN_WORDS.fullmatch(typed):
            return date(int(found[3]), _month(found[2]), int(found[1]))
        return date.fromisoformat(typed)
    except ValueError:
        raise NotADay(text=text[:40]) from None


def iso_day(text: str | None) -> str | None:
    """For the gateway: `26/11/2026` to `2026-11-26`; None stays None. Raises NotADay."""
    return None if text is None else read_day(text).isoformat()


def dataset_name(id_: str) -> str:
    """Of an id, for people: `val_d_ille_aubigne__collectes` is `val-d-ille-aubigne.collectes`."""
    organisation, between, dataset = id_.partition("__")
    return f"{organisation.replace('_', '-')}.{dataset}" if between else id_


def read_document(file: str) -> str:
    """Of GraphQL: typed as it is, or the file of that name, or standard input for `-`. Raises
    FileUnreadable, StatementIsSql.
    """
    if _DOCUMENT.match(file):
        return file
    if _SQL.match(file):
        raise StatementIsSql(file="FICHIER.sql")
    text = sys.stdin.read() if file == "-" else read_text_file(Path(file))
    if _SQL.match(text):
        raise StatementIsSql(file=file)
    return text


def read_text_file(path: Path) -> str:
    """Raises FileUnreadable, which says why."""
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        why = ("il n'existe pas", "there is none")
    except IsADirectoryError:
        why = ("c'est un dossier", "it is a folder")
    except PermissionError:
        why = ("vous n'avez pas le droit de le lire", "you may not read it")
    except (OSError, UnicodeDecodeError):
        why = ("ce n'est pas du texte en UTF-8", "it is no text in UTF-8")
    raise FileUnreadable(file=str(path), why_fr=why[0], why_en=why[1])


def _month(word: str) -> int:
    """The one that begins so; raises ValueError."""
    (number,) = (
        n for n, month in enumerate(_MONTHS, 1) if len(word) > 2 and month.startswith(word)
    )
    return number
