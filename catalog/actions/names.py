"""Names that the query language keeps for itself, and names that would become one."""

from __future__ import annotations

from collections.abc import Iterable

from catalog.actions.facts import Findings
from catalog.actions.problems import NamesFold, Path, ReservedName
from catalog.model.identifiers import graphql_name

RESERVED_ROOT_FIELDS = frozenset(
    {
        "me",
        "people",
        "arrivals",
        "keys",
        "operations",
        "questionLinks",
        "linksOverYourData",
        "mailChoices",
        "questionAnswer",
        "explorable",
        "exploration",
        "board",
        "boards",
        "boardTile",
        "homeBoard",
        "indicator",
        "indicators",
        "indicatorFigures",
        "indicatorStatement",
        "indicatorUnit",
        "following",
        "myRequests",
        "couldHaveRead",
        "organisation",
        "organisations",
        "territory",
        "territories",
        "storage",
        "storages",
        "storageInstructions",
        "declaredDataset",
        "declaration",
        "dataset",
        "drift",
        "secret",
        "secrets",
        "datasets",
        "agreement",
        "agreements",
        "activation",
        "activations",
        "documentCheck",
        "disputesReceived",
        "figure",
        "figures",
        "mailDeposits",
        "ownQuota",
        "quotas",
        "campaign",
        "campaignProposal",
        "campaigns",
        "duties",
        "previewService",
        "previewUpgrade",
        "runService",
        "service",
        "serviceReport",
        "services",
        "askingToConfirm",
        "awaiting",
        "catalogue",
        "communes",
        "coverage",
        "sourceCheck",
        "deliveries",
        "mandate",
        "mandates",
        "purpose",
        "purposes",
        "template",
        "templates",
        "standard",
        "standards",
        "inbox",
        "webhook",
        "webhooks",
        "explain",
        "explainRequest",
        "effectiveAccess",
        "rowsSeenAs",
        "messageKinds",
        "openDeposits",
        "consents",
        "openings",
        "uploads",
        "receipt",
        "deposits",
        "platform",
        "whyNotRow",
        "usage",
        "bodyUsage",
        "search",
        "node",
        "nodes",
        "query",
        "mutation",
        "subscription",
    }
)
"""Fields of the control side, those to come included: an organisation is a root field too."""

RESERVED_SQL_SCHEMAS = frozenset(
    {
        "information_schema",
        "interco",
        "system",
        "main",
        "temp",
        "public",
        "pg_catalog",
        "default",
        "reference",
        "standards",
    }
)

RESERVED_FIELDS = frozenset({"and", "or", "not", "id_", "typename", "rowid"})
"""`where` has AND, OR, NOT beside the columns, rows have `_id`; engines have `rowid`."""


def folded(name: str) -> str:
    """Equal for two names that some query language or engine would take for one."""
    return graphql_name(name).casefold()


def refuse_reserved_field(name: str, findings: Findings, *path: str | int) -> None:
    """For what is named inside an organisation: datasets, columns, relations."""
    if folded(name) in RESERVED_FIELDS:
        findings.add(ReservedName(name=name), *path)


def refuse_folding(names: Iterable[tuple[str, Path]], findings: Findings) -> None:
    """Each name with the path to report; the first of two keeps its name."""
    seen: dict[str, str] = {}
    for name, path in names:
        other = seen.setdefault(folded(name), name)
        if other != name:
            findings.add(NamesFold(name=name, other=other, folded=graphql_name(name)), *path)
