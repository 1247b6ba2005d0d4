"""Elements of HTML and SVG, written so that no text can become markup.

`Drawn` is made here alone (a test says so): whatever else is put into an element is escaped. What
comes out is well-formed XML and HTML at once, and asks nothing of a Content-Security-Policy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import TypeAlias

# What XML 1.0 section 2.2 has no place for, in whatever escape.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPECIAL = re.compile("[<>&\"'\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_EMPTY = frozenset(("circle", "line", "path", "polygon", "rect"))
# An address of our own pages: never `javascript:`, `data:` or another host's.
_OWN_ADDRESS = re.compile(r"/(?![/\\])[^\s]*|[?#][^\s]*")


class Drawn(str):
    """Markup that needs no escaping any more. Jinja and MarkupSafe know it by `__html__`."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


Child: TypeAlias = str | None
Value: TypeAlias = str | int | float | bool | None


def element(tag: str, *children: Child, **attributes: Value) -> Drawn:
    """`<tag …>children</tag>`; an underscore in an attribute's name stands for a hyphen, a last one
    for nothing (`class_`). None is left out, of the attributes and of the children.

    Raises ValueError for inline style or script, and for an address outside our own pages.
    """
    written = "".join(_attribute(name, value) for name, value in attributes.items())
    if tag in _EMPTY and not children:
        return Drawn(f"<{tag}{written}/>")
    return Drawn(f"<{tag}{written}>{joined(children)}</{tag}>")


def joined(children: Iterable[Child]) -> Drawn:
    return Drawn("".join(_text(child) for child in children if child is not None))


def decimal_text(number: float) -> str:
    """A coordinate, to a tenth: `12`, `12.5`."""
    rounded = f"{number:.1f}"
    return rounded.removesuffix(".0")


def _text(child: str) -> str:
    return child if isinstance(child, Drawn) else _escaped(child)


def _attribute(name: str, value: Value) -> str:
    if value is None or value is False:
        return ""
    name = name.removesuffix("_").replace("_", "-")
    if name == "style" or name.startswith("on"):
        raise ValueError(f"{name}: neither style nor script stands in the markup")
    if value is True:
        return f' {name}=""'
    text = value if isinstance(value, str) else decimal_text(value)
    if name in {"href", "src"} and not _OWN_ADDRESS.fullmatch(text):
        raise ValueError(f"{name}: {text!r} is no address of our own")
    return f' {name}="{_escaped(text)}"'


def _escaped(text: str) -> str:
    # Most texts need nothing, and a map has a thousand of them.
    return escape(_NOT_XML.sub("\ufffd", text)) if _SPECIAL.search(text) else text
