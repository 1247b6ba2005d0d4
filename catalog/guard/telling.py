"""The findings, in sentences for the grantor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from catalog.guard.columns import ROW_COUNT
from catalog.guard.findings import Finding, FindingKind


@dataclass(frozen=True, slots=True)
class Told:
    """`next_*` is what may be done about it."""

    fr: str
    en: str
    next_fr: str
    next_en: str


_NEXT_ISOLATED = (
    (
        "Retenez un périmètre plus large ou un grain plus grossier dans une nouvelle version, ou "
        "demandez au délégué à la protection des données de votre organisme d'en décider, "
        "motifs à l'appui."
    ),
    (
        "Take a wider scope or a coarser grain in a new version, or ask your organisation's data "
        "protection officer to decide, with reasons."
    ),
)


def tell(finding: Finding) -> Told:
    """Never another agreement, nor who else is a party to one."""
    communes = [
        f"{name} ({code})" for name, code in zip(finding.names, finding.communes, strict=True)
    ]
    places = ", ".join(communes)
    match finding.kind:
        case FindingKind.ISOLATED:
            return Told(
                f"Avec ce que le bénéficiaire obtient par ailleurs, les totaux de {places} "
                f"pourraient se déduire{_days_fr(finding)} : {_columns(finding, 'fr')}.",
                f"With what the grantee gets elsewhere, the totals of {places} could be worked "
                f"out{_days_en(finding)}: {_columns(finding, 'en')}.",
                *_NEXT_ISOLATED,
            )
        case FindingKind.EXTENT_UNKNOWN:
            return Told(
                "Des totaux sont en jeu et rien ne dit sur quel territoire portent toutes leurs "
                f"lignes : {_columns(finding, 'fr')}.",
                "Totals are at stake and nothing says on which territory all their rows lie: "
                f"{_columns(finding, 'en')}.",
                "Faites déclarer les adhésions du propriétaire des données, ou demandez au délégué "
                "à la protection des données d'en décider, motifs à l'appui.",
                "Have the memberships of the data's owner declared, or ask the data protection "
                "officer to decide, with reasons.",
            )
        case FindingKind.HASH_HELD_CLEAR:
            return Told(
                "Ces colonnes seraient connues à la fois en clair et sous pseudonyme, sous une clé "
                f"commune : {_columns(finding, 'fr')}. Le pseudonyme ne protégerait rien.",
                "These columns would be known both in clear and as pseudonyms, under a shared key: "
                f"{_columns(finding, 'en')}. The pseudonym would protect nothing.",
                "Retirez ces colonnes, ou pseudonymisez la clé, dans une nouvelle version : "
                "personne ne peut passer outre.",
                "Withdraw these columns, or give the key as a pseudonym, in a new version: nobody "
                "can override this.",
            )
        case FindingKind.COMPLEMENTARY:
            return Told(
                f"Un autre organisme obtient exactement ce qui manque ici : {places}. Ensemble, "
                "ils auraient tout.",
                f"Another body gets exactly what is left out here: {places}. Together, they would "
                "have everything.",
                "Rien à faire si c'est voulu : ceci est un avertissement.",
                "Nothing to do if that is meant: this is a warning.",
            )


def _columns(finding: Finding, language: str) -> str:
    rows = "nombre de lignes" if language == "fr" else "number of rows"
    return ", ".join(rows if each == ROW_COUNT else each for each in finding.columns)


def _days_fr(finding: Finding) -> str:
    since, until = finding.since, finding.until and _last(finding.until)
    if since is not None and until is not None:
        return f", pour les lignes du {since:%d/%m/%Y} au {until:%d/%m/%Y}"
    if since is not None:
        return f", pour les lignes datées du {since:%d/%m/%Y} ou d'après"
    return "" if until is None else f", pour les lignes datées jusqu'au {until:%d/%m/%Y}"


def _days_en(finding: Finding) -> str:
    since, until = finding.since, finding.until and _last(finding.until)
    if since is not None and until is not None:
        return f", for the rows from {since} to {until}"
    if since is not None:
        return f", for the rows dated {since} or later"
    return "" if until is None else f", for the rows dated until {until}"


def _last(end: date) -> date:
    return end - timedelta(days=1)
