"""The look of a body's pages as GraphQL says it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict

import strawberry

from catalog.actions.looks.contrast import ink_on, least_of_accent, tint
from catalog.model.look import Look as KeptLook

_SOFT = 0.1


@strawberry.type(description="L'apparence des pages d'un organisme. / How a body's pages look.")
class Look:
    shown_name: str
    accent: str
    accent_soft: str
    accent_contrast: float = strawberry.field(
        description="Le plus faible, là où elle est employée. / The least, where it is used."
    )
    band: str
    band_ink: str
    band_contrast: float
    notice: str
    logo: str = strawberry.field(description="En base64 ; vide : aucun. / In base64; empty: none.")
    logo_type: str
    version: str = strawberry.field(description="Change avec elle. / Changes with it.")


def write_look(kept: KeptLook) -> Look:
    ink, contrast = ink_on(kept.band)
    digest = hashlib.sha256(json.dumps(asdict(kept), sort_keys=True).encode()).hexdigest()
    return Look(
        shown_name=kept.shown_name,
        accent=kept.accent,
        accent_soft=tint(kept.accent, _SOFT),
        accent_contrast=round(least_of_accent(kept.accent), 2),
        band=kept.band,
        band_ink=ink,
        band_contrast=round(contrast, 2),
        notice=kept.notice,
        logo=kept.logo,
        logo_type=kept.logo_type,
        version=digest[:12],
    )
