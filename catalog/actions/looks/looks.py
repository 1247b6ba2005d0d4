"""The look of a body's pages: set by its stewards, never with the State's marks; rules are pure."""

from __future__ import annotations

import base64
import binascii
import re

from catalog.actions.facts import Facts, Findings
from catalog.actions.looks.contrast import LEAST, ink_on, least_of_accent
from catalog.actions.looks.problems import ContrastTooLow, LookRefused
from catalog.actions.outcome import Acted
from catalog.actions.texts import refuse_unsafe_texts
from catalog.changes import Changes
from catalog.fold import fold
from catalog.model.bilingual import Bilingual
from catalog.model.identifiers import Siren
from catalog.model.look import Look

MOST_LOGO_BYTES = 50_000
_LONGEST_NAME, _LONGEST_NOTICE, _MOST_PIXELS = 80, 1_000, 2_000
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_OF_THE_STATE = ("republique francaise", "gouvernement", "marianne", "gouv.fr", "prefecture")
"""A body is no service of the State, and does not pass for one."""


def set_look(wanted: Look, facts: Facts) -> Acted:
    """Raises ActRefused with everything that is wrong, contrasts in figures."""
    findings = Findings()
    # A notice may have several lines; each is a text of its own.
    refuse_unsafe_texts((wanted.shown_name, *wanted.notice.split("\n")), findings)
    _check_texts(wanted, findings)
    for name, colour in (("accent", wanted.accent), ("band", wanted.band)):
        if not _COLOUR.fullmatch(colour):
            _refuse(
                findings,
                name,
                ("une couleur s'écrit #1f5f4a", "a colour is written as #1f5f4a"),
            )
            continue
        figure = least_of_accent(colour) if name == "accent" else ink_on(colour)[1]
        if figure < LEAST:
            findings.add(_too_low(colour, figure), name)
    if wanted.logo:
        _check_logo(wanted.logo, wanted.logo_type, findings)
    findings.raise_any()
    body = facts.catalog.organisations[wanted.organisation]
    sentence = Bilingual(
        f"Les pages de {body.name} ont son identité visuelle : « {wanted.shown_name} ».",
        f'The pages of {body.name} have its look: "{wanted.shown_name}".',
    )
    return Acted("set_look", Changes((wanted,)), (sentence,))


def remove_look(own: Siren, facts: Facts) -> Acted:
    """Nothing changes where there is none."""
    look = facts.catalog.looks.get(own)
    body = facts.catalog.organisations[own]
    sentence = Bilingual(
        f"Les pages de {body.name} ont de nouveau l'apparence de la plateforme.",
        f"The pages of {body.name} look like the platform's again.",
    )
    removed = () if look is None else (look,)
    return Acted("remove_look", Changes(removed=removed), (sentence,))


def _check_texts(wanted: Look, findings: Findings) -> None:
    if not 1 <= len(wanted.shown_name.strip()) <= _LONGEST_NAME:
        why = (
            f"le nom affiché a de 1 à {_LONGEST_NAME} caractères",
            f"the name shown has 1 to {_LONGEST_NAME} characters",
        )
        _refuse(findings, "shownName", why)
    if len(wanted.notice) > _LONGEST_NOTICE:
        why = (
            f"les mentions légales ont {_LONGEST_NOTICE} caractères au plus",
            f"the legal notice has {_LONGEST_NOTICE} characters at most",
        )
        _refuse(findings, "notice", why)
    if any(mark in fold(wanted.shown_name) for mark in _OF_THE_STATE):
        why = (
            "le nom affiché ne peut pas être celui d'un service de l'État",
            "the name shown cannot be that of a service of the State",
        )
        _refuse(findings, "shownName", why)


def _check_logo(logo: str, media_type: str, findings: Findings) -> None:
    """PNG or JPEG alone, by their first bytes: an SVG may hold a program."""
    try:
        content = base64.b64decode(logo, validate=True)
    except (binascii.Error, ValueError):
        content = b""
    is_png = media_type == "image/png" and content.startswith(_PNG)
    is_jpeg = media_type == "image/jpeg" and content.startswith(_JPEG)
    if not (is_png or is_jpeg):
        why = "le logo est un fichier PNG ou JPEG", "the logo is a PNG or JPEG file"
        _refuse(findings, "logo", why)
    elif len(content) > MOST_LOGO_BYTES:
        why = (
            f"le logo pèse {MOST_LOGO_BYTES // 1000} ko au plus",
            f"the logo weighs {MOST_LOGO_BYTES // 1000} kB at most",
        )
        _refuse(findings, "logo", why)
    elif is_png and max(_png_size(content)) > _MOST_PIXELS:
        why = (
            f"le logo a {_MOST_PIXELS} pixels de côté au plus",
            f"the logo has {_MOST_PIXELS} pixels a side at most",
        )
        _refuse(findings, "logo", why)


def _png_size(content: bytes) -> tuple[int, int]:
    return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])


def _too_low(colour: str, figure: float) -> ContrastTooLow:
    shown, least = f"{figure:.2f}", str(LEAST)
    return ContrastTooLow(
        colour=colour,
        figure=shown,
        least=least,
        figure_fr=shown.replace(".", ","),
        least_fr=least.replace(".", ","),
    )


def _refuse(findings: Findings, path: str, why: tuple[str, str]) -> None:
    findings.add(LookRefused(why_fr=why[0], why_en=why[1]), path)
