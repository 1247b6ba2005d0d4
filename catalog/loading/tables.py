"""Recognises files by their columns, in our names or in the publishers' own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from catalog.fold import fold
from catalog.loading.problems import UnknownTable

Column = Sequence[str]


class Kind(Enum):
    """The kind of a table, by its required columns, each under every name it may bear."""

    MOVEMENTS = "movements"
    COMPOSITION = "composition"
    COMPETENCES = "competences"
    GROUPEMENTS = "groupements"
    EPCI_MEMBERS = "epci_members"
    COMMUNES = "communes"


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A file's columns, every cell as text (empty: none), all of one length."""

    name: str
    columns: Mapping[str, Column]


@dataclass(frozen=True, slots=True)
class KnownTable:
    """The same, its columns under our names; those it may lack are left out."""

    name: str
    kind: Kind
    columns: Mapping[str, Column]

    def rows(self, *names: str) -> Iterator[tuple[str, ...]]:
        """In the order of `names`; a column that is absent is empty everywhere."""
        length = len(next(iter(self.columns.values())))
        empty = [""] * length
        return zip(*(self.columns.get(name, empty) for name in names), strict=True)


_SYNDICAT = ("syndicat_siren", "siren_syndicat", "n siren syndicat", "siren syndicat")
_REQUIRED: Mapping[Kind, Mapping[str, tuple[str, ...]]] = {
    Kind.MOVEMENTS: {
        "mod": ("mod",),
        "day": ("date_eff",),
        "kind_before": ("typecom_av",),
        "before": ("com_av",),
        "kind_after": ("typecom_ap",),
        "after": ("com_ap",),
    },
    Kind.COMPOSITION: {
        "of": (*_SYNDICAT, "groupement_siren"),
        "code": ("commune_code", "code_insee", "insee", "insee membre"),
        "siren": ("commune_siren", "siren_commune", "siren membre", "siren commune"),
    },
    Kind.EPCI_MEMBERS: {
        "of": ("epci_siren", "siren_epci"),
        "code": ("commune_code", "code_insee", "insee"),
        "siren": ("commune_siren", "siren_commune", "siren"),
    },
    Kind.COMMUNES: {
        "kind": ("type", "typecom"),
        "code": ("code", "com"),
        "name": ("nom", "libelle"),
        "parent": ("parent", "comparent"),
    },
    Kind.COMPETENCES: {
        "siren": ("siren", "groupement_siren", "n siren"),
        "code": ("code", "competence", "competence_code", "code competence"),
    },
    Kind.GROUPEMENTS: {
        "siren": ("siren", "n siren", "siren groupement"),
        "name": ("nom", "nom du groupement", "raison sociale", "raison_sociale"),
        "nature": ("nature", "nature juridique", "nature_juridique"),
    },
}
_OPTIONAL: Mapping[Kind, Mapping[str, tuple[str, ...]]] = {
    Kind.COMPOSITION: {
        "epci": ("epci_siren", "siren_epci", "epci_siren_2021", "siren epci"),
        "direct": ("adhesion_directe", "direct"),
    },
    Kind.COMMUNES: {
        "vintage": ("vintage", "annee", "millesime"),
        "siren": ("siren",),
        "population": ("population",),
    },
    Kind.EPCI_MEMBERS: {"vintage": ("vintage", "annee", "millesime")},
}


def recognise(table: ReadTable) -> KnownTable:
    """Raises UnknownTable, which says the columns that each kind needs."""
    plain = {_plain(name): column for name, column in table.columns.items()}
    for kind, required in _REQUIRED.items():
        found = _found(required, plain)
        if found.keys() == required.keys():
            more = _found(_OPTIONAL.get(kind, {}), plain)
            return KnownTable(table.name, kind, {**more, **found})
    expected = " / ".join(
        ", ".join(names[0] for names in required.values()) for required in _REQUIRED.values()
    )
    raise UnknownTable(
        file=table.name, columns=", ".join(list(table.columns)[:20]), expected=expected
    )


def _found(wanted: Mapping[str, tuple[str, ...]], plain: Mapping[str, Column]) -> dict[str, Column]:
    return {
        ours: plain[name]
        for ours, names in wanted.items()
        for name in [next((_plain(each) for each in names if _plain(each) in plain), None)]
        if name is not None
    }


def _plain(name: str) -> str:
    """`N° SIREN`, `n_siren` and `N siren` are one name."""
    letters = (each if each.isalnum() else " " for each in fold(name.strip().lstrip("\ufeff")))
    return " ".join("".join(letters).split())
