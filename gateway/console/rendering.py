"""The pages that the server writes: Jinja2 templates, each sentence in French and in English."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from catalog.day_words import day_in_words
from catalog.model.paris import PARIS
from catalog.model.problem import Language

TEMPLATES = Path(__file__).with_name("templates")


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


_ENVIRONMENT = _environment()


def render(template: str, language: Language, **values: Any) -> str:
    """`say(fr, en)` in a template is the sentence in the reader's language, `when` an instant as
    people write it in Paris.
    """

    def say(fr: str, en: str) -> str:
        return fr if language == "fr" else en

    def when(at: Any) -> str:
        local = at.astimezone(PARIS)
        at_word = "à" if language == "fr" else "at"
        return f"{day_in_words(local.date(), language)} {at_word} {local:%H:%M}"

    page = _ENVIRONMENT.get_template(template)
    return page.render(language=language, say=say, when=when, **values)
