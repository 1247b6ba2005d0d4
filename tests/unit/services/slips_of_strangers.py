"""The same year of weighings as other software exports it: made up, from `slips_of_a_year`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

CODES = {"RESIDUELS": "P-011", "CARTON": "P-204", "VEGETAUX": "P-330", "INERTES": "P-471"}
"""What the collector calls each product here: codes of nobody's list."""


def restyle(folder: Path, *, hours: bool) -> None:
    """Slips one file a month, in tonnes, with a row of totals, net weights alone; `hours`: whether
    the two parties write them. The contract is a table.
    """
    bons = _rows(folder / "bons_collecteur.csv")
    by_month: dict[str, list[list[str]]] = {}
    for number, day, hour, plate, product, _, _, net, contract in bons:
        cells = [day, plate.replace("-", " "), CODES[product], _other_unit(net), number, contract]
        by_month.setdefault(day[3:], []).append([*cells, *([hour] if hours else [])])
    (folder / "bons_collecteur.csv").unlink()
    head = ["Jour", "Benne", "Prestation", "Tonnage (t)", "Pièce", "Référence marché"]
    for month, rows in by_month.items():
        total = sum((Decimal(row[3].replace(",", ".")) for row in rows), Decimal(0))
        rows.append(["TOTAL", "", "", _comma(total), *([""] * (len(rows[0]) - 4))])
        name = f"bons {month.replace('/', '-')}.csv"
        _write(folder / name, [*head, *(["Heure"] if hours else [])], rows)
    tickets = [
        [number, f"{day} {hour}" if hours else day, plate, net, article, client]
        for number, day, hour, plate, client, article, _, _, net in _rows(
            folder / "tickets_usine.csv"
        )
    ]
    tickets_head = ["Ticket pont", "Passage", "Tracteur", "Masse nette", "Article", "Compte"]
    _write(folder / "tickets_usine.csv", tickets_head, tickets)
    detail = _rows(folder / "factures_detail.csv")
    _write(folder / "factures_detail.csv", ["Facture", "Pièce", "Qté", "PU"], detail)
    lines = [[row[0], CODES[row[1]], *row[2:]] for row in _rows(folder / "factures_lignes.csv")]
    _write(folder / "factures_lignes.csv", ["Facture", "Prestation", "Qté", "PU", "Montant"], lines)
    _write_contract(folder)


def _write_contract(folder: Path) -> None:
    contract = json.loads((folder / "contrat.json").read_text("utf-8"))
    (folder / "contrat.json").unlink()
    step = contract["indexation"]
    head = [
        *("Marché", "Donneur d'ordre", "Code produit", "Code usine", "Désignation", "Tarif"),
        *("Tolérance kg", "Tolérance part", "Date révision", "Coefficient"),
    ]
    rows = [
        [
            contract["contract"], contract["clients_of_the_plant"]["ours"],
            CODES[one["collector_code"]], one["plant_code"], one["label"], one["price_eur_per_t"],
            "50", "0,008", step["date"], step["coefficient"][one["collector_code"]],
        ]
        for one in contract["products"]
    ]  # fmt: skip
    _write(folder / "contrat.csv", head, rows)


def _other_unit(net: str) -> str:
    """Kilograms as tonnes; a weight that was in tonnes by mistake is in kilograms by mistake."""
    number = Decimal(net.replace(",", "."))
    return _comma(number / 1000) if number > 100 else str(int(number * 1000))


def _comma(value: Decimal) -> str:
    return f"{value:.3f}".replace(".", ",")


def _rows(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("cp1252")), delimiter=";"))[1:]


def _write(path: Path, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([head, *rows])
    path.write_text(text.getvalue(), "cp1252")
