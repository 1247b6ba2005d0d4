"""Communes, intercommunalities and départements by their names, as people type them.

All of it is public: the same for every reader.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from catalog.caches import remembered
from catalog.cog import Cog
from catalog.cog.bundled_cog import BundledCog, codes_by_name, lines_of, read_epci_names
from catalog.cog.departements import departement_names, departement_of
from catalog.model.identifiers import Siren
from catalog.model.organisation import Membership, Organisation, OrganisationKind
from catalog.search.words import surface_words

Phrase = tuple[str, ...]
_KINDS_OF_EPCI: Final = frozenset(
    {
        *("cc", "ca", "cu", "communaute", "communautes", "commune", "communes", "agglomeration"),
        *("agglo", "urbaine", "metropole", "pays", "epci", "ville", "departement"),
    }
)


@dataclass(frozen=True, slots=True)
class Places:
    """`codes`: of each name, as words without accents, the communes that it means."""

    codes: Mapping[Phrase, frozenset[str]] = field(default_factory=dict)
    longest: int = 0


def places_of(cog: Cog) -> Places:
    return _places_of_texts(cog.texts)


@dataclass(frozen=True, slots=True)
class Territories:
    """The communes for which each body works, by its SIREN: for finding its data, never for
    reading rows.
    """

    places: Places
    by_epci: Mapping[str, frozenset[str]]
    members: Mapping[Siren, tuple[Membership, ...]]

    def of(self, body: Organisation, above: frozenset[Siren] = frozenset()) -> frozenset[str]:
        """Its own commune; the communes of its EPCI, of its département, or of its members."""
        if body.commune_code is not None:
            return frozenset({body.commune_code})
        if body.kind is OrganisationKind.DEPARTEMENT:
            words = tuple(word for word in surface_words(body.name) if word not in _KINDS_OF_EPCI)
            return self.places.codes.get(words, frozenset())
        return self._of_siren(body.siren, above)

    def _of_siren(self, siren: Siren, above: frozenset[Siren]) -> frozenset[str]:
        communes = self.by_epci.get(siren)
        if communes is not None or siren in above:
            return communes or frozenset()
        brought = (
            frozenset(each.communes)
            if each.communes is not None
            else self._of_siren(each.member, above | {siren})
            for each in self.members.get(siren, ())
        )
        return frozenset[str]().union(*brought)


def territories_of(
    cog: Cog, organisations: Iterable[Organisation], memberships: Iterable[Membership]
) -> Territories:
    """A membership that has ended brings nothing: the latest map is the one that people know."""
    own = {
        str(each.siren): frozenset({str(each.commune_code)})
        for each in organisations
        if each.commune_code is not None
    }
    members: defaultdict[Siren, list[Membership]] = defaultdict(list)
    for membership in memberships:
        if membership.end is None:
            members[membership.of].append(membership)
    return Territories(
        places_of(cog),
        {**_communes_by_epci(cog.texts), **own},
        {siren: tuple(brought) for siren, brought in members.items()},
    )


@remembered(maxsize=2)
def _places_of_texts(texts: BundledCog) -> Places:
    codes_by_phrase: defaultdict[Phrase, set[str]] = defaultdict(set)
    lines = lines_of(texts.communes)
    for name, codes in codes_by_name(lines).items():
        codes_by_phrase[tuple(surface_words(name))].update(codes)
    members = _communes_by_epci(texts)
    for siren, line in lines_of(texts.epcis).items():
        name = list(read_epci_names(line).values())[-1]
        words = tuple(surface_words(name))
        bare = tuple(word for word in words if word not in _KINDS_OF_EPCI)
        for phrase in {words, bare}:
            codes_by_phrase[phrase].update(members.get(siren, ()))
    communes: defaultdict[str, set[str]] = defaultdict(set)
    for code in lines:
        communes[departement_of(code)].add(code)
    for number, phrase in departements().items():
        inside = communes[number]
        codes_by_phrase[phrase].update(inside)
        codes_by_phrase[(number.lower(),)].update(inside)
    codes_by_phrase.pop((), None)
    longest = max(map(len, codes_by_phrase), default=0)
    return Places({phrase: frozenset(codes) for phrase, codes in codes_by_phrase.items()}, longest)


def departements() -> Mapping[str, Phrase]:
    """The words of each département's name, by its number."""
    return {number: tuple(surface_words(name)) for number, name in departement_names().items()}


@remembered(maxsize=2)
def _communes_by_epci(texts: BundledCog) -> dict[str, frozenset[str]]:
    """The communes of each EPCI in the latest vintage."""
    codes_by_siren: defaultdict[str, set[str]] = defaultdict(set)
    for code, line in lines_of(texts.figures).items():
        siren = line.split("\t")[1].split(";")[-1].rpartition(":")[2]
        if siren:
            codes_by_siren[siren].add(code)
    return {siren: frozenset(codes) for siren, codes in codes_by_siren.items()}
