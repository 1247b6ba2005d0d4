"""Decisions in words: French first, English beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Dataset
from catalog.model.identifiers import Siren
from catalog.model.problem import Problem
from catalog.model.row_condition import (
    AllRows,
    RowCondition,
)
from catalog.row_words import clause_in_words, row_names
from catalog.snapshot import Snapshot
from federation.plan import DUCKDB, POSTGRES, TRINO
from gateway.reading.reports.access_values import AccessReason, AccessScope, AccessTold

_REASONS: Mapping[str, Bilingual] = {
    "own_data": Bilingual(
        fr="les données sont celles de l'organisme lui-même", en="the data is one's own"
    ),
    "open": Bilingual(fr="le jeu est ouvert à tous", en="the dataset is open to everybody"),
    "open_with_account": Bilingual(
        fr="le jeu est ouvert à qui a un compte", en="the dataset is open to whoever has an account"
    ),
    "agreement_in_force": Bilingual(
        fr="la convention est en vigueur et couvre la finalité",
        en="the agreement is in force and covers the purpose",
    ),
}
_ENGINES: Mapping[tuple[str, bool], Bilingual] = {
    (POSTGRES, False): Bilingual(
        fr="toutes les tables sont dans une seule base PostgreSQL, qui répond elle-même",
        en="every table is in one PostgreSQL database, which answers itself",
    ),
    (DUCKDB, False): Bilingual(
        fr="une source est un fichier que seul DuckDB lit",
        en="a source is a file that only DuckDB reads",
    ),
    (DUCKDB, True): Bilingual(
        fr="c'est le moteur de cette installation", en="it is the engine of this installation"
    ),
    (TRINO, True): Bilingual(
        fr="c'est le moteur de cette installation", en="it is the engine of this installation"
    ),
}


_ON_COPIES = Bilingual(
    fr="certaines lignes vous sont cachées, et la façon de répondre pourrait en dépendre : DuckDB "
    "copie d'abord ce qui vous est montré, et répond à partir de cette copie",
    en="some rows are hidden from you, and how the query is answered could depend on them: DuckDB "
    "first copies what you are shown, and answers from the copy",
)


def engine_words(engine: str, *, is_default: bool, on_copies: bool = False) -> Bilingual:
    if on_copies:
        return _ON_COPIES
    return _ENGINES.get((engine, is_default), _ENGINES[DUCKDB, True])


def reason(code: str) -> AccessReason:
    return AccessReason(code=code, words=_REASONS.get(code, Bilingual(fr=code, en=code)))


def told(problem: Problem) -> AccessTold:
    return AccessTold(
        code=problem.code,
        words=Bilingual(fr=problem.sentence("fr"), en=problem.sentence("en")),
        next=Bilingual(fr=problem.next_step("fr"), en=problem.next_step("en")),
    )


def organisation_name(siren: Siren, snapshot: Snapshot) -> str:
    found = snapshot.organisations.get(siren)
    return siren if found is None else found.name


def day_fr(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year}"


def rows_in_words(
    rows: RowCondition, dataset: Dataset, snapshot: Snapshot, scopes: Sequence[AccessScope]
) -> Bilingual:
    """`scopes`: the territories that the condition names."""
    if isinstance(rows, AllRows):
        return Bilingual(fr="toutes les lignes", en="every row")
    written = clause_in_words(rows, row_names(rows, dataset.id, snapshot))
    counted = [_counted(each) for each in scopes]
    return Bilingual(
        fr=f"les lignes {written.fr}{''.join(each.fr for each in counted)}",
        en=f"the rows {written.en}{''.join(each.en for each in counted)}",
    )


def _counted(scope: AccessScope) -> Bilingual:
    """` (52 communes au 25/11/2026, dont 18 du territoire du propriétaire)`."""
    number, of_owner = len(scope.communes), len(scope.of_the_owner)
    plural = "" if number == 1 else "s"
    fr, en = "", ""
    if 0 < of_owner < number:
        fr = f", dont {of_owner} du territoire du propriétaire"
        en = f", {of_owner} of them of the owner's territory"
    return Bilingual(
        fr=f" ({number} commune{plural} au {day_fr(scope.at)}{fr})",
        en=f" ({number} commune{plural} on {scope.at.isoformat()}{en})",
    )
