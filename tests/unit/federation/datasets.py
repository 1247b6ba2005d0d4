"""Four datasets of three bodies: a table, a CSV file, a SQLite table, and one that is hidden."""

from __future__ import annotations

from catalog.model.dataset import (
    AccessLevel,
    Column,
    ColumnType,
    CsvFormat,
    Dataset,
    ObjectKind,
    PhysicalObject,
    ScalarType,
    TerritoryBinding,
    TextFormat,
)
from catalog.model.identifiers import Name, Siren

VAL_D_ILLE = Siren("243500667")
MESNIL_ROC_H = Siren("200085868")
EAU = Siren("253502629")

TYPES = {
    "string": ColumnType(ScalarType.STRING),
    "integer": ColumnType(ScalarType.INTEGER),
    "bigint": ColumnType(ScalarType.BIGINT),
    "decimal": ColumnType(ScalarType.DECIMAL, 10, 3),
    "float": ColumnType(ScalarType.FLOAT),
    "boolean": ColumnType(ScalarType.BOOLEAN),
    "date": ColumnType(ScalarType.DATE),
    "timestamp": ColumnType(ScalarType.TIMESTAMP),
    "timestamp_tz": ColumnType(ScalarType.TIMESTAMP_TZ),
    "json": ColumnType(ScalarType.JSON),
}


def column(name: str, type_name: str, source: str = "", form: TextFormat | None = None) -> Column:
    """`code_commune` holds commune codes."""
    return Column(
        id=f"c_{name}",
        name=Name(name),
        type=TYPES[type_name],
        source_name=source or name,
        label_fr=name,
        label_en=name,
        concept="commune" if name == "code_commune" else None,
        text_format=form,
    )


COLLECTES = Dataset(
    id="d_collectes",
    owner=VAL_D_ILLE,
    storage_id="s_val",
    name=Name("collectes"),
    title_fr="Collectes",
    title_en="Collections",
    physical=PhysicalObject(ObjectKind.TABLE, "Pesees", schema="dechets"),
    columns=(
        column("id_pesee", "string", "ID pesée"),
        column("date_collecte", "date"),
        column("code_commune", "string", "INSEE"),
        column("flux", "string"),
        column("tonnage", "decimal"),
        column("nb_bacs", "integer"),
        column("saisi_le", "timestamp_tz"),
    ),
    primary_key=("c_id_pesee", "c_code_commune"),
    territory=TerritoryBinding("c_code_commune", date_column="c_date_collecte"),
)
COMPTEURS = Dataset(
    id="d_compteurs",
    owner=EAU,
    storage_id="s_eau",
    name=Name("compteurs"),
    title_fr="Compteurs",
    title_en="Meters",
    physical=PhysicalObject(
        ObjectKind.CSV, "compteurs.csv", csv=CsvFormat(columns=("id", "relevé", "m3"))
    ),
    columns=(
        column("id_compteur", "string", "id"),
        column("releve_le", "date", "relevé", TextFormat(date="%d/%m/%Y")),
        column("volume", "decimal", "m3", TextFormat(decimal_mark=",")),
        column("actif", "boolean", "en service", TextFormat(true="oui", false="non")),
        column("releve_a", "timestamp_tz", "heure"),
        column("code_commune", "string"),
        column("nb", "integer"),
    ),
    primary_key=("c_id_compteur",),
    territory=TerritoryBinding("c_code_commune", vintage=2018),
)
FONTAINES = Dataset(
    id="d_fontaines",
    owner=MESNIL_ROC_H,
    storage_id="s_mesnil",
    name=Name("fontaines"),
    title_fr="Fontaines",
    title_en="Fountains",
    physical=PhysicalObject(ObjectKind.TABLE, "fontaines"),
    columns=(
        column("id_fontaine", "integer"),
        column("debit", "float"),
        column("posee_le", "date"),
    ),
    primary_key=("c_id_fontaine",),
    access_level=AccessLevel.OPEN,
)
PAIE = Dataset(
    id="d_paie",
    owner=VAL_D_ILLE,
    storage_id="s_val",
    name=Name("paie"),
    title_fr="Paie",
    title_en="Payroll",
    physical=PhysicalObject(ObjectKind.TABLE, "paie", schema="rh"),
    columns=(column("nom", "string"), column("net", "decimal")),
)
DATASETS = (COLLECTES, COMPTEURS, FONTAINES, PAIE)
