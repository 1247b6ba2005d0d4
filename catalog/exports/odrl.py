"""An active agreement as an ODRL 2.2 Agreement, in JSON-LD.

What ODRL has no word for is in a profile of ours, whose terms docs/reference/odrl.md lists. Dates,
purposes and places are ODRL's own words, so that a reader without the profile understands them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from catalog.cog import Cog
from catalog.exports.odrl_rows import row_constraints
from catalog.exports.odrl_words import CONTEXT, PROFILE, constraint, reference, word
from catalog.exports.problems import AgreementNotActive
from catalog.model.agreement import Agreement, AgreementState, GrantedColumn
from catalog.model.identifiers import Siren
from catalog.model.terms import CombineKind, OnwardSharing
from catalog.snapshot import Snapshot

Json = dict[str, Any]


def odrl_agreement(
    agreement: Agreement, catalog: Snapshot, cog: Cog, *, at: date, base: str
) -> Json:
    """`base` is the platform's public address; communes are those of `at`.

    Raises AgreementNotActive: only what gives data permits anything.
    """
    if agreement.state is not AgreementState.ACTIVE:
        raise AgreementNotActive(agreement=agreement.citation, state=agreement.state.value)
    names = _Names(base.rstrip("/"), catalog)
    return {
        "@context": CONTEXT,
        "@type": "Agreement",
        "uid": f"{names.base}/agreements/{agreement.citation}",
        "profile": PROFILE,
        "dct:title": agreement.title,
        word("sha256"): agreement.sha256,
        word("legalBasis"): agreement.legal_basis,
        word("noticeDays"): agreement.terms.notice_days,
        **_relation(agreement),
        "assigner": names.party(agreement.grantor),
        "assignee": _assignee(agreement, names),
        "permission": [
            _reading(agreement, catalog, cog, at, names),
            *_passing_on(agreement, names),
        ],
        "prohibition": list(_prohibitions(agreement, names)),
        **_retention(agreement, names),
    }


class _Names:
    """Names on the web of parties, datasets, columns and purposes."""

    def __init__(self, base: str, catalog: Snapshot) -> None:
        self.base = base
        self._catalog = catalog

    def party(self, siren: Siren) -> Json:
        known = self._catalog.organisations.get(siren)
        return {
            "@type": "Party",
            "uid": f"{self.base}/organisations/{siren}",
            word("siren"): str(siren),
            **({} if known is None else {"foaf:name": known.name}),
        }

    def dataset(self, dataset_id: str) -> str:
        return f"{self.base}/datasets/{dataset_id}"

    def column(self, dataset_id: str, column: str) -> str:
        return f"{self.dataset(dataset_id)}#{column}"

    def purpose(self, code: str) -> str:
        return f"{self.base}/purposes/{code}"


def _assignee(agreement: Agreement, names: _Names) -> Json:
    """Or whoever is a member of it, that day."""
    grantee = names.party(agreement.grantee)
    if agreement.members is None:
        return grantee
    return {
        "@type": "PartyCollection",
        "source": grantee,
        "refinement": [constraint(word("memberFor"), "eq", agreement.members.competence)],
    }


def _reading(agreement: Agreement, catalog: Snapshot, cog: Cog, at: date, names: _Names) -> Json:
    return {
        "@type": "Permission",
        "action": "read",
        "target": _target(agreement, names),
        "constraint": [
            constraint("dateTime", "gteq", _instant(agreement.start, agreement.time_zone)),
            constraint(
                "dateTime",
                "lt",
                _instant(agreement.end + timedelta(days=1), agreement.time_zone),
            ),
            constraint(
                "purpose",
                "isAnyOf",
                [reference(names.purpose(each)) for each in sorted(agreement.purposes)],
            ),
            *row_constraints(
                agreement, catalog, cog, at, lambda each: names.column(agreement.dataset_id, each)
            ),
            constraint(word("output"), "eq", reference(word(agreement.output.value))),
            *_limits(agreement),
            *_hosting(agreement),
        ],
    }


def _target(agreement: Agreement, names: _Names) -> Json:
    """The columns that are given of the dataset, each with what is done to it."""
    dataset = names.dataset(agreement.dataset_id)
    return {
        "@type": "AssetCollection",
        "source": {
            "@type": "Asset",
            "uid": dataset,
            "dct:title": agreement.terms.dataset_title_fr,
        },
        word("datasetVersion"): agreement.dataset_version,
        word("column"): [
            _column(each, names.column(agreement.dataset_id, each.column))
            for each in agreement.columns
        ],
    }


def _column(granted: GrantedColumn, uid: str) -> Json:
    written: Json = {
        "uid": uid,
        word("name"): granted.name,
        word("transform"): reference(word(granted.transform.value)),
    }
    if granted.constant is not None:
        written[word("constant")] = granted.constant
    if granted.secret is not None:
        written[word("legalSecret")] = granted.secret.value
        written[word("secretText")] = granted.secret_text or ""
    return written


def _limits(agreement: Agreement) -> Iterator[Json]:
    limits, unitary = agreement.terms.limits, agreement.terms.unitary
    if limits.queries_per_day is not None:
        yield constraint(word("queriesPerDay"), "lteq", limits.queries_per_day)
    if limits.rows_per_query is not None:
        yield constraint(word("rowsPerQuery"), "lteq", limits.rows_per_query)
    if unitary is not None:
        yield constraint(word("rowsPerFile"), "lteq", unitary.max_rows)


def _hosting(agreement: Agreement) -> Iterator[Json]:
    demand = agreement.terms.hosting
    if demand is None:
        return
    if demand.countries:
        yield constraint(word("hostedIn"), "isAnyOf", list(demand.countries))
    if demand.secnumcloud:
        yield constraint(word("secnumcloud"), "eq", right=True)
    if demand.operated_by:
        yield constraint(word("operatedBy"), "isAnyOf", list(demand.operated_by))


def _passing_on(agreement: Agreement, names: _Names) -> Iterator[Json]:
    """With consent, passing on is permitted once it was obtained."""
    if agreement.terms.onward_sharing is OnwardSharing.WITH_CONSENT:
        grantor = names.party(agreement.grantor)["uid"]
        yield {
            "@type": "Permission",
            "action": "distribute",
            "target": names.dataset(agreement.dataset_id),
            "duty": [{"action": "obtainConsent", "consentingParty": grantor}],
        }


def _prohibitions(agreement: Agreement, names: _Names) -> Iterator[Json]:
    target = names.dataset(agreement.dataset_id)
    onward, combine = agreement.terms.onward_sharing, agreement.terms.combine
    if onward is OnwardSharing.NONE:
        yield {"@type": "Prohibition", "action": "distribute", "target": target}
    elif onward is OnwardSharing.AGGREGATES:
        aggregates = reference(word("aggregate"))
        yield {
            "@type": "Prohibition",
            "action": "distribute",
            "target": target,
            "constraint": [constraint(word("output"), "neq", aggregates)],
        }
    allowed = {
        CombineKind.NONE: [],
        CombineKind.REFERENCE: [word("referenceData")],
        CombineKind.OPEN: [word("referenceData"), word("openData")],
        CombineKind.NAMED: [
            word("referenceData"),
            word("openData"),
            *(names.dataset(each) for each in combine.datasets),
        ],
    }[combine.kind]
    yield {
        "@type": "Prohibition",
        "action": word("combine"),
        "target": target,
        **(
            {
                "constraint": [
                    constraint(
                        word("combinedWith"), "isNoneOf", [reference(each) for each in allowed]
                    )
                ]
            }
            if allowed
            else {}
        ),
    }


def _retention(agreement: Agreement, names: _Names) -> Json:
    block = agreement.terms.personal_data
    if block is None:
        return {}
    return {
        "obligation": [
            {
                "@type": "Duty",
                "action": "delete",
                "target": names.dataset(agreement.dataset_id),
                word("retention"): block.retention,
            }
        ]
    }


def _relation(agreement: Agreement) -> Json:
    relation = agreement.terms.relation
    return {} if relation is None else {word("relation"): reference(word(relation.value))}


def _instant(day: date, time_zone: str) -> Json:
    instant = datetime.combine(day, time(), tzinfo=ZoneInfo(time_zone))
    return {"@value": instant.isoformat(), "@type": "xsd:dateTime"}
