"""Small workbooks, written as bytes: only what a test needs of xlsx and ods."""

import io
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

STYLES = ("General", "dd/mm/yyyy", "0.0%", "00000000000000", "hh:mm", "dd/mm/yyyy hh:mm")


@dataclass(frozen=True)
class Styled:
    """A number under the format of this number in `STYLES`."""

    value: float
    style: int


@dataclass(frozen=True)
class Error:
    text: str = "#DIV/0!"


@dataclass
class SheetOf:
    rows: list
    merges: tuple = ()
    hidden_rows: tuple = ()
    hidden_columns: tuple = ()
    state: str = "visible"


@dataclass
class Book:
    sheets: dict = field(default_factory=dict)
    extra: dict = field(default_factory=dict)


def letters(column):
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _cell(cell, row, column):
    at = f"{letters(column)}{row}"
    match cell:
        case None:
            return ""
        case Error():
            return f'<c r="{at}" t="e"><f>1/0</f><v>{cell.text}</v></c>'
        case Styled():
            return f'<c r="{at}" s="{cell.style}"><v>{cell.value!r}</v></c>'
        case bool():
            return f'<c r="{at}" t="b"><v>{int(cell)}</v></c>'
        case int() | float():
            return f'<c r="{at}"><v>{cell!r}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'


def _sheet(sheet):
    columns = "".join(f'<col min="{at}" max="{at}" hidden="1"/>' for at in sheet.hidden_columns)
    rows = "".join(
        f'<row r="{at}"{" hidden=" + quoteattr("1") if at in sheet.hidden_rows else ""}>'
        + "".join(_cell(cell, at, column) for column, cell in enumerate(row, start=1))
        + "</row>"
        for at, row in enumerate(sheet.rows, start=1)
    )
    merges = "".join(f'<mergeCell ref="{ref}"/>' for ref in sheet.merges)
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"{f'<cols>{columns}</cols>' if columns else ''}<sheetData>{rows}</sheetData>"
        f"{f'<mergeCells>{merges}</mergeCells>' if merges else ''}</worksheet>"
    )


def xlsx(sheets, extra=None):
    """`sheets`: rows or a `SheetOf` by name."""
    named = {
        name: each if isinstance(each, SheetOf) else SheetOf(each) for name, each in sheets.items()
    }
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}" state="{sheet.state}"/>'
        for at, (name, sheet) in enumerate(named.items(), start=1)
    )
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{office}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(named) + 1)
    )
    formats = "".join(
        f'<numFmt numFmtId="{170 + at}" formatCode="{code}"/>' for at, code in enumerate(STYLES)
    )
    styles = "".join(f'<xf numFmtId="{170 + at if at else 0}"/>' for at in range(len(STYLES)))
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{package}/content-types"><Default Extension="xml" '
            'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{listed}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{package}/relationships">{links}</Relationships>'
        ),
        "xl/styles.xml": (
            f'<styleSheet xmlns="{main}"><numFmts>{formats}</numFmts>'
            f"<cellXfs>{styles}</cellXfs></styleSheet>"
        ),
    }
    for at, sheet in enumerate(named.values(), start=1):
        parts[f"xl/worksheets/sheet{at}.xml"] = _sheet(sheet)
    return zipped(parts | (extra or {}))


def zipped(parts):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()


def _ods_cell(cell):  # noqa: PLR0911 - one kind of cell a line
    match cell:
        case None:
            return "<table:table-cell/>"
        case "<covered>":
            return "<table:covered-table-cell/>"
        case Error():
            return (
                '<table:table-cell table:formula="of:=1/0" office:value-type="string" '
                'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
            )
        case (str() as text, int() as across, int() as down):
            return (
                f'<table:table-cell table:number-columns-spanned="{across}" '
                f'table:number-rows-spanned="{down}" office:value-type="string">'
                f"<text:p>{escape(text)}</text:p></table:table-cell>"
            )
        case Styled(value=value, style=2):
            return f'<table:table-cell office:value-type="percentage" office:value="{value}"/>'
        case int() | float():
            return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
    return (
        '<table:table-cell office:value-type="string">'
        f"<text:p>{escape(cell)}</text:p></table:table-cell>"
    )


def ods(name, rows, hidden_columns=()):
    names = "urn:oasis:names:tc:opendocument:xmlns"
    width = max(len(row) for row in rows)
    columns = "".join(
        "<table:table-column"
        + (' table:visibility="collapse"' if at in hidden_columns else "")
        + "/>"
        for at in range(1, width + 1)
    )
    lines = "".join(
        "<table:table-row>" + "".join(map(_ods_cell, row)) + "</table:table-row>" for row in rows
    )
    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0" '
        f'xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0" '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f"<office:body><office:spreadsheet><table:table table:name={quoteattr(name)}>"
        f"{columns}{lines}</table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": "<m/>"})
