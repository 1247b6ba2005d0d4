"""One thing written in two ways in a column of words: « LANGOUET » and « Langouet »."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from catalog.fold import fold
from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Classification, Dataset
from intake.deposits.check_values import CheckMessage, Rung
from intake.deposits.row_batches import Target
from intake.deposits.value_checks import rows_in_words
from intake.file_reading.typed_rows import ReadFile

_EXAMPLES = 2
_MOST_WORDS = 2_000
"""Of more different values, the column holds no names that come again."""


def spelling_messages(
    dataset: Dataset, file: ReadFile, targets: Sequence[Target]
) -> Iterable[CheckMessage]:
    """One at most, of the first such column; it breaks nothing: each row is kept as it is written.

    Columns about people, keys and closed lists are left out.
    """
    columns = {column.source_name: column for column in dataset.columns}
    for target in targets:
        column, read = columns.get(target.name), target.read
        if column is None or read is None or read.made is not None or column.code_list:
            continue
        if column.classification >= Classification.PERSONAL or column.name in dataset.primary_key:
            continue
        words = {cell: text for cell, text in read.values.items() if isinstance(text, str)}
        if not 1 < len(words) <= _MOST_WORDS:
            continue
        ways: dict[str, set[str]] = defaultdict(set)
        for text in words.values():
            ways[" ".join(fold(text).split())].add(text)
        twice = {plain for plain, texts in ways.items() if plain and len(texts) > 1}
        if twice:
            rows = Counter(words[cell] for row in file.rows() if (cell := row.cell(read)) in words)
            yield _message(column.label_fr, column.label_en, [ways[one] for one in twice], rows)
            return


def _message(
    label_fr: str, label_en: str | None, ways: Sequence[set[str]], rows: Counter[str]
) -> CheckMessage:
    often = sorted(ways, key=lambda texts: (-sum(rows[text] for text in texts), min(texts)))
    total = sum(rows[text] for texts in ways for text in texts)
    pairs = [sorted(texts, key=lambda text: (-rows[text], text))[:2] for texts in often[:_EXAMPLES]]
    fr = ", ".join(f"« {one[:30]} » et « {other[:30]} »" for one, other in pairs)
    en = ", ".join(f'"{one[:30]}" and "{other[:30]}"' for one, other in pairs)
    return CheckMessage(
        Rung.CONFORMING, "two_spellings",
        Bilingual(
            f"Écrit de deux façons dans « {label_fr} » : {fr} ({rows_in_words(total).fr}).",
            f'Written in two ways in "{label_en or label_fr}": {en} ({rows_in_words(total).en}).',
        ),
        Bilingual(
            "Gardés tels quels : corrigez le fichier pour qu'ils se comptent ensemble.",
            "Kept as they are: mend the file for them to count together.",
        ),
        total, column=label_fr,
    )  # fmt: skip
