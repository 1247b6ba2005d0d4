"""The hosting of this installation, as its operator says it: one fact sheet, or one a part."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from catalog.model.hosting import COUNTRIES, Hosting, Installation
from catalog.model.problem import CallerProblem
from gateway.base.small_files import read_small

_Text = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^\S(.*\S)?$")]


class UnreadableHosting(CallerProblem):
    """`keys`: what of it is not as INTERCO_HOSTING is written; never what it holds."""

    code = "unreadable_hosting"
    fr = "Le fichier {file} ne dit pas l'hébergement comme attendu : {keys}."
    en = "The file {file} does not say the hosting as expected: {keys}."
    next_fr = (
        'Écrivez-le comme INTERCO_HOSTING : {{"all": {{"country": "FR", "secnumcloud": true}}}}.'
    )
    next_en = 'Write it as INTERCO_HOSTING is: {{"all": {{"country": "FR", "secnumcloud": true}}}}.'


class HostedPart(BaseModel):
    """The hosting of one part. A fact that is not said is unknown, and meets no demand."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    country: str | None = None
    secnumcloud: bool | None = None
    operator: _Text | None = None

    @field_validator("country")
    @classmethod
    def _is_a_country(cls, country: str | None) -> str | None:
        if country is not None and country not in COUNTRIES:
            raise ValueError("a country in two letters: FR")
        return country

    def known(self) -> Hosting:
        return Hosting(self.country, self.secnumcloud, self.operator)


class HostingSettings(BaseModel):
    """`all` is for every part that is not said apart; a part that is said is said whole."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    all: HostedPart = HostedPart()
    gateway: HostedPart | None = None
    engine: HostedPart | None = None
    spill: HostedPart | None = None
    logs: HostedPart | None = None
    backups: HostedPart | None = None

    def installation(self) -> Installation:
        def known(part: HostedPart | None) -> Hosting:
            return (part or self.all).known()

        return Installation(
            gateway=known(self.gateway),
            engine=known(self.engine),
            spill=known(self.spill),
            logs=known(self.logs),
            backups=known(self.backups),
        )


def read_hosting(file: Path) -> HostingSettings:
    """The settings in a file that would be INTERCO_HOSTING. Raises UnreadableHosting."""
    try:
        return HostingSettings.model_validate_json(read_small(file))
    except ValidationError as error:
        keys = sorted({".".join(map(str, wrong["loc"])) or "–" for wrong in error.errors()})
        raise UnreadableHosting(file=str(file), keys=", ".join(keys)) from None
