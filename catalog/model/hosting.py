"""The place and the operator of the hosting of data, and demands on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class HostingPart(StrEnum):
    """A part where data lies or passes: the owner's storage, or a part of the installation."""

    STORAGE = "storage"
    GATEWAY = "gateway"
    ENGINE = "engine"
    SPILL = "spill"
    LOGS = "logs"
    BACKUPS = "backups"


class HostingFact(StrEnum):
    """A fact that may be demanded of each part."""

    COUNTRY = "country"
    SECNUMCLOUD = "secnumcloud"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Hosting:
    """Known hosting facts of one part; None: nobody said the fact, which then meets no demand.

    `country` is two letters (ISO 3166-1); `operator` a SIREN or a name, compared as it is written.
    """

    country: str | None = None
    secnumcloud: bool | None = None
    operator: str | None = None


@dataclass(frozen=True, slots=True)
class Installation:
    """The operator's statement about each part of the installation."""

    gateway: Hosting = field(default_factory=Hosting)
    engine: Hosting = field(default_factory=Hosting)
    spill: Hosting = field(default_factory=Hosting)
    logs: Hosting = field(default_factory=Hosting)
    backups: Hosting = field(default_factory=Hosting)

    def parts(self) -> dict[HostingPart, Hosting]:
        return {
            HostingPart.GATEWAY: self.gateway,
            HostingPart.ENGINE: self.engine,
            HostingPart.SPILL: self.spill,
            HostingPart.LOGS: self.logs,
            HostingPart.BACKUPS: self.backups,
        }


NOTHING_SAID = Installation()


@dataclass(frozen=True, slots=True)
class HostingDemand:
    """Of every part alike. `countries` are two letters each, EU or EEA; empty lists ask nothing."""

    countries: tuple[str, ...] = ()
    secnumcloud: bool = False
    operated_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One fact of one part that a demand is not met by. `known` False: nobody said it."""

    part: HostingPart
    fact: HostingFact
    known: bool


_EU = frozenset(
    {
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    }
)
AREAS = {"EU": _EU, "EEA": _EU | {"IS", "LI", "NO"}}
"""Areas that a demand may name beside countries, the same in policies/rego/access/hosting.rego."""

_ISO_3166 = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN
    BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ
    DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL
    GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM
    JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME
    MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP
    NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD
    SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO
    TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
COUNTRIES = frozenset(_ISO_3166.split())
"""A code that no country has would be a demand that nothing meets."""
