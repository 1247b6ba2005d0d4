"""A letter to a contractor: the disputes of a frozen figure, cause by cause, ready to be signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from catalog.model.problem import Language
from papers.figure_sheet import shown_table
from papers.sheet import Fact, Section, Sheet, SheetTable
from papers.shown import shown_cell
from papers.words import shown_instant, shown_number, words_of

_CAUSE, _AT_STAKE = "cause", "at_stake_eur"
_CENT = Decimal("0.01")
_BLANK = "\u2026" * 12
_Table = Mapping[str, Any]


def letter_sheet(
    content: Mapping[str, Any],
    disputes: _Table,
    to: str,
    digest: str,
    address: str,
    language: Language,
) -> Sheet:
    """`content` is the figure's, of which only its heading is told; `disputes`: columns and rows,
    `cause` among them; `digest` is the figure's, `address` the page where anybody checks it.
    """
    fr = language == "fr"
    return Sheet(
        language=language,
        kind="Lettre au prestataire" if fr else "Letter to the contractor",
        title=content["title"][language],
        body=content["body"]["name"],
        digest=digest,
        address=address,
        attached="interco-disputes.json",
        sections=(
            _opening(content, disputes, to, language),
            *_causes(disputes, language),
            _signature(content["body"]["name"], language),
        ),
        words=words_of(language),
    )


def _opening(content: Mapping[str, Any], disputes: _Table, to: str, language: Language) -> Section:
    fr = language == "fr"
    body = content["body"]
    frozen = shown_instant(content["frozen_at"], language)
    facts = (
        Fact("De" if fr else "From", f"{body['name']} (SIREN {body['siren']})"),
        Fact("À" if fr else "To", to),
        Fact("Calculé le" if fr else "Computed on", frozen),
    )
    return Section(
        "Madame, Monsieur" if fr else "Dear Sir or Madam",
        paragraphs=_sentences(disputes, _total(content, disputes, language), language),
        facts=facts,
        tables=(_by_cause(disputes, _rest(content, disputes), language),),
    )


def _total(content: Mapping[str, Any], disputes: _Table, language: Language) -> str:
    """The amount at stake as the report says it, so that letter and report give one number."""
    amount = _at_stake(disputes, disputes["rows"], language)
    rest = _rest(content, disputes)
    if not rest:
        return amount
    whole = _money(_known(disputes, disputes["rows"]) + rest, language)
    _, between, unknown = amount.partition(" (")
    return f"{whole}{between}{unknown}"


def _rest(content: Mapping[str, Any], disputes: _Table) -> Decimal:
    """By what the report's amount, of whole invoices, differs from the sum of the lines: each line
    is rounded to the cent.
    """
    figures = content.get("answer", {}).get("figures", ())
    amount = next((one["value"] for one in figures if one["name"] == _AT_STAKE), None)
    return (
        Decimal(0) if amount is None else Decimal(str(amount)) - _known(disputes, disputes["rows"])
    )


def _sentences(disputes: _Table, amount: str, language: Language) -> tuple[str, ...]:
    rows = disputes["rows"]
    count = shown_number(str(len(rows)), language)
    if language == "fr":
        points = "point est contesté" if len(rows) == 1 else "points sont contestés"
        first = (
            "Nous avons rapproché vos bons de pesée, les tickets du site et vos factures : "
            f"{count} {points}, et {amount} sont en jeu, hors taxes. Le détail suit, cause par "
            "cause, avec les deux pesées."
        )
        second = (
            "Pour chaque ligne, dites-nous si vous l'acceptez ou pourquoi vous ne l'acceptez "
            "pas, en citant son bon ou son ticket."
        )
        return first, second
    points = "point is disputed" if len(rows) == 1 else "points are disputed"
    first = (
        "We have matched your weighing slips, the site's tickets and your invoices: "
        f"{count} {points}, and {amount} are at stake, without tax. The detail follows, cause "
        "by cause, with both weighings."
    )
    second = (
        "Of each line, tell us whether you accept it, or why you do not, and quote its slip or "
        "its ticket."
    )
    return first, second


def _by_cause(disputes: _Table, rest: Decimal, language: Language) -> SheetTable:
    fr = language == "fr"
    headers = ("Cause", "Nombre", "En jeu") if fr else ("Cause", "Count", "At stake")
    lines = tuple(
        (cause, shown_number(str(len(rows)), language), _at_stake(disputes, rows, language))
        for cause, rows in _grouped(disputes, language).items()
    )
    if rest:
        lines += (_of_rest(rest, len(disputes["rows"]), language),)
    caption = "Ce qui est contesté" if fr else "What is disputed"
    return SheetTable(caption, headers, (False, True, True), lines)


def _of_rest(rest: Decimal, rows: int, language: Language) -> tuple[str, str, str]:
    """Cents of rounding, a cent a line at most; more is a difference without a cause."""
    fr = language == "fr"
    if abs(rest) <= _CENT * rows:
        words = "Arrondis au centime" if fr else "Rounding to the cent"
    else:
        words = "Sans cause attribuée" if fr else "Without a cause"
    return words, "", _money(rest, language)


def _causes(disputes: _Table, language: Language) -> list[Section]:
    """Of each cause the columns that it fills: a duplicate has no second weighing."""
    sections = []
    for cause, rows in _grouped(disputes, language).items():
        filled = [
            place
            for place, column in enumerate(disputes["columns"])
            if column["name"] != _CAUSE and any(row[place] is not None for row in rows)
        ]
        table = {
            "columns": [disputes["columns"][place] for place in filled],
            "rows": [[row[place] for place in filled] for row in rows],
        }
        heading = cause[:1].upper() + cause[1:]
        sections.append(Section(heading, tables=(shown_table(table, heading, language),)))
    return sections


def _grouped(disputes: _Table, language: Language) -> dict[str, list[Sequence[Any]]]:
    """Rows by their cause in words, in the order in which the service tells them."""
    (place,) = (at for at, one in enumerate(disputes["columns"]) if one["name"] == _CAUSE)
    grouped: dict[str, list[Sequence[Any]]] = {}
    for row in disputes["rows"]:
        cause = shown_cell(row[place], disputes["columns"][place], language)
        grouped.setdefault(cause, []).append(row)
    return grouped


def _at_stake(disputes: _Table, rows: Sequence[Sequence[Any]], language: Language) -> str:
    """Their sum, and of how many lines no amount is known."""
    unknown = len(rows) - len(_amounts(disputes, rows))
    amount = _money(_known(disputes, rows), language)
    if not unknown:
        return amount
    if language == "fr":
        return f"{amount} ({unknown} sans montant)"
    return f"{amount} ({unknown} without an amount)"


def _amounts(disputes: _Table, rows: Sequence[Sequence[Any]]) -> list[Decimal]:
    places = [at for at, one in enumerate(disputes["columns"]) if one["name"] == _AT_STAKE]
    values = [row[place] for row in rows for place in places]
    return [Decimal(str(value)) for value in values if value is not None]


def _known(disputes: _Table, rows: Sequence[Sequence[Any]]) -> Decimal:
    return sum(_amounts(disputes, rows), Decimal(0))


def _money(amount: Decimal, language: Language) -> str:
    return f"{shown_number(f'{amount:.2f}', language)}\u00a0€"


def _signature(body: str, language: Language) -> Section:
    labels = (
        ("Nom et qualité", "Date", "Signature")
        if language == "fr"
        else ("Name and capacity", "Date", "Signature")
    )
    facts = tuple(Fact(label, _BLANK) for label in labels)
    return Section(f"Pour {body}" if language == "fr" else f"For {body}", facts=facts)
