"""The doors: the ways in for questions and files, each said here once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Door:
    """`code` names it in keys, in what is asked and in figures; `path` is its address, or with a
    `/` at its end what its addresses begin with. One that is no path of ours is reached on a port
    of its own.

    `takes_documents`: it is sent a text, which a key for saved documents may be bound to.
    `is_usual`: a key is for it where its maker says nothing of doors. `takes_keys`: a key can be
    for it at all.
    """

    code: str
    fr: str
    en: str
    path: str
    takes_documents: bool = False
    is_usual: bool = False
    takes_keys: bool = True


LINKS = "links"
SCHEDULED = "scheduled"
"""Of runs that a service does by itself: recorded as a door, and open to nobody from outside."""
DOORS = (
    Door("graphql", "GraphQL", "GraphQL", "/graphql", takes_documents=True, is_usual=True),
    Door("sql", "SQL", "SQL", "/v1/sql", takes_documents=True, is_usual=True),
    Door(
        "questions",
        "Questions enregistrées",
        "Saved questions",
        "/v1/questions/",
        takes_documents=True,
    ),
    Door("odata", "OData (Excel, Power BI)", "OData (Excel, Power BI)", "/odata/"),
    Door("ogc", "OGC API (QGIS, cartes)", "OGC API (QGIS, maps)", "/ogc/"),
    Door("deposits", "Dépôt de fichiers", "Deposit of files", "/v1/deposits/"),
    Door("postgres", "PostgreSQL", "PostgreSQL", "postgresql://"),
    Door("rest", "Adresses REST", "REST addresses", "/v1/"),
    Door(LINKS, "Liens", "Links", "/l/", takes_keys=False),
)
"""Of two addresses that begin alike, the longer one stands first."""
KEY_DOORS = tuple(each for each in DOORS if each.takes_keys)
DOOR_CODES = tuple(each.code for each in KEY_DOORS)
USUAL_DOORS = tuple(each.code for each in DOORS if each.is_usual)
DOORS_OF_DOCUMENTS = frozenset(each.code for each in DOORS if each.takes_documents)
