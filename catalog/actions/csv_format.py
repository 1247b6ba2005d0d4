"""Rules of declared CSV files: in a folder they are read by the names of their own headers, in a
bucket by position and in UTF-8, as every engine can.
"""

from __future__ import annotations

from catalog.actions.columns import suggestion
from catalog.actions.facts import Findings
from catalog.actions.problems import ObjectRefused
from catalog.model.dataset import CsvFormat, Dataset
from catalog.model.storage import Storage, StorageKind

_MOST_LINES_ABOVE = 1_000
"""More lines of title than any export that was met; each reading goes through them first."""
_ENCODINGS = ("utf-8", "latin-1", "iso-8859-1", "windows-1252", "utf-16")


def check_csv(dataset: Dataset, storage: Storage, findings: Findings) -> None:
    checking = _Checking(dataset, findings)
    csv = dataset.physical.csv or CsvFormat()
    is_in_a_folder = storage.kind is StorageKind.FILES
    if not csv.columns and not is_in_a_folder:
        checking.refuse(
            "dans un bucket, un CSV donne les noms de son en-tête, dans l'ordre (csv.columns)",
            "in a bucket, a CSV gives the names of its header, in their order (csv.columns)",
        )
        return
    if len(set(csv.columns)) != len(csv.columns):
        why = "deux colonnes de l'en-tête ont le même nom", "two header columns have one name"
        checking.refuse(*why, "columns")
    if len(csv.delimiter) != 1 or len(csv.quote) != 1 or csv.delimiter == csv.quote:
        why = "séparateur et guillemet sont un caractère chacun", "delimiter, quote: one character"
        checking.refuse(*why, "delimiter")
    if csv.header_row < 1:
        why = "la première ligne d'un fichier a le numéro 1", "the first line of a file is number 1"
        checking.refuse(*why, "header_row")
    elif csv.header_row > _MOST_LINES_ABOVE:
        most = f"{_MOST_LINES_ABOVE}"
        why = f"l'en-tête est l'une des {most} premières lignes", f"the first {most} lines have it"
        checking.refuse(*why, "header_row")
    known = ", ".join(_ENCODINGS)
    if csv.encoding.lower() not in _ENCODINGS:
        checking.refuse(f"l'encodage est l'un de : {known}", f"one of: {known}", "encoding")
    elif csv.encoding.lower() != "utf-8" and not is_in_a_folder:
        why = "dans un bucket, seul l'UTF-8 est lu", "in a bucket, only UTF-8 is read"
        checking.refuse(*why, "encoding")
    if csv.columns:
        checking.header(csv)


class _Checking:
    def __init__(self, dataset: Dataset, findings: Findings) -> None:
        self._dataset = dataset
        self._findings = findings

    def header(self, csv: CsvFormat) -> None:
        for column in self._dataset.columns:
            self._named(column.source_name, csv, "columns", column.name, "source")
        if csv.total_rows is not None:
            self._named(csv.total_rows.column, csv, "object", "csv", "total_rows")

    def refuse(self, why_fr: str, why_en: str, *key: str) -> None:
        self._refuse(why_fr, why_en, "object", "csv", *key)

    def _named(self, name: str, csv: CsvFormat, *path: str) -> None:
        if name in csv.columns:
            return
        folded = {each.casefold(): each for each in csv.columns}
        meant = folded.get(name.casefold()) or suggestion(name, csv.columns)
        self._refuse(
            f"« {name} » n'est pas dans l'en-tête (csv.columns)"
            + ("" if meant is None else f" ; écrivez « source: {meant} »"),
            f'"{name}" is not in the header (csv.columns)'
            + ("" if meant is None else f'; write "source: {meant}"'),
            *path,
        )

    def _refuse(self, why_fr: str, why_en: str, *path: str) -> None:
        problem = ObjectRefused(name=self._dataset.physical.name, why_fr=why_fr, why_en=why_en)
        self._findings.add(problem, *path)
