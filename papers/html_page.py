"""A sheet as a web page of its own, the twin of its PDF: no script, no address but the check's."""

from __future__ import annotations

from html import escape as escaped

from papers.printing_job import code_of
from papers.sheet import Bars, Fact, Section, Sheet, SheetTable
from papers.visible import visible

_STYLE = (
    "body{font:1rem/1.5 Georgia,serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "h1{line-height:1.2}table{border-collapse:collapse;width:100%;margin:1rem 0}"
    "caption{text-align:left;font-size:.9rem;padding:.3rem 0}"
    "th,td{border-bottom:1px solid #999;padding:.3rem .5rem;text-align:left;vertical-align:top}"
    "th.n,td.n{text-align:right;font-variant-numeric:tabular-nums}thead th{background:#eee}"
    "td.l{min-width:16rem}tr.why td{font-style:italic;padding-top:0}"
    "tr:has(+tr.why) td{border-bottom:0}"
    "code{font-size:.85rem;overflow-wrap:anywhere;white-space:pre-wrap}.scroll{overflow-x:auto}"
    "dt{font-weight:bold}dd{margin:0 0 .5rem}svg{max-width:100%;height:auto}"
    "a,dd,h1{overflow-wrap:anywhere}figure{margin:1rem 0}"
    "footer{border-top:1px solid #999;margin-top:2rem;padding-top:1rem}"
)
_WIDTH, _ROW = 640, 26
_CHARACTER, _LEAST_LABEL, _MOST_LABEL, _VALUE = 7, 80, 320, 110
_LONG, _LONG_MARK = 40, ("", 'class="l"')


def escape(text: str) -> str:
    return escaped(visible(text))


def html_of(sheet: Sheet) -> str:
    """The whole document; each text is escaped."""
    words = sheet.words
    parts = [
        f'<!doctype html><html lang="{sheet.language}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(sheet.title)}</title><style>{_STYLE}</style></head><body><main>",
        f"<p>{escape(sheet.body)} · {escape(sheet.kind)}</p><h1>{escape(sheet.title)}</h1>",
        f"<p>{escape(sheet.subtitle)}</p>" if sheet.subtitle else "",
        *(_section(section) for section in sheet.sections),
        f"</main><footer><h2>{escape(words['verify'])}</h2>",
        f'<p><a href="{escape(sheet.address)}">{escape(sheet.address)}</a></p>',
        f'<div role="img" aria-label="{escape(words["code"])}">',
        f"{_sized(code_of(sheet.address))}</div>",
        f"<p>{escape(words['digest'])} : <code>{escape(sheet.digest)}</code></p>",
        "</footer></body></html>",
    ]
    return "".join(parts)


def _sized(svg: str) -> str:
    return svg.replace("<svg ", '<svg style="width:8rem;height:8rem" aria-hidden="true" ', 1)


def _section(section: Section) -> str:
    facts = "".join(_fact(fact) for fact in section.facts)
    return "".join(
        (
            f"<section><h{section.level}>{escape(section.heading)}</h{section.level}>",
            *(f"<p>{escape(paragraph)}</p>" for paragraph in section.paragraphs),
            f"<dl>{facts}</dl>" if facts else "",
            "" if section.picture is None else _bars(section.picture),
            *(_table(table) for table in section.tables),
            *(f"<p>{escape(paragraph)}</p>" for paragraph in section.below),
            "</section>",
        )
    )


def _fact(fact: Fact) -> str:
    value = escape(fact.value)
    shown = f"<code>{value}</code>" if fact.is_code else value
    return f"<dt>{escape(fact.label)}</dt><dd>{shown}</dd>"


def _table(table: SheetTable) -> str:
    marks = ['class="n"' if numeric else "" for numeric in table.numeric]
    head = "".join(
        f'<th scope="col" {mark}>{escape(header)}</th>'
        for header, mark in zip(table.headers, marks, strict=True)
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td {mark or _LONG_MARK[len(cell) > _LONG]}>{escape(cell)}</td>"
            for cell, mark in zip(row, marks, strict=True)
        )
        + "</tr>"
        + _note(table, place)
        for place, row in enumerate(table.rows)
    )
    name = escape(table.caption or ", ".join(table.headers))
    caption = f"<caption>{escape(table.caption)}</caption>" if table.caption else ""
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{name}">'
        f"<table>{caption}"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _note(table: SheetTable, place: int) -> str:
    """Why a value of the row is not there."""
    note = table.notes[place] if table.notes else ""
    if not note:
        return ""
    return f'<tr class="why"><td colspan="{len(table.headers)}">{escape(note)}</td></tr>'


def _bars(picture: Bars) -> str:
    longest = max(len(bar.label) for bar in picture.bars)
    names = min(max(longest * _CHARACTER + 16, _LEAST_LABEL), _MOST_LABEL)
    room = _WIDTH - names - _VALUE
    rows = []
    for number, bar in enumerate(picture.bars):
        top = number * _ROW
        width = max(bar.share, 2) * room // 1_000
        rows.append(
            f'<text x="{names - 8}" y="{top + 17}" text-anchor="end">{escape(bar.label)}</text>'
            f'<rect x="{names}" y="{top + 4}" width="{width}" height="18" fill="#1f5f4a"/>'
            f'<text x="{names + width + 6}" y="{top + 17}">{escape(bar.value)}</text>'
        )
    height = len(picture.bars) * _ROW
    return (
        f'<figure><svg viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" role="img" '
        f'aria-label="{escape(picture.alt)}" font-size="13">{"".join(rows)}</svg>'
        f"<figcaption>{escape(picture.caption)}</figcaption></figure>"
    )
