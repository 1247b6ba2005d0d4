"""A draft from a template: the few fields that a clerk fills."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import strawberry

from catalog.actions.columns import suggestion
from catalog.actions.facts import Findings
from catalog.actions.filling import (
    Filled,
    Filling,
    fill_template,
    labels_of,
    own_data,
    placed_fields,
)
from catalog.actions.problems import UnknownAgreementDataset
from catalog.model.dataset import Dataset
from catalog.model.identifiers import Siren
from catalog.model.terms import Contact
from catalog.snapshot import Snapshot
from catalog.templates.problems import UnknownTemplate
from catalog.templates.template import Template as ConventionTemplate
from catalog.templates.template import templates
from gateway.control.agreement_input import ContactInput
from gateway.control.agreement_reading import resolve_recipient, split_dataset, version_to_write
from gateway.control.agreement_writing import write_sentence
from gateway.control.context import ControlContext
from gateway.control.sentence import Sentence
from gateway.control.visible_agreements import side_of

Info = strawberry.Info[ControlContext, None]


@strawberry.input(description="Les champs qu'un modèle demande. / What a template asks for.")
class TemplateDraftInput:
    template: str = strawberry.field(description="rpqs_dechets, rpqs_eau…")
    dataset: str = strawberry.field(description="« organisme.jeu ». / Owner and dataset.")
    to: str | None = strawberry.field(
        default=None,
        description="Qui reçoit ; vous, quand le jeu est d'un autre. / Who receives.",
    )
    start: dt.date
    end: dt.date
    contact: ContactInput | None = strawberry.field(
        default=None, description="Qui répond du traitement. / Who answers for the processing."
    )
    dpo: ContactInput | None = None
    dpia_reference: str | None = None
    dpia_waiver: str | None = None
    title: str | None = None
    legal_basis: str | None = strawberry.field(
        default=None,
        description="Au lieu de celle du modèle. / Instead of the template's.",
    )
    id: str = ""


@strawberry.type(
    description=(
        "Un champ d'un modèle, et la colonne de ces données qui le porte. / A field of a "
        "template, and the column of these data that bears it."
    )
)
class PlacedField:
    field: str
    column: str


def resolve_placed(
    parent: strawberry.Parent[Template], info: Info, dataset: strawberry.ID
) -> list[PlacedField]:
    placed = _placed(parent.name, dataset, info.context)
    return [PlacedField(field=field, column=column) for field, column in placed]


def resolve_missing(
    parent: strawberry.Parent[Template], info: Info, dataset: strawberry.ID
) -> list[Sentence]:
    placed = dict(_placed(parent.name, dataset, info.context))
    fields = [field for field in parent.columns if placed and field not in placed]
    return [write_sentence(each) for each in labels_of(fields, templates()[parent.name])]


def _placed(
    template: str, dataset: strawberry.ID, context: ControlContext
) -> tuple[tuple[str, str], ...]:
    """None of data that the subject may not discover, as of data that there are not."""
    meant = context.snapshot.datasets.get(str(dataset))
    if meant is None:
        return ()
    if meant.owner != side_of(context) and meant.id not in context.view.discoverable:
        return ()
    return placed_fields(templates()[template], meant)


@strawberry.type(description="Un modèle de convention. / A template of an agreement.")
class Template:
    name: str
    title_fr: str
    title_en: str
    description_fr: str
    description_en: str
    purposes: list[str]
    standard: str | None
    competence: str
    subject: Sentence = strawberry.field(
        description="Ce dont parle la compétence. / What the competence is about."
    )
    legal_basis: str = strawberry.field(description="À confirmer par vous. / For you to confirm.")
    columns: list[str]
    placed: list[PlacedField] = strawberry.field(
        resolver=resolve_placed,
        description="Ceux de ses champs que ces données portent. / Its fields that data bear.",
    )
    missing: list[Sentence] = strawberry.field(
        resolver=resolve_missing,
        description="Les libellés des autres, si elles en portent. / Labels of the others, if any.",
    )


def write_template(template: ConventionTemplate) -> Template:
    return Template(
        name=template.name,
        title_fr=template.title_fr,
        title_en=template.title_en,
        description_fr=template.description_fr,
        description_en=template.description_en,
        purposes=list(template.purposes),
        standard=template.standard,
        competence=template.competence,
        subject=write_sentence(template.subject),
        legal_basis=template.legal_basis,
        columns=[each.field for each in template.columns],
    )


def read_template_input(given: TemplateDraftInput, context: ControlContext) -> Filled:
    """As `read_template_fields` does, in the name of whoever asks."""
    side = side_of(context)
    return read_template_fields(given, side, context.snapshot, context.view.discoverable)


def read_template_fields(
    fields: TemplateDraftInput,
    side: Siren | None,
    snapshot: Snapshot,
    discoverable: Collection[str],
) -> Filled:
    """Raises ActRefused, UnknownTemplate. What may not be discovered answers as unknown."""
    known = templates()
    template = known.get(fields.template)
    if template is None:
        meant = suggestion(fields.template, known)
        listed = ", ".join(sorted(known))
        raise UnknownTemplate(template=fields.template[:100], known=listed, did_you_mean=meant)
    findings = Findings()
    grantor, name = split_dataset(fields.dataset, side, snapshot, findings)
    to = resolve_recipient(fields.to, side, grantor, findings)
    findings.raise_any()
    shown: dict[str, Dataset] = {
        each.name: each
        for each in snapshot.datasets_of(grantor)
        if grantor == side or each.id in discoverable
    }
    dataset = snapshot.own_dataset_spelt(grantor, name)
    if dataset is None or dataset.name not in shown:
        meant = suggestion(name, shown)
        findings.add(UnknownAgreementDataset(dataset=name[:100], did_you_mean=meant), "dataset")
        findings.raise_any()
        raise AssertionError  # what is missing was found
    filling = Filling(
        to=to,
        start=fields.start,
        end=fields.end,
        contact=_contact(fields.contact),
        dpo=_contact(fields.dpo),
        dpia_reference=fields.dpia_reference,
        dpia_waiver=fields.dpia_waiver,
        title=fields.title,
        legal_basis=fields.legal_basis,
        id=fields.id,
        version=version_to_write(fields.id, snapshot),
        # Whoever offers its data may not know which ones the other has.
        own=own_data(template, side, snapshot) if side and grantor != side else (),
    )
    return fill_template(template, dataset, grantor, filling)


def _contact(given: ContactInput | None) -> Contact | None:
    return None if given is None else Contact(given.name, given.email)
