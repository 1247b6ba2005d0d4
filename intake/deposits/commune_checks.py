"""The communes of a file: found, missing and outside, and rows that none could be found for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from catalog.cog import Cog
from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Dataset
from intake.deposits.cell_values import CellValues
from intake.deposits.check_values import MOSTLY_OUTSIDE, CheckMessage, CommunesSeen, Rung
from intake.deposits.row_batches import Target
from intake.deposits.value_checks import rows_in_words
from intake.file_reading.commune_names import commune_now, today_of
from intake.file_reading.sentences import number_in_words
from intake.file_reading.typed_rows import Made, ReadFile

_EXAMPLES = 3


@dataclass(slots=True)
class _Places:
    """Rows by what their code turned out to be."""

    seen: Counter[str] = field(default_factory=Counter)
    old: Counter[str] = field(default_factory=Counter)
    postal: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    empty: int = 0


def commune_checks(
    dataset: Dataset,
    file: ReadFile,
    targets: Sequence[Target],
    expected: frozenset[str] | None,
    cog: Cog,
) -> tuple[CommunesSeen | None, list[CheckMessage]]:
    """`expected`: codes of today of the communes that the data should cover; None: unknown."""
    target = _commune_target(dataset, targets)
    if target is None or target.read is None:
        return None, []
    places = _places(file, target, cog)
    unplaced = places.postal.total() + places.unknown.total()
    seen = seen_among(places.seen, expected, unplaced, places.empty)
    return seen, list(_messages(places, seen, cog))


def seen_among(
    seen: Mapping[str, int], expected: frozenset[str] | None, unplaced: int, empty: int
) -> CommunesSeen:
    """`seen`: rows by code of today's commune; `expected`: the same codes, None: unknown."""
    missing, outside = [], []
    if expected is not None:
        missing = sorted(expected - seen.keys())
        outside = sorted(seen.keys() - expected)
    return CommunesSeen(dict(sorted(seen.items())), tuple(missing), tuple(outside), unplaced, empty)


def _commune_target(dataset: Dataset, targets: Sequence[Target]) -> Target | None:
    if dataset.territory is None:
        return None
    source = dataset.column(dataset.territory.column).source_name
    return next((target for target in targets if target.name == source), None)


def _places(file: ReadFile, target: Target, cog: Cog) -> _Places:
    read = target.read
    places = _Places()
    if read is None:
        return places
    values = CellValues(read, target.kind)
    day = today_of(cog)
    named = file.column_at(read.of) if read.made is Made.COMMUNE else None
    for row in file.rows():
        code = values.value(row.cell(read))
        if not isinstance(code, str):
            text = row.cell(named) if named is not None else None
            if text is None:
                places.empty += 1
            else:
                places.unknown[str(text)] += 1
            continue
        now = commune_now(cog, code)
        if now is None:
            (places.postal if cog.is_postal_code(code) else places.unknown)[code] += 1
            continue
        places.seen[now] += 1
        meaning = cog.land.at(code, day)
        if meaning is None or not meaning.is_commune:
            places.old[code] += 1
    return places


def _messages(places: _Places, seen: CommunesSeen, cog: Cog) -> Iterable[CheckMessage]:
    rows = sum(seen.seen.values()) + seen.unplaced + seen.empty
    if places.old:
        yield old_message(places.old, cog)
    if places.postal:
        yield postal_message(places.postal)
    if places.unknown:
        yield unknown_message(places.unknown, rows)
    if places.empty:
        yield empty_message(places.empty, rows)
    yield from messages_of_seen(seen, cog)


def messages_of_seen(seen: CommunesSeen, cog: Cog) -> Iterable[CheckMessage]:
    """Communes outside the territory, and those of it without a row, where one has some."""
    if seen.outside:
        yield _of_outside(seen, cog)
    is_elsewhere = len(seen.outside) == len(seen.seen) > 0
    if seen.missing and not is_elsewhere:
        yield _of_missing(seen, cog)


def empty_message(empty: int, rows: int) -> CheckMessage:
    words = rows_in_words(empty)
    return CheckMessage(
        Rung.TERRITORY, "empty_commune",
        Bilingual(f"{words.fr} sans commune.", f"{words.en} without a commune."),
        Bilingual(
            "Remplissez-les si vous le pouvez : personne d'autre que vous ne lira ces lignes.",
            "Fill them if you can: nobody but you will read these rows.",
        ),
        empty, breaks=empty == rows,
    )  # fmt: skip


def _name(code: str, cog: Cog) -> str:
    meanings = cog.meanings(code)
    return f"{meanings[-1].nom} ({code})" if meanings else code


def old_message(old: Counter[str], cog: Cog) -> CheckMessage:
    """« 14 lignes portent 35147, Lanhélin, fusionnée en 2019 : comptées dans Mesnil-Roc'h. »"""
    code, count = old.most_common(1)[0]
    words = rows_in_words(count)
    meanings = [meaning for meaning in cog.meanings(code) if meaning.is_commune]
    name = meanings[-1].nom if meanings else code
    end = meanings[-1].end if meanings else None
    year_fr = f", qui n'est plus une commune depuis {end.year}" if end else ""
    year_en = f", no commune since {end.year}" if end else ""
    now = _name(commune_now(cog, code) or code, cog)
    others = len(old) - 1
    more_fr = f" Et d'autres anciens codes ({others})." if others else ""
    more_en = f" And other old codes ({others})." if others else ""
    carry = ("portent", "carry") if count > 1 else ("porte", "carries")
    return CheckMessage(
        Rung.TERRITORY, "old_commune",
        Bilingual(
            f"{words.fr} {carry[0]} {code}, {name}{year_fr} : comptées dans {now}.{more_fr}",
            f"{words.en} {carry[1]} {code}, {name}{year_en}: placed in {now}.{more_en}",
        ),
        Bilingual(
            "Rien à faire si cela convient ; sinon, corrigez ces codes.",
            "Nothing to do if that is right; otherwise mend these codes.",
        ),
        old.total(),
        tuple(f"{one} → {commune_now(cog, one)}" for one, _ in old.most_common(_EXAMPLES)),
    )  # fmt: skip


def postal_message(postal: Counter[str]) -> CheckMessage:
    words = rows_in_words(postal.total())
    listed = ", ".join(code for code, _ in postal.most_common(_EXAMPLES))
    return CheckMessage(
        Rung.TERRITORY, "postal_code",
        Bilingual(
            f"{words.fr} avec un code postal à la place du code de la commune ({listed}).",
            f"{words.en} with a postal code in place of the commune's code ({listed}).",
        ),
        Bilingual(
            "Mettez le code INSEE : un code postal couvre souvent plusieurs communes.",
            "Give INSEE's code: a postal code often covers several communes.",
        ),
        postal.total(), tuple(code for code, _ in postal.most_common(_EXAMPLES)),
    )  # fmt: skip


def unknown_message(unknown: Counter[str], rows: int) -> CheckMessage:
    words = rows_in_words(unknown.total())
    listed = ", ".join(f"« {text[:30]} »" for text, _ in unknown.most_common(_EXAMPLES))
    listed_en = ", ".join(f'"{text[:30]}"' for text, _ in unknown.most_common(_EXAMPLES))
    return CheckMessage(
        Rung.TERRITORY, "unknown_commune",
        Bilingual(
            f"{words.fr} dont la commune n'est pas reconnue : {listed}.",
            f"{words.en} whose commune is not recognised: {listed_en}.",
        ),
        Bilingual(
            "Corrigez ces codes ou ces noms : personne d'autre que vous ne lira ces lignes.",
            "Mend these codes or names: nobody but you will read these rows.",
        ),
        unknown.total(), tuple(text[:30] for text, _ in unknown.most_common(_EXAMPLES)),
        breaks=2 * unknown.total() > rows,
    )  # fmt: skip


def _of_outside(seen: CommunesSeen, cog: Cog) -> CheckMessage:
    rows = sum(seen.seen[code] for code in seen.outside)
    words = rows_in_words(rows)
    listed = ", ".join(_name(code, cog) for code in seen.outside[:_EXAMPLES])
    more = " …" if len(seen.outside) > _EXAMPLES else "."
    total = sum(seen.seen.values()) + seen.unplaced + seen.empty
    if 2 * rows > total:
        of_fr, of_en = number_in_words(total, "fr"), number_in_words(total, "en")
        return CheckMessage(
            Rung.TERRITORY, MOSTLY_OUTSIDE,
            Bilingual(
                f"Ces lignes sont-elles bien les vôtres ? {words.fr} sur {of_fr} hors de votre "
                f"territoire : {listed}{more}",
                f"Are these rows really yours? {words.en} of {of_en} outside your territory: "
                f"{listed}{more}",
            ),
            Bilingual("Si oui, continuez.", "If so, go on."),
            rows, tuple(seen.outside[:_EXAMPLES]),
        )  # fmt: skip
    return CheckMessage(
        Rung.TERRITORY, "outside_communes",
        Bilingual(
            f"{words.fr} hors de votre territoire : {listed}{more}",
            f"{words.en} outside your territory: {listed}{more}",
        ),
        Bilingual(
            "Vérifiez ces codes ; s'ils sont justes, il n'y a rien à faire.",
            "Check these codes; if they are right, there is nothing to do.",
        ),
        rows, tuple(seen.outside[:_EXAMPLES]),
    )  # fmt: skip


def _of_missing(seen: CommunesSeen, cog: Cog) -> CheckMessage:
    count = len(seen.missing)
    listed = ", ".join(_name(code, cog) for code in seen.missing[:_EXAMPLES])
    more = " …" if count > _EXAMPLES else "."
    plural = "s" if count > 1 else ""
    return CheckMessage(
        Rung.TERRITORY, "missing_communes",
        Bilingual(
            f"{count} commune{plural} de votre territoire sans aucune ligne : {listed}{more}",
            f"{count} commune{plural} of your territory without a row: {listed}{more}",
        ),
        Bilingual(
            f"Si {'elles devraient' if plural else 'elle devrait'} en avoir, ajoutez ces "
            "lignes ; sinon, il n'y a rien à faire.",
            f"If {'they' if plural else 'it'} should have some, add these rows; otherwise there "
            "is nothing to do.",
        ),
        0, tuple(seen.missing[:_EXAMPLES]),
    )  # fmt: skip
