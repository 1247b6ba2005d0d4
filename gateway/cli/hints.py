"""Rewrites the gateway's hints to a program for a person at a terminal: options, not headers."""

from __future__ import annotations

import re

OPTIONS = {
    "Interco-Purpose": "--purpose",
    "Interco-On-Behalf-Of": "--on-behalf-of",
    "Interco-File-Reference": "--file-reference",
    "Authorization": "--as",
}
_NAME = f"({'|'.join(OPTIONS)})"
_FORMS = [
    (re.compile(rf"(?:avec|dans) l['’]en-tête {_NAME}"), "avec {}"),
    (re.compile(rf"l['’]en-tête {_NAME}"), "{}"),
    (re.compile(rf"(?:in|with) the (?:header {_NAME}|{_NAME} header)"), "with {}"),
    (re.compile(rf"the (?:header {_NAME}|{_NAME} header)"), "{}"),
    (re.compile(r"dans « (variables) »"), "avec --variables"),
    (re.compile(r"(?:in|to) \"(variables)\""), "with --variables"),
]


def at_a_terminal(text: str) -> str:
    """`… dans l'en-tête Interco-Purpose …` to `… avec --purpose …`."""
    for form, said in _FORMS:
        while found := form.search(text):
            text = text[: found.start()] + said.format(_option(found)) + text[found.end() :]
    return text


def _option(found: re.Match[str]) -> str:
    (name,) = (group for group in found.groups() if group)
    return OPTIONS.get(name, "")
