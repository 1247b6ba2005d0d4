"""Messages about cells of a file that are not what their columns are described to be."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from catalog.actions.columns import suggestion
from catalog.model.bilingual import Bilingual
from catalog.model.column_types import TYPES
from catalog.model.dataset import Classification, Column, Dataset
from catalog.standards.standard import departures, standards
from catalog.standards.word_lists import word_lists
from intake.deposits.cell_values import CellValues
from intake.deposits.check_values import CheckMessage, Rung
from intake.deposits.row_batches import Target
from intake.file_reading.cell_text import shown
from intake.file_reading.sentences import number_in_words
from intake.file_reading.typed_rows import ReadFile

_EXAMPLES = 3
_WHY = {
    "error_cell": ("en erreur de formule", "with an error of a formula"),
    **{each.misfit: each.misfit_words for each in TYPES.values() if each.misfit_words is not None},
    "damaged_code": ("dont le code a été abîmé par un tableur", "whose code a spreadsheet damaged"),
    "too_large": ("au-delà de leur type", "too large for their type"),
    "decimals": ("avec des décimales dans un nombre entier", "with decimals in a whole number"),
}
_REMEDY = {
    "error_cell": Bilingual(
        "Corrigez la formule dans votre tableur ; sinon ces cases restent vides.",
        "Mend the formula in your spreadsheet; otherwise these cells stay empty.",
    ),
    "damaged_code": Bilingual(
        "Exportez de nouveau la colonne au format texte : le code d'origine est perdu ici.",
        "Export the column again as text: the code is lost here.",
    ),
}
_OTHER_REMEDY = Bilingual(
    "Corrigez ces cases, ou choisissez un autre type pour la colonne ; sinon elles restent vides.",
    "Mend these cells, or choose another type for the column; otherwise they stay empty.",
)


def rows_in_words(count: int) -> Bilingual:
    return Bilingual(
        f"{number_in_words(count, 'fr')} ligne{'s' if count > 1 else ''}",
        f"{number_in_words(count, 'en')} row{'s' if count > 1 else ''}",
    )


def unread_messages(
    dataset: Dataset, file: ReadFile, targets: Sequence[Target]
) -> list[CheckMessage]:
    """One message for each reason, whatever the number of columns and rows."""
    personal = {column.source_name for column in dataset.columns if column.classification >= 2}
    counts: Counter[str] = Counter()
    columns: dict[str, dict[str, None]] = defaultdict(dict)
    examples: dict[str, dict[str, None]] = defaultdict(dict)
    for target in targets:
        if target.read is None:
            continue
        values = CellValues(target.read, target.kind, target.factor, target.zone)
        for cell in target.read.values:
            values.value(cell)
        if not values.misfits and not target.read.column.error_cells:
            continue
        for row in file.rows():
            cell = row.cell(target.read)
            if cell is None or values.value(cell) is not None:
                continue
            why = values.misfits.get(cell)
            if why is None:
                continue
            counts[why] += 1
            columns[why][target.read.name] = None
            if target.name not in personal and len(examples[why]) < _EXAMPLES:
                examples[why][f"{shown(cell)[:40]} (l. {row.number})"] = None
    return [
        unread_message(
            why,
            count,
            [Bilingual(name, name) for name in columns[why]],
            tuple(examples[why]),
            _REMEDY.get(why, _OTHER_REMEDY),
        )
        for why, count in counts.items()
    ]


def unread_message(
    why: str, count: int, columns: Sequence[Bilingual], examples: tuple[str, ...], remedy: Bilingual
) -> CheckMessage:
    fr, en = _WHY.get(why, ("qui ne se lisent pas", "that cannot be read"))
    listed = ", ".join(f"« {name.fr} »" for name in columns[:_EXAMPLES])
    listed_en = ", ".join(f'"{name.en}"' for name in columns[:_EXAMPLES])
    plural = "s" if count > 1 else ""
    return CheckMessage(
        Rung.TYPED,
        why,
        Bilingual(
            f"{number_in_words(count, 'fr')} case{plural} {fr} dans {listed}.",
            f"{number_in_words(count, 'en')} cell{plural} {en} in {listed_en}.",
        ),
        remedy,
        count,
        examples,
        columns[0].fr if len(columns) == 1 else None,
    )


def key_messages(
    dataset: Dataset, file: ReadFile, targets: Mapping[str, Target]
) -> Iterable[CheckMessage]:
    """`targets` by source name. A key that is empty or comes twice names no row."""
    key = [dataset.column(name) for name in dataset.primary_key]
    if not key:
        return
    reads = []
    for column in key:
        target = targets.get(column.source_name)
        if target is None or target.read is None:
            return
        reads.append((target.read, CellValues(target.read, target.kind, target.factor)))
    counts: Counter[tuple[object, ...]] = Counter(
        tuple(values.value(row.cell(read)) for read, values in reads) for row in file.rows()
    )
    label = " + ".join(column.label_fr for column in key)
    empty = sum(count for named, count in counts.items() if None in named)
    again = sum(count - 1 for named, count in counts.items() if None not in named)
    if empty:
        words = rows_in_words(empty)
        yield CheckMessage(
            Rung.CONFORMING,
            "empty_key",
            Bilingual(f"{words.fr} sans « {label} ».", f'{words.en} without "{label}".'),
            Bilingual(
                "Remplissez ces cases : la clé désigne chaque ligne.",
                "Fill these cells: the key names each row.",
            ),
            empty,
            column=label,
            breaks=True,
        )
    if again:
        words = rows_in_words(again)
        yield CheckMessage(
            Rung.CONFORMING,
            "repeated_key",
            Bilingual(
                f"{words.fr} de trop : la clé « {label} » d'une autre y revient.",
                f'{words.en} too many: they bear the key "{label}" of another.',
            ),
            Bilingual(
                "Retirez les doublons, ou choisissez une clé qui distingue toutes les lignes.",
                "Remove the repeated rows, or choose a key that tells all rows apart.",
            ),
            again,
            column=label,
            breaks=True,
        )


def list_messages(
    dataset: Dataset, file: ReadFile, targets: Mapping[str, Target]
) -> list[CheckMessage]:
    """Values that no closed list has."""
    messages = []
    lists = word_lists(dataset)
    for column in dataset.columns:
        target = targets.get(column.source_name)
        if column.id not in lists or target is None or target.read is None:
            continue
        values = CellValues(target.read, target.kind)
        known = frozenset(lists[column.id])
        outside = {
            cell: str(value)
            for cell in target.read.values
            if (value := values.value(cell)) is not None and str(value) not in known
        }
        if not outside:
            continue
        rows: Counter[str] = Counter(
            outside[cell] for row in file.rows() if (cell := row.cell(target.read)) in outside
        )
        often = [value for value, _ in rows.most_common(_EXAMPLES)]
        messages.append(list_message(column, rows.total(), often, lists[column.id]))
    return messages


def list_message(
    column: Column, total: int, often: Sequence[str], listed: Sequence[str]
) -> CheckMessage:
    """`often`: the commonest of the values that are not `listed`."""
    words = rows_in_words(total)
    near = {value: suggestion(value, listed) for value in often}
    examples = [value if near[value] is None else f"{value} → {near[value]} ?" for value in often]
    is_personal = column.classification >= Classification.PERSONAL
    shown_fr = "" if is_personal else f" : {', '.join(f'« {value} »' for value in often)}"
    shown_en = "" if is_personal else f": {', '.join(repr(value) for value in often)}"
    return CheckMessage(
        Rung.CONFORMING,
        "outside_list",
        Bilingual(
            f"{words.fr} avec une valeur hors de la liste de « {column.label_fr} »{shown_fr}.",
            f'{words.en} with a value outside the list of "{column.label_en}"{shown_en}.',
        ),
        Bilingual(
            "Corrigez ces valeurs, ou ajoutez-les à la liste de la colonne ; sur un standard, dites"
            " ce qu'elles y veulent dire.",
            "Mend these values, or add them to the column's list; of a standard, say what they mean"
            " in it.",
        ),
        total,
        () if column.classification >= 2 else tuple(examples),
        column.label_fr,
    )


def standard_messages(dataset: Dataset) -> list[CheckMessage]:
    standard = standards().get(dataset.standard or "")
    if standard is None:
        return []
    gaps = departures(standard, dataset.columns)
    if not gaps:
        return []
    fields = ", ".join(gap.field.name for gap in gaps)
    return [
        CheckMessage(
            Rung.CONFORMING,
            "standard",
            Bilingual(
                f"Le standard « {standard.title} » n'est pas suivi : {fields}.",
                f'The standard "{standard.name}" is not followed: {fields}.',
            ),
            Bilingual(
                "Ajoutez ces colonnes, corrigez leur type, ou retirez le standard.",
                "Add these columns, mend their type, or withdraw the standard.",
            ),
            0,
            breaks=True,
        )
    ]
