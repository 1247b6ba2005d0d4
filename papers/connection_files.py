"""Files by which a program reaches an address: Excel's `.odc`, Power BI's `.pbids`, QGIS's `.qlr`.

None holds a key, a name or a password: each program asks its user. What they hold is an address and
names of the catalog, escaped where the file is code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from xml.sax.saxutils import escape, quoteattr

_OFFICE = "urn:schemas-microsoft-com:office"
_XHTML = "http://www.w3.org/TR/REC-html40"
_MASHUP = "http://schemas.microsoft.com/DataMashup"
_NOT_IN_A_NAME = re.compile(r"[^\w .-]")


def write_pbids(odata: str) -> bytes:
    """A connection of Power BI Desktop to an OData address: its navigator shows the tables."""
    connection = {
        "details": {"protocol": "odata", "address": {"url": odata}},
        "mode": "Import",
    }
    return json.dumps({"version": "0.1", "connections": [connection]}, indent=2).encode()


def write_odc(
    odata: str, table: str, title: str, labels: Mapping[str, str], culture: str = "fr-FR"
) -> bytes:
    """A query of Excel over one table of an OData address. `labels` are the words of its columns by
    their names: Excel shows no annotations, so that its query renames them.
    """
    name = _NOT_IN_A_NAME.sub(" ", title).strip()[:60] or table
    mashup = _mashup(name, _query(odata, table, labels), culture)
    connection = (
        f"Provider=Microsoft.Mashup.OleDb.1;Data Source=$Workbook$;Location={name};"
        'Extended Properties=""'
    )
    # Excel's words for a query of its own: no engine is sent them.
    command = " ".join(("SELECT", "*", "FROM", f"[{name}]"))
    return f"""<html xmlns:o="{_OFFICE}:office" xmlns="{_XHTML}">
<head>
<meta http-equiv=Content-Type content="text/x-ms-odc; charset=utf-8">
<meta name=ProgId content=ODC.Database>
<meta name=SourceType content=OLEDB>
<title>{escape(name)}</title>
<xml id=docprops><o:DocumentProperties xmlns:o="{_OFFICE}:office" xmlns="{_XHTML}">\
<o:Name>{escape(name)}</o:Name></o:DocumentProperties></xml>
<xml id=msodc><odc:OfficeDataConnection xmlns:odc="{_OFFICE}:odc" xmlns="{_XHTML}">
<odc:PowerQueryConnection odc:Type="OLEDB">
<odc:ConnectionString>{_quoted(connection)}</odc:ConnectionString>
<odc:CommandType>SQL</odc:CommandType>
<odc:CommandText>{escape(command)}</odc:CommandText>
</odc:PowerQueryConnection>
<odc:PowerQueryMashupData>{_quoted(mashup)}</odc:PowerQueryMashupData>
</odc:OfficeDataConnection></xml>
</head>
<body></body>
</html>
""".encode()


def write_qlr(ogc: str, collection: str, title: str, geometry: str = "Point") -> bytes:
    """A layer of QGIS over one collection of an OGC API. With `pagingEnabled='true'` it reads every
    row; with any other value its versions before 3.24 read a hundred and say nothing.
    """
    identifier = f"{collection}_{sha256(f'{ogc} {collection}'.encode()).hexdigest()[:8]}"
    source = (
        f"restrictToRequestBBOX='1' pagingEnabled='true' typename='{_unquoted(collection)}' "
        f"url='{_unquoted(ogc)}'"
    )
    layer = quoteattr(identifier)
    return f"""<!DOCTYPE qgis-layer-definition>
<qlr>
  <layer-tree-group expanded="1" checked="Qt::Checked" name="">
    <customproperties/>
    <layer-tree-layer providerKey="OAPIF" name={quoteattr(title)} id={layer} \
source={quoteattr(source)} expanded="1" checked="Qt::Checked"><customproperties/>\
</layer-tree-layer>
  </layer-tree-group>
  <maplayers>
    <maplayer type="vector" geometry={quoteattr(geometry)}>
      <id>{escape(identifier)}</id>
      <datasource>{escape(source)}</datasource>
      <layername>{escape(title)}</layername>
      <srs><spatialrefsys><authid>OGC:CRS84</authid><geographicflag>true</geographicflag>\
</spatialrefsys></srs>
      <provider encoding="UTF-8">OAPIF</provider>
    </maplayer>
  </maplayers>
</qlr>
""".encode()


def write_psql(host: str, port: int, database: str) -> str:
    """The command that opens a PostgreSQL client: it asks for the key as a password."""
    return f'psql "host={host} port={port} dbname={database} user=interco sslmode=require"'


def _query(odata: str, table: str, labels: Mapping[str, str]) -> str:
    """Power Query's language: a text is doubled where it has a quote."""
    renamed = _renamed(labels)
    lines = [
        f'    Source = OData.Feed({_text(odata)}, null, [Implementation="2.0"])',
        f'    Table = Source{{[Name={_text(table)},Signature="table"]}}[Data]',
    ]
    if renamed:
        pairs = ", ".join(f"{{{_text(name)}, {_text(label)}}}" for name, label in renamed)
        lines.append(f"    Labels = Table.RenameColumns(Table, {{{pairs}}}, MissingField.Ignore)")
    last = "Labels" if renamed else "Table"
    return "let\n" + ",\n".join(lines) + f"\nin\n    {last}"


def _renamed(labels: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """Two columns of one label would be one name, which a table cannot have twice."""
    used = set(labels)
    pairs = []
    for name, label in labels.items():
        if label and label not in used:
            used.add(label)
            pairs.append((name, label))
    return pairs


def _mashup(name: str, formula: str, culture: str) -> str:
    schemas = "http://www.w3.org/2001/XMLSchema"
    return (
        f'<Mashup xmlns:xsd="{schemas}" xmlns:xsi="{schemas}-instance" xmlns="{_MASHUP}">'
        "<Client>EXCEL</Client><Version>2.140.405.0</Version><MinVersion>2.21.0.0</MinVersion>"
        f"<Culture>{escape(culture)}</Culture><SafeCombine>true</SafeCombine>"
        f"<Items><Query Name={quoteattr(name)}><Formula>{_cdata(formula)}</Formula>"
        '<IsParameterQuery xsi:nil="true" /><IsDirectQuery xsi:nil="true" /></Query></Items>'
        "</Mashup>"
    )


def _text(value: str) -> str:
    """A text of Power Query's language: a `#(` in it would begin an escape."""
    safe = "".join(each if each.isprintable() else " " for each in value)
    return '"' + safe.replace("#(", "#(#)(").replace('"', '""') + '"'


def _cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def _quoted(text: str) -> str:
    return escape(text, {'"': "&quot;"})


def _unquoted(text: str) -> str:
    """Within the quotes of QGIS's address of a source, which knows no way to write one."""
    return text.replace("'", "%27")
