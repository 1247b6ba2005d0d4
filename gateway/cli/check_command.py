"""`interco dataset check`: the source of one's own dataset, read whole."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from catalog.checks.words import CORRECT_LINES, MEND_CODES, MEND_KEY, outside_words, say_format
from gateway.cli.agreement_pages import Page
from gateway.cli.caller_options import with_caller
from gateway.cli.client import (
    Caller,
    ask,
)
from gateway.cli.sharing_output import FORMAT, OutputFormat, print_found

_CHECK = """query($dataset: ID!) { sourceCheck(dataset: $dataset) {
  dataset rows isPartial hasTerritory duplicateKeys surplusRows duplicateExamples otherColumns
  stops { code fr en nextFr nextEn }
  files { name encoding delimiter leftOut lines }
  columns { column sourceName type empty unreadable emptyPercent unreadablePercent
    examples { text file line } outsideCodeList outsideExamples { text line didYouMean }
    proposal } } }"""
_COVERAGE = """query($dataset: ID!) { coverage(dataset: $dataset) { rows
  causes { cause fr en inTerritory rows codes examples { code rows } } } }"""
_STOPS = 1


@with_caller()
def check(
    caller: Caller,
    name: Annotated[str, typer.Argument(help="A dataset's id, or ORGANISATION.DATASET.")],
    out: FORMAT = OutputFormat.TABLE,
) -> None:
    """Read the source of a dataset, whole: what is empty, unreadable, twice there; for stewards.

    Exit code 1 when something stops readings; 0 with warnings.

    Example: `./interco dataset check val-d-ille-aubigne.collectes
    --as steward@val-d-ille-aubigne`.
    """
    page = Page()
    variables = {"dataset": id_of(name)}
    found = read_source(variables["dataset"], caller, page)
    found["coverage"] = None
    if found["hasTerritory"] and not found["stops"]:
        typer.echo(page.word("Lecture des communes…", "Reading the communes…"), err=True)
        found["coverage"] = ask(_COVERAGE, variables, caller)["coverage"]
    print_found(found, out, lambda each: _print(each, page))
    if found["stops"]:
        raise typer.Exit(_STOPS)


def id_of(name: str) -> str:
    """As the catalog makes ids: the organisation's name in SQL, then the dataset's."""
    organisation, dot, dataset = name.partition(".")
    return f"{organisation.replace('-', '_')}__{dataset}" if dot else name


def read_source(dataset: str, caller: Caller, page: Page) -> dict[str, Any]:
    """The findings of the gateway's reading of a source, as `sourceCheck` says them."""
    typer.echo(page.word("Lecture de la source…", "Reading the source…"), err=True)
    found: dict[str, Any] = ask(_CHECK, {"dataset": dataset}, caller)["sourceCheck"]
    return found


def is_sound(found: dict[str, Any]) -> bool:
    """Nothing stops readings, and no cell, line or key is lost to them."""
    return not (
        found["stops"]
        or found["duplicateKeys"]
        or any(each["leftOut"] for each in found["files"])
        or any(each["unreadable"] or each["outsideCodeList"] for each in found["columns"])
    )


def print_stops(found: dict[str, Any], page: Page) -> None:
    for each in found["stops"]:
        page.say(
            f"[arrête] {each['fr']}\n  → {each['nextFr']}",
            f"[stops] {each['en']}\n  → {each['nextEn']}",
        )


def _print(found: dict[str, Any], page: Page) -> None:
    print_stops(found, page)
    if found["rows"] is None:
        return
    rows = found["rows"]
    page.say(f"{found['dataset']} : {rows} lignes lues", f"{found['dataset']}: {rows} rows read")
    if found["isPartial"]:
        page.say("  seules les premières lignes sont lues", "  only the first rows are read")
    for each in found["files"]:
        _print_file(each, page)
    for each in found["columns"]:
        _print_column(each, page)
    if found["duplicateKeys"]:
        keys, surplus = found["duplicateKeys"], found["surplusRows"]
        examples = ", ".join(found["duplicateExamples"])
        page.say(
            f"[attention] clé primaire, valeurs qui désignent plusieurs lignes : {keys}"
            f" (lignes de trop : {surplus}) : {examples}\n  → {MEND_KEY['fr']}",
            f"[warning] primary key, values that name several rows: {keys}"
            f" (rows too many: {surplus}): {examples}\n  → {MEND_KEY['en']}",
        )
    for each in (found["coverage"] or {}).get("causes", ()):
        _print_cause(each, page)
    if found["otherColumns"]:
        listed = ", ".join(found["otherColumns"])
        page.say(f"colonnes non déclarées : {listed}", f"columns that are not declared: {listed}")


def _print_file(file: dict[str, Any], page: Page) -> None:
    how = f"{file['encoding']}, « {file['delimiter']} »"
    page.say(f"{file['name']} : {how}", f"{file['name']}: {how}")
    if file["leftOut"]:
        lines = ", ".join(map(str, file["lines"]))
        lines += "…" if file["leftOut"] > len(file["lines"]) else ""
        page.say(
            f"  [attention] lignes qui n'ont pas autant de cellules que l'en-tête et ne sont pas"
            f" lues : {file['leftOut']} (ligne {lines})\n    → {CORRECT_LINES['fr']}",
            f"  [warning] lines that have not as many cells as the header and are not read:"
            f" {file['leftOut']} (line {lines})\n    → {CORRECT_LINES['en']}",
        )


def _print_column(column: dict[str, Any], page: Page) -> None:
    title = f"  {column['column']} ({column['type']})"
    empty, bad = column["emptyPercent"], column["unreadablePercent"]
    page.say(f"{title} : {empty} % vide", f"{title}: {empty}% empty")
    if column["unreadable"]:
        _print_unreadable(column, bad, page)
    if column["outsideCodeList"]:
        _print_outside(column, page)


def _print_outside(column: dict[str, Any], page: Page) -> None:
    told = [(each["text"], each["line"], each["didYouMean"]) for each in column["outsideExamples"]]
    count = column["outsideCodeList"]
    page.say(
        f"    [attention] hors de code_list : {count} lignes : {outside_words(told, 'fr')}"
        f"\n      → {MEND_CODES['fr']}",
        f"    [warning] outside code_list: {count} rows: {outside_words(told, 'en')}"
        f"\n      → {MEND_CODES['en']}",
    )


def _print_unreadable(column: dict[str, Any], bad: int, page: Page) -> None:
    examples = ", ".join(
        each["text"]
        if each["line"] is None
        else f"« {each['text']} » ({page.word('ligne', 'line')} {each['line']})"
        for each in column["examples"]
    )
    page.say(
        f"    [attention] {bad} % illisible ({column['unreadable']}) : {examples}"
        f"\n      → {say_format(column['proposal'], 'fr')}",
        f"    [warning] {bad}% unreadable ({column['unreadable']}): {examples}"
        f"\n      → {say_format(column['proposal'], 'en')}",
    )


def _print_cause(cause: dict[str, Any], page: Page) -> None:
    examples = ", ".join(each["code"] for each in cause["examples"][:3])
    mark = "" if cause["inTerritory"] else page.word("[attention] ", "[warning] ")
    rows, codes = cause["rows"], cause["codes"]
    lines = f"{rows} {page.word('ligne', 'row')}{_plural(rows)}"
    distinct = f"{codes} code{_plural(codes)}"
    page.say(
        f"  {mark}communes, {cause['fr']} : {lines}, {distinct} ({examples})",
        f"  {mark}communes, {cause['en']}: {lines}, {distinct} ({examples})",
    )


def _plural(number: int) -> str:
    """In French, none is one; in English no cause without a row is shown."""
    return "s" if number > 1 else ""
