"""What a reading of a declared source found, as the owner's stewards are told."""

from __future__ import annotations

import strawberry


@strawberry.type(
    description="Ce qui empêche de lire, et quoi faire. / What stops readings, and what to do."
)
class CheckStop:
    code: str
    fr: str
    en: str
    next_fr: str
    next_en: str


@strawberry.type(
    description="Un fichier, tel qu'il est lu. / One file, as it is read.",
)
class CheckedFile:
    name: str
    encoding: str
    delimiter: str
    left_out: int = strawberry.field(
        description=(
            "Lignes d'une autre longueur que l'en-tête : elles ne sont pas lues. / Lines of another"
            " length than the header: they are not read."
        )
    )
    lines: list[int] = strawberry.field(description="Les premières. / The first of them.")


@strawberry.type(description="Une cellule illisible. / A cell that cannot be read.")
class CheckedCell:
    text: str
    file: str | None
    line: int | None
    did_you_mean: str | None = strawberry.field(
        default=None,
        description="Le code déclaré le plus proche. / The nearest declared code.",
    )


@strawberry.type(description="Une colonne déclarée. / A declared column.")
class CheckedColumn:
    column: str
    source_name: str
    type: str
    empty: int
    unreadable: int
    empty_percent: int
    unreadable_percent: int
    examples: list[CheckedCell]
    outside_code_list: int = strawberry.field(
        description="Lignes hors de code_list. / Rows outside code_list."
    )
    outside_examples: list[CheckedCell]
    proposal: str | None = strawberry.field(
        description=(
            "Ce qui lirait ses cellules, comme une déclaration l'écrit. / "
            "What would read its cells, as a declaration writes it."
        )
    )


@strawberry.type(
    description=(
        "Ce qu'une lecture de la source a trouvé, pour les référents du propriétaire. / What a "
        "reading of the source found, for the owner's stewards."
    )
)
class SourceCheck:
    dataset: strawberry.ID
    rows: int | None
    is_partial: bool = strawberry.field(
        description="Seules les premières lignes. / The first rows only."
    )
    stops: list[CheckStop]
    files: list[CheckedFile]
    columns: list[CheckedColumn]
    duplicate_keys: int
    surplus_rows: int = strawberry.field(
        description=(
            "Lignes de trop pour ces clés : une clé désigne une ligne. / Rows too many for these "
            "keys: a key names one row."
        )
    )
    duplicate_examples: list[str]
    other_columns: list[str] = strawberry.field(
        description="De la source, non déclarées. / Of the source, not declared."
    )
    has_territory: bool
