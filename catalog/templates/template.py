"""Templates of conventions, as data: one JSON file each, told in French and in English."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from catalog.model.bilingual import Bilingual
from catalog.model.terms import OnwardSharing, Relation
from catalog.model.transform import Transform


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """A place for a column, whatever it is called: by the standard's `field`, by `concept`, or by a
    usual name (`also`).
    """

    field: str
    transform: Transform
    concept: str | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TemplatePersonalData:
    """The template's answers to article 30; the agreement's writer says who is in charge."""

    persons: tuple[str, ...]
    data_categories: tuple[str, ...]
    recipients: tuple[str, ...]
    transfers: str
    retention: str
    security_measures: str


@dataclass(frozen=True, slots=True)
class Template:
    """`legal_basis` is a proposal that the writer confirms: nobody's lawyer has read it for them.

    `competence` (BANATIC), which is about `subject`: the rows are those of the grantee's own
    territory for it; with `all_rows`, all of them, where they are of no commune. `standard` is what
    its columns are named after, None where no standard exists. `combine_own`: standards of data of
    the grantee's own that the rows may be joined with. `version`: agreements that were drafted
    from an earlier one keep its terms.
    """

    name: str
    title_fr: str
    title_en: str
    description_fr: str
    description_en: str
    purposes: tuple[str, ...]
    standard: str | None
    columns: tuple[TemplateColumn, ...]
    competence: str
    subject: Bilingual
    legal_basis: str
    all_rows: bool = False
    relation: Relation | None = None
    personal_data: TemplatePersonalData | None = None
    combine_own: tuple[str, ...] = ()
    onward_sharing: OnwardSharing = OnwardSharing.NONE
    version: int = 1


@cache
def templates() -> dict[str, Template]:
    """The templates that the project carries, by name."""
    files = sorted(Path(__file__).parent.glob("*.json"))
    read = [read_template(json.loads(file.read_text("utf-8"))) for file in files]
    return {template.name: template for template in read}


def read_template(document: dict[str, Any]) -> Template:
    """Raises KeyError or ValueError: a template that is wrong is a bug of ours."""
    relation, personal = document.get("relation"), document.get("personal_data")
    return Template(
        name=document["name"],
        title_fr=document["title"]["fr"],
        title_en=document["title"]["en"],
        description_fr=document["description"]["fr"],
        description_en=document["description"]["en"],
        purposes=tuple(document["purposes"]),
        standard=document["standard"],
        columns=tuple(_read_column(each) for each in document["columns"]),
        competence=document["rows"]["competence"],
        subject=Bilingual(document["rows"]["subject"]["fr"], document["rows"]["subject"]["en"]),
        legal_basis=document["legal_basis"],
        all_rows=document["rows"].get("all", False),
        relation=None if relation is None else Relation(relation),
        personal_data=None if personal is None else _read_personal(personal),
        combine_own=tuple(document.get("combine_own", ())),
        onward_sharing=OnwardSharing(document.get("onward_sharing", "none")),
        version=document.get("version", 1),
    )


def _read_column(document: dict[str, Any]) -> TemplateColumn:
    return TemplateColumn(
        field=document["field"],
        transform=Transform(document["transform"]),
        concept=document.get("concept"),
        also=tuple(document.get("also", ())),
    )


def _read_personal(document: dict[str, Any]) -> TemplatePersonalData:
    return TemplatePersonalData(
        persons=tuple(document["persons"]),
        data_categories=tuple(document["data_categories"]),
        recipients=tuple(document["recipients"]),
        transfers=document["transfers"],
        retention=document["retention"],
        security_measures=document["security_measures"],
    )
