"""Problems of the catalog, and whose turn it is."""

from __future__ import annotations

from typing import Self

from typing_extensions import override

from catalog.model.problem import CallerProblem, OperatorProblem


class UnknownCommuneCode(CallerProblem):
    code = "unknown_commune_code"
    fr = "Le code commune {commune_code} ne désigne aucune commune{day_fr}.{known_fr}"
    en = "The commune code {commune_code} names no commune{day_en}.{known_en}"
    next_fr = "Vérifiez le code officiel géographique de l'INSEE et la date à laquelle il se lit."
    next_en = "Check INSEE's official geographic code and the date at which it is read."


class AmbiguousCommuneCode(CallerProblem):
    code = "ambiguous_commune_code"
    fr = (
        "Le code commune {commune_code} n'a pas toujours désigné le même territoire : {periods_fr}."
    )
    en = "The commune code {commune_code} has not always meant the same land: {periods_en}."
    next_fr = "Donnez la date à laquelle ce code doit se lire."
    next_en = "Give the date at which this code is to be read."


class CatalogMoved(CallerProblem):
    """Somebody changed the catalog between the reading and the writing: start again."""

    code = "catalog_moved"
    status = 409
    fr = "Le catalogue a changé pendant votre demande : rien n'a été enregistré."
    en = "The catalog changed during your request: nothing was recorded."
    next_fr = "Relisez ce qui a changé, puis recommencez."
    next_en = "Read what changed, then try again."


class UnknownCatalogVersion(CallerProblem):
    code = "unknown_catalog_version"
    status = 404
    fr = "Le catalogue n'a pas de version {number} dans cette époque."
    en = "The catalog has no version {number} in that epoch."
    next_fr = "Indiquez une version citée par une réponse ou par le journal des actes."
    next_en = "Give a version that an answer or the record of acts cites."


class StoreUnavailable(OperatorProblem):
    """`reason` is for the log only."""

    code = "store_unavailable"
    retry_after_s = 10
    fr = "Le catalogue n'est pas joignable : aucune donnée ne peut être lue pour le moment."
    en = "The catalog cannot be reached: no data can be read for now."
    next_fr = "Réessayez dans quelques minutes ; sinon, transmettez la référence à l'exploitant."
    next_en = "Try again in a few minutes; otherwise give the reference to the operator."


class StoreNotMigrated(OperatorProblem):
    code = "store_not_migrated"
    fr = "Les tables de la base sont à la version {there}, il faut {wanted}."
    en = "The tables of the store are at version {there}, {wanted} is needed."
    next_fr = "Sauvegardez la base, lancez ./interco migrate et relancez la passerelle."
    next_en = "Back the store up, run ./interco migrate and start the gateway again."


class ActOutcomeUnknown(OperatorProblem):
    """Its commit was asked for and not confirmed. `reason` is for the log only."""

    code = "act_outcome_unknown"
    fr = "Le catalogue n'a pas confirmé votre acte : il est peut-être enregistré, peut-être pas."
    en = "The catalog did not confirm your act: it may have been recorded, or it may not."
    next_fr = (
        "Avant de recommencer, relisez ce que vous vouliez changer ; si le catalogue reste"
        " injoignable, transmettez la référence à l'exploitant."
    )
    next_en = (
        "Before you try again, read what you wanted to change; if the catalog still cannot be"
        " reached, give the reference to the operator."
    )


class UnreadableEntry(OperatorProblem):
    """`kind`, `reason` and `entry` are for the log only."""

    code = "unreadable_catalog_entry"
    fr = (
        "Une entrée du catalogue est illisible pour cette version d'Interco, qui ne répond à rien"
        " tant qu'elle ne lit pas tout."
    )
    en = (
        "This version of Interco cannot read an entry of the catalog, and answers nothing until it"
        " can read all of them."
    )
    next_fr = (
        "Transmettez la référence à l'exploitant : son journal nomme l'entrée. Si une version plus"
        " récente l'a écrite, il remplace par elle les processus de l'ancienne ; sinon, il répare"
        " l'entrée."
    )
    next_en = (
        "Give the reference to the operator, whose log names the entry. If a newer version wrote"
        " it, they replace the processes of the older one by it; otherwise they repair the entry."
    )

    @property
    @override
    def for_the_operator(self) -> Self:
        entry = self.facts.get("entry", self.facts["kind"])
        return self.noting(
            f"Il s'agit de : {entry} ({self.facts['reason']}).",
            f"It is: {entry} ({self.facts['reason']}).",
        )


class AuditUnavailable(OperatorProblem):
    """No record, no answer. `reason` is for the log only."""

    code = "audit_unavailable"
    retry_after_s = 10
    fr = "La consultation n'a pas pu être inscrite au journal : aucune donnée n'est donnée."
    en = "The query could not be written to the audit record: no data is given."
    next_fr = "Réessayez dans quelques minutes ; sinon, transmettez la référence à l'exploitant."
    next_en = "Try again in a few minutes; otherwise give the reference to the operator."
