"""Make the carried form of the COG from the published files: same sources, same bytes.

    python scripts/make_cog.py SOURCE_DIR [--departement 35]... [--commune 49069]... [--all]
        [--out FOLDER]

SOURCE_DIR holds communes.parquet, epci.parquet, epci_membres.parquet,
historique_communes_1943_2019.parquet and mouvements_derives_2019_2026.csv. catalog/cog/data is the
whole country (--all). Without it, as the tests' small country: the chosen départements and
communes, the other members of their EPCI, and whoever shared land with them.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from catalog.cog.bundled_cog import (
    BundledCog,
    write_carried,
    write_epcis,
    write_figures,
    write_meanings,
)
from catalog.cog.history import (
    HISTORY_ENDS,
    Movement,
    MovementKind,
    Record,
    Vintage,
    effective,
    read_history,
)
from catalog.cog.values import Atom, Figures, Meaning, MeaningKind
from catalog.model.identifiers import CommuneCode, Siren

DATA = Path(__file__).resolve().parent.parent / "catalog" / "cog" / "data"
KINDS = {
    "COM": MeaningKind.COMMUNE,
    "COMD": MeaningKind.DELEGATED,
    "COMA": MeaningKind.ASSOCIATED,
}
# A 2019 population of a commune younger than this is its former chef-lieu's alone.
POPULATIONS_TRUSTED_SINCE = date(2018, 1, 1)

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """The published files, as read; every value is text, absent is empty."""

    records: Sequence[Row]
    communes: Sequence[Row]
    movements: Sequence[Row]
    members: Sequence[Row]
    epcis: Sequence[Row]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("--departement", action="append", default=[])
    parser.add_argument("--commune", action="append", default=[])
    parser.add_argument("--all", action="store_true", help="the whole country")
    parser.add_argument("--out", type=Path, default=DATA)
    options = parser.parse_args()
    source = read_source(options.source)
    departements = options.departement or ["35"]
    seeds = set(options.commune or ["49069", "27676"])
    seeds |= {code for code in every_code(source) if code.startswith(tuple(departements))}
    kept = every_code(source) if options.all else with_neighbours(source, seeds)
    vintages = read_vintages(source, kept)
    meanings = with_arrondissements(
        effective(read_history(read_records(source, kept), read_movements(source, kept), vintages)),
        source,
    )
    check_holders(meanings, source, kept)
    years = sorted({int(row["vintage"]) for row in source.members})
    carried = BundledCog(
        communes=write_meanings(meanings),
        figures=write_figures(figures_of(source, kept, meanings), years),
        epcis=write_epcis(epci_names(source, kept)),
        postal_codes=postal_codes(source, kept),
        vintages=tuple(years),
        days_known_until=HISTORY_ENDS,
    )
    write_carried(carried, options.out)


def read_source(folder: Path) -> Source:
    with (folder / "mouvements_derives_2019_2026.csv").open(encoding="utf-8", newline="") as file:
        movements = list(csv.DictReader(file))
    return Source(
        records=read_parquet(folder / "historique_communes_1943_2019.parquet"),
        communes=read_parquet(folder / "communes.parquet"),
        movements=movements,
        members=read_parquet(folder / "epci_membres.parquet"),
        epcis=read_parquet(folder / "epci.parquet"),
    )


def read_parquet(path: Path) -> list[Row]:
    columns = pq.read_table(path).to_pydict()
    texts = [["" if cell is None else str(cell) for cell in column] for column in columns.values()]
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*texts, strict=True)]


def every_code(source: Source) -> set[str]:
    codes = {row["code"] for row in source.records}
    return codes | {row["code"] for row in source.communes if row["type"] in KINDS}


def with_neighbours(source: Source, seeds: set[str]) -> set[str]:
    """The seeds, the members of their EPCI, and every code that ever shared land with those."""
    families: dict[str, set[str]] = {code: {code} for code in every_code(source)}
    for one, other in shared_land(source):
        if families[one] is not families[other]:
            families[one] |= families[other]
            for code in families[other]:
                families[code] = families[one]
    seeds = set().union(*(families[code] for code in seeds))
    epcis = {row["epci_siren"] for row in source.members if row["commune_code"] in seeds}
    seeds |= {row["commune_code"] for row in source.members if row["epci_siren"] in epcis}
    return set().union(*(families[code] for code in seeds))


def shared_land(source: Source) -> Iterable[tuple[str, str]]:
    for row in source.records:
        for other in (row["predecesseur"], row["successeur"], row["pole"]):
            if other:
                yield row["code"], code_of(other)
    for row in source.movements:
        yield row["code_avant"], row["code_apres"]
    for move in written_movements():
        yield move.before, move.after


def code_of(record_key: str) -> str:
    """35308 of COM-35308@2019-01-01."""
    return record_key.split("-", 1)[1].split("@", 1)[0]


def read_day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def read_records(source: Source, kept: set[str]) -> list[Record]:
    return [
        Record(
            key=row["id"],
            code=CommuneCode(row["code"]),
            kind=KINDS.get(row["type"]),
            nom=row["nom"],
            start=read_day(row["date_debut"]),
            end=read_day(row["date_fin"]),
            predecessor=row["predecesseur"] or None,
            members=tuple(row["membres"].split(";")) if row["membres"] else (),
        )
        for row in source.records
        if row["code"] in kept
    ]


def written_movements() -> list[Movement]:
    with (DATA / "movements.csv").open(encoding="utf-8", newline="") as file:
        return [
            Movement(
                date.fromisoformat(row["day"]),
                MovementKind(row["kind"]),
                CommuneCode(row["before"]),
                CommuneCode(row["after"]),
            )
            for row in csv.DictReader(file)
        ]


def read_movements(source: Source, kept: set[str]) -> list[Movement]:
    """Those written down with their day, then those between two vintages, on 1 January.

    What is written about two codes says everything of that year about them.
    """
    written = [move for move in written_movements() if move.before in kept]
    known = {(frozenset({move.before, move.after}), move.day.year) for move in written}
    members: dict[int, set[str]] = defaultdict(set)
    for row in source.members:
        members[int(row["vintage"])].add(row["commune_code"])
    for row in source.movements:
        kind, year = MovementKind(row["type"]), int(row["millesime_apres"])
        before, after = CommuneCode(row["code_avant"]), CommuneCode(row["code_apres"])
        years = range(int(row["millesime_avant"]) + 1, year + 1)
        if had_left(row["code_avant"], years, members):
            year = years[0]
        told = any((frozenset({before, after}), each) in known for each in years)
        if before in kept and not told:
            written.append(Movement(date(year, 1, 1), kind, before, after))
    return written


def had_left(code: str, years: range, members: Mapping[int, set[str]]) -> bool:
    """2020 has no list of communes, but the members of its EPCI say who was gone already."""
    return len(years) > 1 and code in members[years[0] - 1] and code not in members[years[0]]


def read_vintages(source: Source, kept: set[str]) -> list[Vintage]:
    communes: dict[int, dict[CommuneCode, str]] = defaultdict(dict)
    parts: dict[int, dict[CommuneCode, tuple[MeaningKind, str]]] = defaultdict(dict)
    for row in source.communes:
        kind = KINDS.get(row["type"])
        if kind is None or row["code"] not in kept:
            continue
        code = CommuneCode(row["code"])
        if kind is MeaningKind.COMMUNE:
            communes[int(row["vintage"])][code] = row["nom"]
        else:
            parts[int(row["vintage"])][code] = (kind, row["nom"])
    return [Vintage(year, communes[year], parts[year]) for year in sorted(communes)]


def check_holders(meanings: Iterable[Meaning], source: Source, kept: set[str]) -> None:
    """Each part lies in the commune that the yearly list puts it in. Raises ValueError."""
    by_code: dict[str, list[Meaning]] = defaultdict(list)
    for each in meanings:
        by_code[each.code].append(each)
    for row in source.communes:
        if row["code"] not in kept or KINDS.get(row["type"]) is None or not row["parent"]:
            continue
        day = date(int(row["vintage"]), 1, 1)
        part, whole = (
            next((each for each in by_code[code] if each.holds_at(day)), None)
            for code in (row["code"], row["parent"])
        )
        if part is None or whole is None or not part.atoms <= whole.atoms:
            message = f"{row['code']} is not in {row['parent']} on {day}, as the list says"
            raise ValueError(message)


def with_arrondissements(meanings: Sequence[Meaning], source: Source) -> list[Meaning]:
    """Paris, Lyon and Marseille are the land of their arrondissements, whose codes mean parts."""
    pieces: dict[str, dict[Atom, str]] = defaultdict(dict)
    for row in source.communes:
        if row["type"] == "ARM":
            pieces[row["parent"]][Atom(row["code"])] = row["nom"]
    divided = {code: frozenset(pieces[code]) for code in pieces}
    found = []
    for each in meanings:
        atoms = frozenset[Atom]().union(
            *(divided.get(atom, frozenset({atom})) for atom in each.atoms)
        )
        found.append(replace(each, atoms=atoms))
    known = {each.code for each in meanings}
    return found + [
        Meaning(CommuneCode(atom), MeaningKind.MUNICIPAL, nom, None, None, frozenset({atom}))
        for code in sorted(pieces)
        if code in known
        for atom, nom in sorted(pieces[code].items())
    ]


def figures_of(source: Source, kept: set[str], meanings: Iterable[Meaning]) -> dict[str, Figures]:
    """Each code's population, EPCI and SIREN by vintage."""
    young = {
        each.code
        for each in meanings
        if each.is_commune
        and each.holds_at(HISTORY_ENDS)
        and each.start is not None
        and each.start > POPULATIONS_TRUSTED_SINCE
        and len(each.atoms) > 1
    }
    figures: dict[str, Figures] = defaultdict(lambda: Figures({}, {}, {}))
    for row in source.communes:
        code, year = row["code"], int(row["vintage"])
        if row["type"] == "COM" and code in kept:
            known = figures[code]
            if row["siren"]:
                known.sirens[year] = Siren(row["siren"])
            if row["population"] and not (code in young and year == HISTORY_ENDS.year):
                known.populations[year] = int(row["population"])
    for row in source.members:
        if row["commune_code"] in kept:
            known, year = figures[row["commune_code"]], int(row["vintage"])
            known.epcis[year] = Siren(row["epci_siren"])
            # The year without a list of communes has its members' SIREN.
            known.sirens.setdefault(year, Siren(row["commune_siren"]))
    return dict(figures)


def postal_codes(source: Source, kept: set[str]) -> str:
    """One a line: what looks like a commune's code and is not one."""
    found = {
        code
        for row in source.communes
        if row["code"] in kept
        for code in row["codes_postaux"].split(";")
    }
    return "".join(f"{code}\n" for code in sorted(found - {""}))


def epci_names(source: Source, kept: set[str]) -> dict[Siren, dict[int, str]]:
    wanted = {row["epci_siren"] for row in source.members if row["commune_code"] in kept}
    names: dict[Siren, dict[int, str]] = defaultdict(dict)
    for row in source.epcis:
        if row["siren"] in wanted:
            names[Siren(row["siren"])][int(row["vintage"])] = row["nom"]
    return dict(names)


if __name__ == "__main__":
    main()
