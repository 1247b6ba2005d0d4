"""Agreements as a person reads them in a terminal: French first, by the terminal's locale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from rich.console import Console

from catalog.actions.sharing.names import ActName
from catalog.actions.sharing.words import ACTS, STATES
from catalog.day_words import day_in_words
from catalog.model.agreement import AgreementState
from catalog.model.bilingual import Bilingual
from catalog.model.paris import PARIS
from catalog.model.transform import Transform
from gateway.cli.language import language_of_the_terminal

_Found = Mapping[str, Any]
_TITLES = {
    "draft": ("rédiger", "write"),
    "amend": ("préparer un avenant", "amend"),
    "ask_renewal": ("demander le renouvellement", "ask for the renewal"),
    "preview": ("ouvrir l'aperçu", "open the preview"),
    "guard_stopped": ("arrêtée par le contrôle d'anonymat", "stopped by the guard"),
    "supersede": ("remplacer", "supersede"),
    "mandate_ended": ("fin d'un mandat", "end of a mandate"),
    "tell_readers": ("prévenir d'un changement de lecteurs", "tell of other readers"),
}
"""Titles of acts that the rules call otherwise, or not at all."""
_GIVEN: dict[Transform, Bilingual] = {
    Transform.CLEAR: Bilingual("en clair", "clear"),
    Transform.NULL: Bilingual("jamais, vide", "never, empty"),
    Transform.CONSTANT: Bilingual("toujours", "always"),
    Transform.KEYED_HASH: Bilingual("pseudonyme", "pseudonym"),
    Transform.MONTH: Bilingual("au mois", "by month"),
    Transform.YEAR: Bilingual("à l'année", "by year"),
    Transform.COMMUNE: Bilingual("à la commune", "by commune"),
    Transform.EPCI: Bilingual("à l'EPCI", "by EPCI"),
}


class Page:
    """Lines on standard output in one language; what is long goes in tables."""

    def __init__(self) -> None:
        self.language = language_of_the_terminal()
        self._console = Console(highlight=False, soft_wrap=True)

    def say(self, fr: str, en: str) -> None:
        self._console.print(fr if self.language == "fr" else en, markup=False)

    def told(self, sentences: Iterable[_Found]) -> None:
        for each in sentences:
            self.say(each["fr"], each["en"])

    def label(self, found: _Found, key: str = "label") -> str:
        text: str = found[f"{key}Fr"] if self.language == "fr" else found[f"{key}En"]
        return text

    def word(self, fr: str, en: str) -> str:
        return fr if self.language == "fr" else en

    def table(self, columns: Iterable[tuple[str, str]], rows: Iterable[Iterable[object]]) -> None:
        """Aligned and never cut: a citation or a hash is there to be copied."""
        lines = [[self.word(*each) for each in columns]]
        lines += [["" if each is None else str(each) for each in row] for row in rows]
        widths = [max(len(line[index]) for line in lines) for index in range(len(lines[0]))]
        for line in lines:
            cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            self._console.print(f"  {'  '.join(cells)}".rstrip(), markup=False)

    def instant(self, written: str) -> str:
        """To the minute, in Paris: `26 nov. 2026 à 10:00`."""
        at = datetime.fromisoformat(written).astimezone(PARIS)
        day = day_in_words(at.date(), self.language)
        return f"{day}{self.word(' à ', ', ')}{at:%H:%M}"

    def day(self, written: str) -> str:
        """`26 nov. 2026`."""
        return day_in_words(date.fromisoformat(written), self.language)

    def state(self, value: str) -> str:
        return STATES[AgreementState(value)][self.language == "en"]


def print_list(agreements: Iterable[_Found]) -> None:
    page = Page()
    page.table(
        (
            ("Convention", "Agreement"),
            ("État", "State"),
            ("Jeu", "Dataset"),
            ("À", "To"),
            ("Du", "From"),
            ("Au", "Until"),
            ("Santé", "Health"),
        ),
        (
            (
                each["citation"],
                page.state(each["state"]),
                each["dataset"],
                each["grantee"]["slug"],
                page.day(each["start"]),
                page.day(each["end"]),
                None if each["health"] is None else each["health"]["words"][page.language],
            )
            for each in agreements
        ),
    )


def print_awaiting(awaiting: Iterable[_Found]) -> None:
    page = Page()
    found = list(awaiting)
    if not found:
        page.say("Rien ne vous attend.", "Nothing awaits you.")
        return
    page.table(
        (
            ("À faire", "To do"),
            ("Convention", "Agreement"),
            ("Jeu", "Dataset"),
            ("Qui accorde", "Grantor"),
            ("Qui reçoit", "Grantee"),
            ("Titre", "Title"),
        ),
        (
            (
                # Nobody is awaited to amend but what ends.
                page.word("renouveler", "renew")
                if each["act"] == ActName.AMEND
                else act_name(each["act"], page),
                each["agreement"]["citation"],
                each["agreement"]["dataset"],
                each["agreement"]["grantor"]["name"],
                each["agreement"]["grantee"]["name"],
                each["agreement"]["title"],
            )
            for each in found
        ),
    )


def print_templates(templates: Iterable[_Found]) -> None:
    page = Page()
    for each in templates:
        page.say(f"{each['name']} — {each['titleFr']}", f"{each['name']} — {each['titleEn']}")
        page.say(f"  {each['descriptionFr']}", f"  {each['descriptionEn']}")
        page.say(
            f"  Base légale, à confirmer par vous : {each['legalBasis']}",
            f"  Legal basis, for you to confirm: {each['legalBasis']}",
        )


def print_result(result: _Found) -> None:
    """Prints the sentences of an act that was done, or would be, and the state of its agreement."""
    page = Page()
    if not result["applied"]:
        page.say("Essai : rien n'est enregistré.", "Dry run: nothing is recorded.")
    page.told(result["sentences"])
    agreement = result.get("agreement")
    if agreement is not None:
        page.say(
            f"{agreement['citation']} : {page.state(agreement['state'])}",
            f"{agreement['citation']}: {page.state(agreement['state'])}",
        )


def print_preview(preview: _Found) -> None:
    page = Page()
    print_columns(preview["columns"], page)
    print_scope(preview, page)
    if preview["rowCount"] is not None:
        page.say(
            f"Lignes aujourd'hui : {preview['rowCount']}", f"Rows today: {preview['rowCount']}"
        )
    page.say(
        f"Empreinte à signer : {preview['versionSha256']}",
        f"Hash to sign: {preview['versionSha256']}",
    )


def print_columns(columns: Iterable[_Found], page: Page) -> None:
    page.table(
        (("Colonne", "Column"), ("Libellé", "Label"), ("Donnée", "Given")),
        ((each["name"], page.label(each), _given(each, page)) for each in columns),
    )


def print_scope(preview: _Found, page: Page) -> None:
    at = preview["at"]
    readers = ", ".join(each["name"] for each in preview["readers"])
    page.say(f"Qui lira : {readers}", f"Who will read: {readers}")
    if preview["allRows"]:
        page.say("Communes : toutes celles du jeu", "Communes: all those of the dataset")
        return
    whole, own = preview["communes"], preview["ofTheOwner"]
    if 0 < len(own) < len(whole):
        page.say(
            f"{_counted(own)} du territoire de qui accorde, le {page.day(at)} : {_named(own)}",
            f"{_counted(own)} of the grantor's territory, {page.day(at)}: {_named(own)}",
        )
        page.say(
            f"Le périmètre de la convention en compte {len(whole)} en tout.",
            f"The agreement's perimeter has {len(whole)} in all.",
        )
    else:
        page.say(
            f"{_counted(whole)}, le {page.day(at)} : {_named(whole)}",
            f"{_counted(whole)}, {page.day(at)}: {_named(whole)}",
        )
    partly = _named(preview["partlyCovered"])
    if partly:
        page.say(f"En partie seulement, donc exclues : {partly}", f"Partly, so left out: {partly}")


def _counted(communes: Sequence[_Found]) -> str:
    # The word is the same in both languages.
    return "1 commune" if len(communes) == 1 else f"{len(communes)} communes"


def _named(communes: Iterable[_Found]) -> str:
    return ", ".join(f"{each['nom']} ({each['code']})" for each in communes)


def act_name(act: str, page: Page) -> str:
    """As a title; its code where there are no words for it."""
    known = {**{name.value: words for name, words in ACTS.items()}, **_TITLES}
    return act if act not in known else known[act][page.language == "en"]


def _given(column: _Found, page: Page) -> str:
    constant = column["constant"]
    given = page.word(*_GIVEN[Transform(column["transform"])])
    return given if constant is None else f"{given} « {constant} »"
