"""Costs and what pays for them, of the whole territory, held against its tonnes and inhabitants."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tests.worlds.expected import Expected, allowed, divided, either, maybe, none
from tests.worlds.waste_rows import WasteRows

TOTAL, SHARED = "TOTAL", "SHARED"


@dataclass(frozen=True, slots=True)
class Money:
    """Of one year of a declared territory: `tonnes` are kilograms by stream, `is_whole` whether
    each expected commune has its whole year, `people` None where a population is not known.
    """

    rows: WasteRows
    year: int
    kilograms: dict[str, Decimal]
    is_whole: bool
    people: int | None

    @property
    def costs(self) -> dict[str, Decimal]:
        """Net euros by stream; a total that is given beside them is not one of them."""
        of_year = {flux: euros for (at, flux), euros in self.rows.costs.items() if at == self.year}
        return {flux: euros for flux, euros in of_year.items() if flux != TOTAL}

    @property
    def total(self) -> Decimal | None:
        """What is given as the total, else the sum of the streams."""
        given = self.rows.costs.get((self.year, TOTAL))
        if given is not None:
            return given
        return sum(self.costs.values(), Decimal(0)) if self.costs else None

    @property
    def shared(self) -> set[str]:
        return set(self.costs) & {flux for flux, kg in self.kilograms.items() if kg > 0}

    def by_stream(self) -> dict[str, dict[str, Expected]]:
        """By stream, the rows of costs; TOTAL and SHARED among them."""
        found = {flux: self._of(flux, {flux}, euros) for flux, euros in self.costs.items()}
        if self.total is not None:
            found[TOTAL] = self._of_total(self.total)
        if self.shared:
            euros = sum((self.costs[flux] for flux in self.shared), Decimal(0))
            found[SHARED] = self._of(SHARED, self.shared, euros)
            if self.shared == set(self.costs) == set(self.kilograms):
                why = "the same as the total"
                found[SHARED] = {name: maybe(one, why) for name, one in found[SHARED].items()}
        return found

    def of(self, flux: str) -> dict[str, Expected]:
        """Cost by tonne and by inhabitant of a stream, or of the total."""
        row = self.by_stream().get(flux, {})
        nothing = none("no cost of that stream and year")
        return {name: row.get(name, nothing) for name in ("eur_t", "eur_hab")}

    def by_tonne_shared(self) -> Expected:
        return self.by_stream().get(SHARED, {}).get("eur_t", none("no stream has both"))

    def funding(self) -> dict[str, Expected]:
        euros = self.rows.funding.get(self.year)
        made = dict.fromkeys(("funding", "funding_hab", "funding_share"), none("not given"))
        if euros is not None:
            made["funding"] = allowed(euros)
            if self.people:
                made["funding_hab"] = divided(euros, self.people)
            if self.total is not None and self.total > 0:
                made["funding_share"] = divided(100 * euros, self.total)
        return made

    def _of(self, flux: str, streams: set[str], euros: Decimal) -> dict[str, Expected]:
        kg = sum((self.kilograms.get(each, Decimal(0)) for each in streams), Decimal(0))
        made = {
            "eur": allowed(euros),
            "kg": allowed(kg) if kg else either(0, "no tonne of it"),
            "eur_t": none(f"costs of the whole territory over part of the tonnes of {flux}"),
            "eur_hab": none("population unknown"),
        }
        if self.people:
            made["eur_hab"] = divided(euros, self.people)
        if self.is_whole and kg > 0:
            made["eur_t"] = divided(1000 * euros, kg)
        return made

    def _of_total(self, euros: Decimal) -> dict[str, Expected]:
        made = self._of(TOTAL, set(self.kilograms), euros)
        if self.shared != set(self.costs) or self.shared != set(self.kilograms):
            made["eur_t"] = none("costs and tonnes do not hold the same streams")
        elif euros != sum(self.costs.values(), Decimal(0)):
            made["eur_t"] = none("the total given is not that of the streams")
        return made
