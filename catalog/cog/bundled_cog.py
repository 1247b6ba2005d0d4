"""The carried form of the COG: texts, one line a code, written once and decoded on use.

A line is fields between tabs; the first is the code. In `communes`, each further field is a
meaning, `kind|nom|start|end|atoms`, where an empty bound is none, and empty atoms are the land
named after the code. In `figures`: populations by vintage, then EPCI and SIREN as runs of years.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from catalog.cog.values import Atom, Figures, Meaning, MeaningKind
from catalog.model.identifiers import CommuneCode, Siren

COMMUNES, FIGURES, EPCIS, ABOUT = "communes.tsv", "figures.tsv", "epci.tsv", "about.json"
POSTAL_CODES = "postal_codes.txt"
_KINDS = {kind.name[0]: kind for kind in MeaningKind}
_LETTERS = {kind: letter for letter, kind in _KINDS.items()}


@dataclass(frozen=True, slots=True, eq=False)
class BundledCog:
    """`days_known_until`: movements before it have their day, those after only their vintage."""

    communes: str
    figures: str
    epcis: str
    postal_codes: str
    vintages: tuple[int, ...]
    days_known_until: date


def read_carried(folder: Path) -> BundledCog:
    about = json.loads((folder / ABOUT).read_text("utf-8"))
    return BundledCog(
        communes=(folder / COMMUNES).read_text("utf-8"),
        figures=(folder / FIGURES).read_text("utf-8"),
        epcis=(folder / EPCIS).read_text("utf-8"),
        postal_codes=(folder / POSTAL_CODES).read_text("utf-8"),
        vintages=tuple(about["vintages"]),
        days_known_until=date.fromisoformat(about["days_known_until"]),
    )


def write_carried(carried: BundledCog, folder: Path) -> None:
    """Equal values are equal bytes."""
    about = {
        "days_known_until": carried.days_known_until.isoformat(),
        "vintages": list(carried.vintages),
    }
    (folder / COMMUNES).write_text(carried.communes, "utf-8")
    (folder / FIGURES).write_text(carried.figures, "utf-8")
    (folder / EPCIS).write_text(carried.epcis, "utf-8")
    (folder / POSTAL_CODES).write_text(carried.postal_codes, "utf-8")
    (folder / ABOUT).write_text(json.dumps(about, indent=2) + "\n", "utf-8")


def lines_of(text: str) -> dict[str, str]:
    """Everything after the first tab, by what is before it."""
    lines: dict[str, str] = dict(line.split("\t", 1) for line in text.splitlines())
    return lines


def write_meanings(meanings: Iterable[Meaning]) -> str:
    fields: dict[str, list[str]] = defaultdict(list)
    for each in sorted(meanings, key=lambda each: (each.code, each.start or date.min)):
        atoms = "" if each.atoms == {Atom(each.code)} else " ".join(sorted(each.atoms))
        start, end = (day.isoformat() if day else "" for day in (each.start, each.end))
        fields[each.code].append(f"{_LETTERS[each.kind]}|{each.nom}|{start}|{end}|{atoms}")
    return _text((code, *fields[code]) for code in sorted(fields))


def read_meanings(code: str, line: str) -> tuple[Meaning, ...]:
    return tuple(_read_meaning(CommuneCode(code), field) for field in line.split("\t"))


def _read_meaning(code: CommuneCode, field: str) -> Meaning:
    kind, nom, start, end, atoms = field.split("|")
    return Meaning(
        code,
        _KINDS[kind],
        nom,
        date.fromisoformat(start) if start else None,
        date.fromisoformat(end) if end else None,
        frozenset(map(Atom, atoms.split(" ") if atoms else (code,))),
    )


def codes_by_atom(lines: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Every atom, and the codes that meant it at some time, by code."""
    holders: dict[str, list[str]] = defaultdict(list)
    for code, line in lines.items():
        if line.endswith("|") and "\t" not in line:
            holders[code].append(code)
            continue
        atoms = [field.rpartition("|")[2] for field in line.split("\t")]
        for atom in {each for text in atoms for each in (text.split(" ") if text else (code,))}:
            holders[atom].append(code)
    return {atom: tuple(codes) for atom, codes in holders.items()}


def codes_by_name(lines: Mapping[str, str]) -> dict[str, list[str]]:
    """Every name that a commune (not a part of one) has had, and the codes it had it under."""
    names: dict[str, list[str]] = defaultdict(list)
    for code, line in lines.items():
        for field in line.split("\t"):
            kind, nom, _ = field.split("|", 2)
            if kind == _LETTERS[MeaningKind.COMMUNE]:
                names[nom].append(code)
    return dict(names)


def codes_of_parts(lines: Mapping[str, str]) -> frozenset[str]:
    """The codes that at some time meant a part of a commune."""
    commune = _LETTERS[MeaningKind.COMMUNE] + "|"
    later = "\t" + commune
    return frozenset(
        code
        for code, line in lines.items()
        if line.count("\t") != line.count(later) or not line.startswith(commune)
    )


def codes_begun_inside_a_year(lines: Mapping[str, str]) -> frozenset[str]:
    """The codes of which a commune's meaning starts on another day than 1 January."""
    found = set()
    for code, line in lines.items():
        if line.endswith("|||"):
            continue
        for field in line.split("\t"):
            kind, _, start, _ = field.split("|", 3)
            if kind == _LETTERS[MeaningKind.COMMUNE] and start and not start.endswith("-01-01"):
                found.add(code)
    return frozenset(found)


def names_of_steady_codes(lines: Mapping[str, str]) -> dict[CommuneCode, str]:
    """By code, for the codes that have always been one commune of one name (and one land)."""
    commune = _LETTERS[MeaningKind.COMMUNE] + "|"
    return {
        CommuneCode(code): line[len(commune) : -3]
        for code, line in lines.items()
        if line.endswith("|||") and line.startswith(commune) and "\t" not in line
    }


def write_figures(figures: Mapping[str, Figures], vintages: Sequence[int]) -> str:
    return _text(
        (
            code,
            ",".join(str(figures[code].populations.get(year, "")) for year in vintages),
            _write_runs(figures[code].epcis, vintages),
            _write_runs(figures[code].sirens, vintages),
        )
        for code in sorted(figures)
    )


def read_figures(line: str, vintages: Sequence[int]) -> Figures:
    populations, epcis, sirens = line.split("\t")
    return Figures(
        {
            year: int(population)
            for year, population in zip(vintages, populations.split(","), strict=True)
            if population
        },
        _read_runs(epcis, vintages),
        _read_runs(sirens, vintages),
    )


def codes_by_siren(lines: Mapping[str, str]) -> dict[str, list[str]]:
    """The codes under which each legal person is or was a commune, by code."""
    return _codes_by_run(lines, field=2)


def codes_by_epci(lines: Mapping[str, str]) -> dict[str, list[str]]:
    """The codes of the communes that belong or belonged to each EPCI."""
    return _codes_by_run(lines, field=1)


def _codes_by_run(lines: Mapping[str, str], field: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for code, line in lines.items():
        text = line.split("\t")[field]
        if text and ":" not in text:
            found[text].append(code)
            continue
        for siren in {run.partition(":")[2] for run in text.split(";")} - {""}:
            found[siren].append(code)
    return dict(found)


def _write_runs(by_year: Mapping[int, str], years: Sequence[int]) -> str:
    """`2019:243500733;2024:` is that SIREN from 2019 to 2023; alone, it is in every vintage."""
    runs: list[str] = []
    last = ""
    for year in years:
        value = by_year.get(year, "")
        if value != last:
            runs.append(f"{year}:{value}")
            last = value
    whole = f"{years[0]}:"
    return (
        runs[0].removeprefix(whole)
        if len(runs) == 1 and runs[0].startswith(whole)
        else (";".join(runs))
    )


def _read_runs(text: str, vintages: Sequence[int]) -> dict[int, Siren]:
    if not text:
        return {}
    if ":" not in text:
        return dict.fromkeys(vintages, Siren(text))
    starts = dict(run.split(":") for run in text.split(";"))
    values: dict[int, Siren] = {}
    value = ""
    for year in vintages:
        value = starts.get(str(year), value)
        if value:
            values[year] = Siren(value)
    return values


def write_epcis(names: Mapping[Siren, Mapping[int, str]]) -> str:
    """One line an EPCI: `vintage|name` for the first vintage of each name."""
    lines = []
    for siren in sorted(names):
        fields: list[str] = []
        last = ""
        for year in sorted(names[siren]):
            if names[siren][year] != last:
                last = names[siren][year]
                fields.append(f"{year}|{last}")
        lines.append((siren, *fields))
    return _text(lines)


def read_epci_names(line: str) -> dict[int, str]:
    named = (field.split("|", 1) for field in line.split("\t"))
    return {int(year): nom for year, nom in named}


def pack(carried: BundledCog) -> bytes:
    """One compressed document: what the store keeps."""
    return zlib.compress(
        json.dumps(
            {
                "communes": carried.communes,
                "figures": carried.figures,
                "epcis": carried.epcis,
                "postal_codes": carried.postal_codes,
                "vintages": carried.vintages,
                "days_known_until": carried.days_known_until.isoformat(),
            },
            ensure_ascii=False,
        ).encode(),
        level=6,
    )


def unpack(packed: bytes) -> BundledCog:
    document = json.loads(zlib.decompress(packed))
    return BundledCog(
        communes=document["communes"],
        figures=document["figures"],
        epcis=document["epcis"],
        postal_codes=document["postal_codes"],
        vintages=tuple(document["vintages"]),
        days_known_until=date.fromisoformat(document["days_known_until"]),
    )


def _text(lines: Iterable[Sequence[str]]) -> str:
    return "".join("\t".join(fields) + "\n" for fields in lines)
