"""The pages that the server writes: Jinja2 templates in French, English by gettext catalogues."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Mapping
from datetime import date, datetime
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any, Final, get_args

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context

from catalog.caches import remembered
from catalog.day_words import day_in_words
from catalog.model.paris import PARIS
from catalog.model.problem import Language
from gateway.console.days import iso_day, read_day
from gateway.console.french import NARROW, NO_BREAK, FrenchSentences, in_print
from papers import pictures

ROOT: Final = Path(__file__).parent
_PICTURES: Final = Path(pictures.__file__).parent
_PARTS_OF_A_NAME: Final = re.compile(r"[\s@.]+")
_OPENED_FIRST = ("shared/", "home/", "data/")


def render(template: str, language: Language, **values: Any) -> str:
    """`template` is a path beneath this folder (`home/home.html`)."""
    return environment(language).get_template(template).render(**values)


@remembered(maxsize=2)
def environment(language: Language) -> Environment:
    """In templates: `_`, `ngettext`, `colon`; `say(fr, en)` for a sentence of which both are at
    hand, `both(value)` for an API's `{fr en}`, in French where it has no English; `day`, `when`,
    `number` as people write them.
    """
    made = Environment(
        loader=FileSystemLoader(ROOT),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    install = made.install_gettext_translations  # type: ignore[attr-defined]  # the extension's
    install(translations(language), newstyle=True)
    made.globals |= {
        "language": language,
        "is_typed_day": lambda text: read_day(text) is not None,
        "iso_day": iso_day,
        "once_token": lambda: uuid.uuid4().hex,
        "colon": f"{NO_BREAK}:" if language == "fr" else ":",
        "say": lambda fr, en: printed(fr if language == "fr" else en, language),
        "both": lambda value: printed(_in_language(value, language), language),
        "ngettext": _counting(made.globals["ngettext"], language),
        "initials": write_initials,
        "day": lambda value: write_day(value, language),
        "when": lambda value: write_when(value, language),
        "number": lambda value, decimals=None: write_number(value, language, decimals),
    }
    return made


def _in_language(value: Any, language: Language) -> str:
    """Of a typed answer's sentence, or of one that is read by its keys."""
    if isinstance(value, Mapping):
        return str(value[language] or value["fr"])
    return str(getattr(value, language) or value.fr)


def make_ready() -> None:
    """Reads the templates that the first visitors would wait for. Takes half a second."""
    languages: tuple[Language, ...] = get_args(Language)
    for language in languages:
        made = environment(language)
        for name in made.list_templates(extensions=["html"]):
            if name.startswith(_OPENED_FIRST):
                made.get_template(name)


def _counting(ngettext: Any, language: Language) -> Any:
    """The same, its `%(num)s` written as people write a number."""

    @pass_context
    def counted(context: Context, one: str, many: str, count: float, /, **values: Any) -> Any:
        written = write_number(count, language)
        return ngettext(context, one, many, count, **{"num": written, **values})

    return counted


@remembered(maxsize=2)
def translations(language: Language) -> NullTranslations:
    """Of all pages and the pictures in them: `en.po` stands beside what it translates."""
    if language == "fr":
        return FrenchSentences()
    merged = Catalog(locale="en")
    for path in (*sorted(ROOT.glob("*/en.po")), _PICTURES / "en.po"):
        with path.open("rb") as opened:
            for message in read_po(opened, locale="en"):
                if message.id:
                    merged.add(message.id, message.string)
    content = io.BytesIO()
    write_mo(content, merged)
    content.seek(0)
    return GNUTranslations(content)


def printed(text: str, language: Language) -> str:
    """A sentence in the language, as it is printed."""
    return in_print(text) if language == "fr" else text


def write_number(value: float | str | None, language: Language, decimals: int | None = None) -> str:
    """« 1 204,5 » or "1,204.5"; an em dash for nothing. `decimals` None: as many as it has."""
    if value is None:
        return "—"
    written = format(float(value), f",.{decimals}f") if decimals is not None else _plain(value)
    if language == "en":
        return written
    return written.replace(",", NARROW).replace(".", ",")


def _plain(value: float | str) -> str:
    text = str(value)
    whole, point, rest = text.partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.lstrip('-')):,}" + (f".{rest}" if point and rest.strip("0") else "")


def write_initials(person: str) -> str:
    """« CG » of « Claire Le Goff » and « AV » of « agent@valcobreizh »."""
    words = [word for word in _PARTS_OF_A_NAME.split(person) if word] or ["·"]
    return "".join(word[0] for word in dict.fromkeys((words[0], words[-1]))).upper()


def write_day(value: str | date, language: Language) -> str:
    """« 26 nov. 2026 » of a day in ISO 8601."""
    day = value if isinstance(value, date) else date.fromisoformat(value[:10])
    return day_in_words(day, language)


def write_when(value: str | datetime, language: Language) -> str:
    """« 26 nov. 2026 à 14:05 », in Paris."""
    at = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    local = at.astimezone(PARIS)
    word = "à" if language == "fr" else "at"
    return f"{day_in_words(local.date(), language)} {word} {local:%H:%M}"
