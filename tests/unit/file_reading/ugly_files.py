"""Files as ugly as real exports, made from a seed; each with what a careful reader makes of it.

Every value is made up: only the names and codes of communes are real.
"""

import io
import json
import random
from dataclasses import dataclass, field
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.parquet as pq

from tests.unit.file_reading.workbook_bytes import Error, SheetOf, Styled, ods, xlsx


@dataclass(frozen=True)
class Truth:
    """`columns`: name, type, unit, filled, sum; `ignored`: row and reason."""

    header: list
    rows: int
    columns: list
    ignored: list = field(default_factory=list)
    personal: dict = field(default_factory=dict)
    communes: dict | None = None
    questions: list = field(default_factory=list)
    notes: set = field(default_factory=set)
    unread: int = 0


def _text(lines, delimiter=";"):
    return "\r\n".join(delimiter.join(line) for line in lines) + "\r\n"


def _french(value, places=2):
    whole, _, rest = f"{value:,.{places}f}".partition(".")
    return whole.replace(",", "\u202f") + (f",{rest}" if rest else "")


def invoices_cp850():
    """Titles padded with delimiters, a report carried forward, an average, DOS accents."""
    dice = random.Random(1)
    lines = [["SIAEP DE LA VALLÉE", "", "", "", ""], ["", "", "", "", ""]]
    lines.append(["Pièce", "Émise le", "Libellé dépense", "Montant réglé", "Soldé"])
    total = 0
    for at in range(40):
        if at == 20:
            lines.append(["", "", "Report", _french(total), ""])
        amount = dice.randrange(100, 900_000) / 100
        total += amount
        day = date(2024, 1, 1) + timedelta(days=dice.randrange(300))
        lines.append([
            f"{at + 1:05d}", f"{day:%d.%m.%y}",
            dice.choice(["Réparation fuite", "Électricité", "Chlore"]),
            _french(amount) if at else "ND", dice.choice(["O", "N"]),
        ])  # fmt: skip
        total -= 0 if at else amount
    lines += [["Moyenne", "", "", _french(total / 39), ""], ["Total", "", "", _french(total), ""]]
    data = _text(lines).replace("\u202f", " ").encode("cp850")
    return "depenses.txt", data, Truth(
        [3], 40,
        [("Pièce", "string", None, 40, None), ("Émise le", "date", None, 40, None),
         ("Libellé dépense", "string", None, 40, None),
         ("Montant réglé", "decimal", "EUR", 39, round(total, 2)),
         ("Soldé", "boolean", None, 40, None)],
        [(1, "title"), (24, "carried_forward"), (45, "average"), (46, "total")],
        notes={"century"},
    )  # fmt: skip


def english_export():
    """Month first, thousands by comma, a unit on each header in brackets."""
    dice = random.Random(2)
    lines = [["Ref", "Reading date", "Flow [m3/h]", "Volume [m3]", "Checked"]]
    total = 0
    for at in range(60):
        volume = dice.randrange(500, 9_000_000) / 10
        total += volume
        day = date(2025, 1, 1) + timedelta(days=at * 5)
        lines.append([
            f"K-{at:03d}", f"{day:%m/%d/%Y}", f"{dice.random() * 9:.2f}", f'"{volume:,.1f}"',
            dice.choice(["yes", "no"]),
        ])  # fmt: skip
    return "meters.csv", _text(lines, ",").encode(), Truth(
        [1], 60,
        [("Ref", "string", None, 60, None), ("Reading date", "date", None, 60, None),
         ("Flow [m3/h]", "decimal", "m3/h", 60, None),
         ("Volume [m3]", "decimal", "m3", 60, round(total, 1)),
         ("Checked", "boolean", None, 60, None)],
    )  # fmt: skip


def monthly_sheets():
    """The same table on a sheet a month, units on a row of their own, a sheet that is hidden."""
    dice = random.Random(3)
    sheets, total = {}, 0
    for month, name in ((1, "Janvier"), (2, "Février"), (3, "Mars")):
        rows = [["Tournée", "Jour", "Verre", "Papier"], [None, None, "(kg)", "(kg)"]]
        for at in range(25):
            weight = dice.randrange(100, 4000)
            total += weight
            rows.append(
                [f"T{at % 5 + 1:02d}", Styled(45_658 + 31 * month + at, 1), weight, weight * 2]
            )
        rows.append(
            ["TOTAL", None, sum(row[2] for row in rows[2:]), sum(row[3] for row in rows[2:])]
        )
        sheets[name] = rows
    sheets["Listes"] = SheetOf([["Verre"], ["Papier"]], state="hidden")
    return "collecte 2025.xlsx", xlsx(sheets), Truth(
        [1], 75,
        [("Tournée", "string", None, 75, None), ("Jour", "date", None, 75, None),
         ("Verre", "integer", "kg", 75, total), ("Papier", "integer", "kg", 75, 2 * total)],
        [(2, "units"), (28, "total")], notes={"sheets_together"},
    )  # fmt: skip


def groups_in_ods():
    """Two merged header lines, percentages, an error, a hidden column, names for codes."""
    dice = random.Random(4)
    rows = [
        [("Réseau d'eau 2025", 6, 1), *["<covered>"] * 5],
        [("Commune", 1, 2), ("Interne", 1, 2), ("Volumes (m3)", 3, 1), "<covered>", "<covered>",
         ("Taux", 1, 2)],
        ["<covered>", "<covered>", "2023", "2024", "2025", "<covered>"],
    ]  # fmt: skip
    total = 0
    for at, place in enumerate(
        ["COMBOURG", "ST-DOMINEUC", "Tinténiac", "QUEBRIAC", "BAUSSAINE (LA)"]
    ):
        volumes = [dice.randrange(100, 9000) for _ in range(3)]
        total += volumes[0]
        rate = Error() if at == 2 else Styled(0.5 + at / 10, 2)
        rows.append(
            [place, f"z{at}", volumes[0], "n.d." if at == 1 else volumes[1], volumes[2], rate]
        )
    return "volumes.ods", ods("Réseau", rows, hidden_columns={2}), Truth(
        [2, 3], 5,
        [("Commune", "string", None, 5, None), ("Interne", "string", None, 5, None),
         ("Volumes (m3) 2023", "integer", "m3", 5, total),
         ("Volumes (m3) 2024", "integer", "m3", 4, None),
         ("Volumes (m3) 2025", "integer", "m3", 5, None), ("Taux", "decimal", "ratio", 4, 2.8)],
        [(1, "title")], communes={"name_variant": 4, "name": 1},
        notes={"error_cells", "hidden_columns", "wide_form"}, unread=1,
    )  # fmt: skip


def page_named_xls():
    """A web page under the name of a workbook, telephones and a street beside names."""
    rows = "".join(
        f"<tr><td>Mme Zoé EXEMPLE{at}</td><td>{at + 1} rue des Lilas</td>"
        f"<td>06 39 98 {at:02d} 1{at % 10}</td><td>{12 + at},5 €</td></tr>"
        for at in range(20)
    )
    page = (
        "<html><body><table><tr><th>Redevable</th><th>Adresse</th><th>Contact</th>"
        f"<th>Reste dû</th></tr>{rows}</table></body></html>"
    )
    return "impayes.xls", page.encode(), Truth(
        [1], 20,
        [("Redevable", "string", None, 20, None), ("Adresse", "string", None, 20, None),
         ("Contact", "string", None, 20, None), ("Reste dû", "decimal", "EUR", 20, 440)],
        personal={"Redevable": "name", "Adresse": "address", "Contact": "phone"},
        notes={"extension", "personal_data"},
    )  # fmt: skip


def ragged_lines():
    """Cells beyond the header, line breaks in cells, an employee number that is no NIR."""
    lines = [["id_agent", "commentaire", "heures (h)"]]
    lines += [[f"{at:04d}", f'"ligne {at}\nsuite; fin"', f"{at},25"] for at in range(30)]
    lines[7] += ["", "perdu"]
    return "heures.csv", _text(lines).encode("cp1252"), Truth(
        [1], 30,
        [("id_agent", "string", None, 30, None), ("commentaire", "string", None, 30, None),
         ("heures (h)", "decimal", "h", 30, 442.5)],
        personal={"id_agent": "pseudonym"}, unread=1,
    )  # fmt: skip


def numbers_for_codes():
    """Days as bare numbers, codes without their zeros, a SIRET that a spreadsheet has rounded."""
    rows = [["Code INSEE", "SIRET", "Date facture", "Année", "N° carte", "Prix HT"]]
    for at in range(24):
        siret = "1,23E+13" if at == 5 else 12_345_678_900_010 + at
        rows.append([
            [1004, 35085, 35344, "2A004"][at % 4], siret, 45_700 + at, 2019 + at % 3, 1980 + at,
            at + 0.5,
        ])  # fmt: skip
    return "factures.xlsx", xlsx({"Feuil1": rows}), Truth(
        [1], 24,
        [("Code INSEE", "string", None, 24, None), ("SIRET", "string", None, 23, None),
         ("Date facture", "date", None, 24, None), ("Année", "integer", None, 24, None),
         ("N° carte", "string", None, 24, None), ("Prix HT", "decimal", "EUR", 24, 288)],
        communes={"zero_lost": 6, "current": 12, "old": 6},
        notes={"serial_days", "code_repair", "unread_cells"}, unread=1,
    )  # fmt: skip


def units_that_disagree():
    """Kilograms and tonnes in one column, days whose order changes: two questions."""
    lines = [["Flux", "Quantité", "Le"]]
    for at in range(30):
        day = date(2025, 1, 1) + timedelta(days=at * 3)
        lines.append([
            ["Verre", "OMR"][at % 2], f"{at + 1},5 t" if at % 3 else f"{at * 10} kg",
            f"{day:%d/%m/%Y}" if at % 4 else f"{day:%m/%d/%Y}",
        ])  # fmt: skip
    return "mixte.csv", _text(lines).encode(), Truth(
        [1], 30,
        [("Flux", "string", None, 30, None), ("Quantité", "decimal", "t", 30, 331.35),
         ("Le", "date", None, None, None)],
        questions=["date_order", "mixed_units"], unread=None,
    )  # fmt: skip


def points_as_geojson():
    features = [
        {"type": "Feature", "id": f"b{at}",
         "geometry": {"type": "Point", "coordinates": [-1.5, 48 + at / 100]},
         "properties": {"code_insee": "35085", "puissance_kw": 7.4, "ouvert": at % 2 == 0}}
        for at in range(12)
    ]  # fmt: skip
    data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    return "bornes.geojson", data, Truth(
        [], 12,
        [("code_insee", "string", None, 12, None), ("puissance_kw", "decimal", "kW", 12, 88.8),
         ("ouvert", "boolean", None, 12, None), ("id", "string", None, 12, None),
         ("longitude", "decimal", None, 12, -18), ("latitude", "decimal", None, 12, 576.66)],
        communes={"current": 12},
    )  # fmt: skip


def columns_as_parquet():
    made = io.BytesIO()
    pq.write_table(
        pa.table({
            "insee": ["01004", "35085"] * 6,
            "jour": [date(2025, 3, 1) + timedelta(days=at) for at in range(12)],
            "poids_t": [0.5 + at for at in range(12)],
        }),
        made,
    )  # fmt: skip
    return "pesees.parquet", made.getvalue(), Truth(
        [1], 12,
        [("insee", "string", None, 12, None), ("jour", "date", None, 12, None),
         ("poids_t", "decimal", "t", 12, 72)],
        communes={"current": 12},
    )  # fmt: skip


def without_header():
    lines = []
    for at in range(15):
        day = date(2025, 2, 1) + timedelta(days=at)
        lines.append([f"{35_000 + at % 3}", f"{day}", str(at * 7)])
    return "brut.csv", _text(lines).encode(), Truth(
        [], 15,
        [("Colonne 1", "integer", None, 15, None), ("Colonne 2", "date", None, 15, None),
         ("Colonne 3", "integer", None, 15, 735)],
        questions=["no_header"],
    )  # fmt: skip


UGLY = (
    invoices_cp850, english_export, monthly_sheets, groups_in_ods, page_named_xls, ragged_lines,
    numbers_for_codes, units_that_disagree, points_as_geojson, columns_as_parquet, without_header,
)  # fmt: skip
