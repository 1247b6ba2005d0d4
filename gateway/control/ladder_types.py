"""The rungs that data at their source have reached, as their owner's stewards are told."""

from __future__ import annotations

import strawberry

from catalog.model.bilingual import Bilingual
from gateway.control.sentence import Sentence
from intake.deposits.check_values import (
    RUNG_WORDS,
    CheckMessage,
    CommunesSeen,
    Ladder,
    Rung,
    RungState,
)

for _listed, _name, _about in (
    (Rung, "CheckRung", "Dans cet ordre. / In this order."),
    (
        RungState,
        "CheckRungState",
        (
            "NOT_ASKED : rien à vérifier ; NOT_CHECKED : pas pu l'être. / "
            "NOT_ASKED: nothing to check; NOT_CHECKED: it could not be."
        ),
    ),
):
    strawberry.enum(_listed, name=_name, description=_about)


@strawberry.type(
    description="Un échelon : ce qui a été vérifié et trouvé. / A rung, what was found."
)
class CheckedRung:
    rung: Rung
    words: Sentence
    state: RungState
    text: Sentence


@strawberry.type(
    description=(
        "Une cause, quel que soit le nombre de ses lignes, et quoi faire. / One cause, however "
        "many rows have it, and what to do."
    )
)
class CheckedCause:
    rung: Rung
    code: str
    text: Sentence
    remedy: Sentence
    rows: int
    examples: list[str] = strawberry.field(
        description="Jamais d'une colonne personnelle. / Never of a personal column."
    )
    breaks: bool = strawberry.field(
        description="L'échelon n'est pas atteint. / The rung is not reached."
    )


@strawberry.type(description="Une commune d'aujourd'hui. / A commune of today.")
class CommuneRows:
    code: str
    rows: int


@strawberry.type(
    description=(
        "Les communes d'aujourd'hui, par code : trouvées ; attendues et sans ligne ; hors du "
        "territoire. / Communes of today, by code: found; expected and without a row; outside "
        "the territory."
    )
)
class CheckedCommunes:
    seen: list[CommuneRows]
    missing: list[str]
    outside: list[str]
    unplaced: int = strawberry.field(
        description="Lignes d'aucune commune connue. / Rows of no known commune."
    )
    empty: int = strawberry.field(description="Lignes sans code. / Rows without a code.")


@strawberry.type(
    description=(
        "Lisible, typé, conforme, territoire, à jour : jusqu'où vont les données, et cinq causes "
        "au plus, la plus grave d'abord. / Readable, typed, conforming, territory, up to date: how "
        "far the data have come, and five causes at most, the gravest first."
    )
)
class CheckLadder:
    rungs: list[CheckedRung]
    messages: list[CheckedCause]
    more: int = strawberry.field(description="Autres causes. / Other causes.")
    communes: CheckedCommunes | None


def write_ladder(ladder: Ladder) -> CheckLadder:
    return CheckLadder(
        rungs=[
            CheckedRung(
                rung=result.rung,
                words=_both(RUNG_WORDS[result.rung]),
                state=result.state,
                text=_both(result.text),
            )
            for result in ladder.rungs
        ],
        messages=[_message(message) for message in ladder.messages],
        more=ladder.more,
        communes=None if ladder.communes is None else _communes(ladder.communes),
    )


def _message(message: CheckMessage) -> CheckedCause:
    return CheckedCause(
        rung=message.rung,
        code=message.code,
        text=_both(message.text),
        remedy=_both(message.remedy),
        rows=message.rows,
        examples=list(message.examples),
        breaks=message.breaks,
    )


def _communes(communes: CommunesSeen) -> CheckedCommunes:
    return CheckedCommunes(
        seen=[CommuneRows(code=code, rows=rows) for code, rows in communes.seen.items()],
        missing=list(communes.missing),
        outside=list(communes.outside),
        unplaced=communes.unplaced,
        empty=communes.empty,
    )


def _both(text: Bilingual) -> Sentence:
    return Sentence(fr=text.fr, en=text.en)
