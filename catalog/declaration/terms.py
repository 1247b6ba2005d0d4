"""The blocks of an agreement beside columns, rows and dates; each may be left out."""

from __future__ import annotations

from catalog.actions.agreement import CombineDraft, TermsDraft
from catalog.declaration.fields import Fields, read_fields
from catalog.declaration.yaml_tree import Text
from catalog.model.hosting import HostingDemand
from catalog.model.terms import (
    AgreementLimits,
    CombineKind,
    Contact,
    MembersRule,
    OnwardSharing,
    PersonalDataBlock,
    Relation,
    UnitaryTerms,
)

TERMS = (
    "members",
    "relation",
    "personal_data",
    "combine",
    "notice_days",
    "onward_sharing",
    "limits",
    "unitary",
    "template",
    "hosting",
)
_PERSONAL_REQUIRED = (
    "controller",
    "dpo",
    "persons",
    "data_categories",
    "recipients",
    "transfers",
    "retention",
    "security_measures",
)
_PERSONAL = (
    *_PERSONAL_REQUIRED,
    "dpia_reference",
    "dpia_waiver",
    "joint_arrangement",
    "processor_contract",
)
_CONTACT = ("name", "email")


def read_members(fields: Fields) -> MembersRule | None:
    """`members: 1510`: those of the grantee for that competence read, each on its own territory."""
    return MembersRule(fields.text("members")) if fields.has("members") else None


def read_terms(fields: Fields) -> TermsDraft:
    return TermsDraft(
        relation=fields.choice("relation", Relation) if fields.has("relation") else None,
        personal_data=_read_personal(fields) if fields.has("personal_data") else None,
        combine=_read_combine(fields),
        notice_days=fields.number("notice_days", 0),
        onward_sharing=fields.choice("onward_sharing", OnwardSharing, OnwardSharing.NONE),
        limits=_read_limits(fields),
        unitary=_read_unitary(fields) if fields.has("unitary") else None,
        template=fields.optional_text("template"),
        hosting=read_hosting(fields),
    )


def read_hosting(fields: Fields) -> HostingDemand | None:
    """`hosting: {countries: [FR], secnumcloud: true, operated_by: […]}`, each optional."""
    if not fields.has("hosting"):
        return None
    demand = fields.mapping("hosting", ("countries", "secnumcloud", "operated_by"))
    return HostingDemand(
        countries=tuple(sorted(set(demand.texts("countries")))),
        secnumcloud=demand.flag("secnumcloud"),
        operated_by=tuple(sorted(set(demand.texts("operated_by")))),
    )


def _read_personal(agreement: Fields) -> PersonalDataBlock:
    fields = agreement.mapping("personal_data", _PERSONAL, _PERSONAL_REQUIRED)
    return PersonalDataBlock(
        controller=read_contact(fields, "controller"),
        dpo=read_contact(fields, "dpo"),
        persons=fields.texts("persons"),
        data_categories=fields.texts("data_categories"),
        recipients=fields.texts("recipients"),
        transfers=fields.text("transfers"),
        retention=fields.text("retention"),
        security_measures=fields.text("security_measures"),
        dpia_reference=fields.optional_text("dpia_reference"),
        dpia_waiver=fields.optional_lines("dpia_waiver"),
        joint_arrangement=fields.optional_text("joint_arrangement"),
        processor_contract=fields.optional_text("processor_contract"),
    )


def read_contact(personal: Fields, key: str) -> Contact:
    """`{name: …, email: …}`."""
    if not personal.has(key):
        return Contact("", "")
    fields = personal.mapping(key, _CONTACT, _CONTACT)
    return Contact(fields.text("name"), fields.text("email"))


def _read_combine(agreement: Fields) -> CombineDraft:
    """`none`, `reference`, `open`, or `{named: [slug.dataset, …]}`."""
    node = agreement.entries.nodes.get("combine")
    if node is None or isinstance(node, Text):
        return CombineDraft(agreement.choice("combine", CombineKind, CombineKind.REFERENCE))
    fields = read_fields(node, "combine", agreement.problems, ("named",), ("named",))
    return CombineDraft(CombineKind.NAMED, fields.texts("named"))


def _read_limits(agreement: Fields) -> AgreementLimits:
    fields = agreement.mapping("limits", ("queries_per_day", "rows_per_query"))
    return AgreementLimits(
        queries_per_day=fields.number("queries_per_day") if fields.has("queries_per_day") else None,
        rows_per_query=fields.number("rows_per_query") if fields.has("rows_per_query") else None,
    )


def _read_unitary(agreement: Fields) -> UnitaryTerms:
    fields = agreement.mapping("unitary", ("max_rows",), ("max_rows",))
    return UnitaryTerms(fields.number("max_rows"))
