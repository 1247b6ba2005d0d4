"""The look of a body's own pages: its name, two colours, a logo, a legal notice."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.model.identifiers import Siren


@dataclass(frozen=True, slots=True)
class Look:
    """Colours as `#1f5f4a`. `accent`: of links and buttons; `band`: behind the head of pages.

    `logo` is the base64 of a PNG or JPEG, empty for none; `logo_type` its media type.
    """

    organisation: Siren
    shown_name: str
    accent: str
    band: str
    notice: str = ""
    logo: str = ""
    logo_type: str = ""
