"""Frozen figures as GraphQL shows them."""

from __future__ import annotations

import datetime as dt

import strawberry

from catalog.figure_coverage import FigureCoverage
from gateway.control.mutualised import ParameterInput
from gateway.control.sentence import Sentence
from gateway.control.types import Organisation

_SEEN = (
    "D'un essai ou d'un résultat montré : ces chiffres, ou rien. / Of a dry run or a result that "
    "was shown: these figures, or nothing."
)
_TO_REVIEW = (
    "Ce que son service a corrigé depuis : le chiffre est à revoir. / What its service has mended "
    "since: the figure is to be reviewed."
)
strawberry.enum(
    FigureCoverage,
    name="FigureCoverage",
    description=(
        "COMPLETE : complet ; PARTIAL : partiel ; UNVERIFIED : couverture non vérifiée. / "
        "UNVERIFIED: nobody compared its communes and months with those expected."
    ),
)


@strawberry.type(description="Une version d'un chiffre figé. / A version of a frozen figure.")
class FigureVersion:
    digest: strawberry.ID
    version: int
    at: dt.datetime
    what_changed: str | None
    is_current: bool


@strawberry.type(
    description=(
        "Une réponse gardée avec sa preuve, en lecture seule. / "
        "An answer kept with its proof, read-only."
    )
)
class Figure:
    digest: strawberry.ID = strawberry.field(
        description="SHA-256 du contenu canonique. / SHA-256 of the canonical content."
    )
    body: Organisation
    indicator: str
    year: int | None
    title: Sentence
    version: int
    state: str = strawberry.field(description="current, corrected.")
    corrected_by: str | None
    replaces: str | None
    purpose: str | None
    agreements: list[str]
    datasets: list[strawberry.ID]
    at: dt.datetime
    by: str
    content: str = strawberry.field(
        description=(
            "JSON canonique (RFC 8785), interco.figure/1 : ce que l'empreinte couvre. / "
            "Canonical JSON: what the digest is of."
        )
    )
    coverage: FigureCoverage
    to_review: Sentence | None = strawberry.field(description=_TO_REVIEW)
    versions: list[FigureVersion] = strawberry.field(
        description="De la première à la dernière ; de « figure » seulement. / Of `figure` alone."
    )


@strawberry.type(
    description=("Ce que chacun peut savoir d'une empreinte. / What anybody may know of a digest.")
)
class FigureCheck:
    kind: str = strawberry.field(description="figure, sheet, agreement.")
    figure: str | None = strawberry.field(
        description="De la fiche d'une commune : le chiffre figé. / Of a sheet: its figure."
    )
    digest: str
    bodies: list[Organisation]
    at: dt.datetime
    state: str = strawberry.field(
        description="current, corrected, ou l'état de la convention. / Or the agreement's state."
    )
    corrected_by: str | None
    coverage: FigureCoverage | None = strawberry.field(
        description="D'un chiffre : s'il est complet. / Of a figure: whether it is complete."
    )
    to_review: Sentence | None = strawberry.field(description=_TO_REVIEW)


@strawberry.input(description="Ce qui est figé, et sous quel nom. / What is frozen, and its name.")
class FigureInput:
    statement: str = strawberry.field(description="Une requête SQL. / A statement in SQL.")
    indicator: str = strawberry.field(description="Un nom court : tonnage_omr. / A short name.")
    title_fr: str
    title_en: str | None = None
    year: int | None = None
    deliberation: str | None = strawberry.field(
        default=None, description="La référence du vote. / The reference of the vote."
    )
    comment_fr: str | None = strawberry.field(
        default=None,
        description="Le mot du service, sur le papier. / The service's own word, on the paper.",
    )
    comment_en: str | None = None
    parameters: str | None = strawberry.field(
        default=None, description="Liste JSON, pour les « ? ». / A JSON list, for each `?`."
    )
    seen: str | None = strawberry.field(default=None, description=_SEEN)


@strawberry.input(description="Le résultat d'un service, à figer. / A service's result, to freeze.")
class FigureOfServiceInput:
    indicator: str = strawberry.field(description="Un nom court : rpqs_2025. / A short name.")
    title_fr: str | None = strawberry.field(
        default=None, description="Null : celui du rapport. / Null: that of the report."
    )
    title_en: str | None = None
    year: int | None = None
    deliberation: str | None = strawberry.field(
        default=None, description="La référence du vote. / The reference of the vote."
    )
    comment_fr: str | None = strawberry.field(
        default=None,
        description="Le mot du service, sur le papier. / The service's own word, on the paper.",
    )
    comment_en: str | None = None
    parameters: list[ParameterInput] = strawberry.field(
        default_factory=list,
        description="Comme pour le lancer : l'année, les coûts. / As to run it: the year, costs.",
    )
    seen: str | None = strawberry.field(default=None, description=_SEEN)


@strawberry.input(description="Ce qui remplace un chiffre figé. / What replaces a frozen figure.")
class FigureCorrection:
    what_changed: str
    statement: str | None = strawberry.field(
        default=None, description="Null : la même requête. / Null: the same statement."
    )
    title_fr: str | None = None
    title_en: str | None = None
    deliberation: str | None = None
    comment_fr: str | None = strawberry.field(
        default=None, description="Null : le même ; vide : aucun. / Null: the same; empty: none."
    )
    comment_en: str | None = None
    parameters: str | None = None
    service_parameters: list[ParameterInput] | None = strawberry.field(
        default=None,
        description=(
            "D'un service : ses réglages, les coûts par exemple ; null : les mêmes. / Of a "
            "service: its settings, costs for instance; null: the same."
        ),
    )
    seen: str | None = strawberry.field(default=None, description=_SEEN)


@strawberry.type(description="Ce qu'un acte a fait, ou ferait. / What an act did, or would do.")
class FigureResult:
    act: str
    applied: bool
    sentences: list[Sentence]
    figure: Figure | None
    seen: str = strawberry.field(
        description=(
            "Les chiffres de cette réponse : à redonner pour n'en figer aucun autre. / The "
            "figures of this answer: given back, no others are frozen."
        )
    )
