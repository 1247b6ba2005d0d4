"""A template and five fields make a draft; what the template could not place is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from catalog.actions.agreement import AgreementDraft, ColumnGrant, CombineDraft, TermsDraft
from catalog.actions.granted_rows import OwnTerritory, RowsDraft, TerritoryDate
from catalog.model.bilingual import Bilingual
from catalog.model.column_types import DAYS
from catalog.model.dataset import Column, Dataset, ScalarType
from catalog.model.identifiers import Siren
from catalog.model.terms import CombineKind, Contact, PersonalDataBlock
from catalog.model.transform import Transform
from catalog.snapshot import Snapshot
from catalog.standards.standard import standards
from catalog.templates.template import Template, TemplateColumn

_KEEPS_A_KEY = frozenset({Transform.CLEAR, Transform.KEYED_HASH})


@dataclass(frozen=True, slots=True)
class Filling:
    """A clerk's entries: the grantee, the first and the last day, the person to write to.

    `dpo` and one of the two `dpia` for personal data; `id` empty asks for the next reference.
    """

    to: str
    start: date
    end: date
    contact: Contact | None = None
    dpo: Contact | None = None
    dpia_reference: str | None = None
    dpia_waiver: str | None = None
    title: str | None = None
    legal_basis: str | None = None
    id: str = ""
    version: int = 1
    own: tuple[str, ...] = ()
    """Data of the grantee (`slug.dataset`) that the template lets the rows be joined with."""


@dataclass(frozen=True, slots=True)
class Filled:
    """`missing`: the fields of the template that the data lack, in words."""

    draft: AgreementDraft
    told: tuple[Bilingual, ...]
    missing: tuple[Bilingual, ...] = ()


def fill_template(template: Template, dataset: Dataset, grantor: Siren, filling: Filling) -> Filled:
    """Any dataset will do whose columns the template recognises; the rules judge the draft."""
    placed: list[ColumnGrant] = []
    for each in template.columns:
        column = _place(each, dataset)
        if column is not None:
            placed.append(ColumnGrant(column.name, each.transform))
    known = dict(placed_fields(template, dataset))
    missing = [each.field for each in template.columns if each.field not in known]
    keys = _keys_beside(placed, dataset)
    added = {each.name for each in keys}
    told = [] if filling.legal_basis else [_confirm(template)]
    if missing:
        told.append(_not_placed(missing, template))
    if keys:
        told.append(_keys_added(keys, dataset))
    personal, said = _personal_block(template, dataset, filling)
    binding = dataset.territory
    by_row = binding is not None and binding.date_column is not None
    own = OwnTerritory(
        template.competence, TerritoryDate.ROW_DATE if by_row else TerritoryDate.QUERY_DATE
    )
    draft = AgreementDraft(
        id=filling.id,
        version=filling.version,
        grantor=grantor,
        to=filling.to,
        dataset=dataset.name,
        title=filling.title or template.title_fr,
        columns=(*keys, *(each for each in placed if each.name not in added)),
        rows=RowsDraft(None if template.all_rows else own),
        purposes=frozenset(template.purposes),
        legal_basis=filling.legal_basis or template.legal_basis,
        start=filling.start,
        end=filling.end,
        time_zone=dataset.time_zone,
        terms=TermsDraft(
            relation=template.relation if personal is not None else None,
            personal_data=personal,
            combine=CombineDraft(CombineKind.NAMED, filling.own) if filling.own else CombineDraft(),
            onward_sharing=template.onward_sharing,
            template=template.name,
        ),
    )
    return Filled(draft, (*told, *said), tuple(labels_of(missing, template)))


def own_data(template: Template, grantee: Siren, catalog: Snapshot) -> tuple[str, ...]:
    """The data of the grantee that follow the standards of `combine_own`, by name."""
    body = catalog.organisations.get(grantee)
    if body is None:
        return ()
    return tuple(
        f"{body.slug}.{one.name}"
        for one in catalog.datasets_of(grantee)
        if one.standard in template.combine_own
    )


def placed_fields(template: Template, dataset: Dataset) -> tuple[tuple[str, str], ...]:
    """(field of the template, name of its column), of the fields that the dataset bears.

    A field that is given as a pseudonym finds the key of the rows, which is given so beside them.
    """
    places = [(slot, _place(slot, dataset)) for slot in template.columns]
    placed = {slot.field: column.name for slot, column in places if column is not None}
    keys = [
        key.name
        for key in map(dataset.column, dataset.primary_key)
        if key.name not in placed.values() and _fits(Transform.KEYED_HASH, key)
    ]
    unnamed = [
        slot for slot, column in places if column is None and slot.transform is Transform.KEYED_HASH
    ]
    if len(keys) == len(unnamed) == 1:
        placed[unnamed[0].field] = keys[0]
    return tuple(
        (slot.field, placed[slot.field]) for slot in template.columns if slot.field in placed
    )


def _place(slot: TemplateColumn, dataset: Dataset) -> Column | None:
    """By the standard's name, then by concept, then by a usual name."""
    names = (slot.field, *slot.also)
    by_name = (found for name in names if (found := dataset.column_named(name)) is not None)
    by_concept = (
        each
        for each in dataset.columns
        if slot.concept is not None and each.concept == slot.concept
    )
    first = dataset.column_named(slot.field)
    candidates = (*(() if first is None else (first,)), *by_concept, *by_name)
    return next((each for each in candidates if _fits(slot.transform, each)), None)


def _fits(transform: Transform, column: Column) -> bool:
    """A share of a whole is never placed: beside a measure it tells of the rows withheld."""
    kind = column.type.scalar
    match transform:
        case Transform.KEYED_HASH:
            return kind is ScalarType.STRING
        case Transform.MONTH | Transform.YEAR:
            return kind in DAYS
        case _:
            return not column.share_of_whole


def _keys_beside(placed: list[ColumnGrant], dataset: Dataset) -> list[ColumnGrant]:
    """Rows cannot be paged through without their key: pseudonyms, where the type allows it."""
    kept = {each.name for each in placed if each.transform in _KEEPS_A_KEY}
    keys = [dataset.column(column_id) for column_id in dataset.primary_key]
    return [
        ColumnGrant(
            key.name,
            Transform.KEYED_HASH if key.type.scalar is ScalarType.STRING else Transform.CLEAR,
        )
        for key in keys
        if key.name not in kept
    ]


def _personal_block(
    template: Template, dataset: Dataset, filling: Filling
) -> tuple[PersonalDataBlock | None, tuple[Bilingual, ...]]:
    said, contact = template.personal_data, filling.contact
    if said is None or contact is None or not dataset.personal_data:
        return None, ()
    block = PersonalDataBlock(
        controller=contact,
        dpo=filling.dpo or contact,
        persons=said.persons,
        data_categories=said.data_categories,
        recipients=said.recipients,
        transfers=said.transfers,
        retention=said.retention,
        security_measures=said.security_measures,
        dpia_reference=filling.dpia_reference,
        dpia_waiver=filling.dpia_waiver,
    )
    if filling.dpo is not None:
        return block, ()
    told = Bilingual(
        "Aucun délégué à la protection des données n'est donné : le contact en tient lieu.",
        "No data protection officer is given: the contact stands for one.",
    )
    return block, (told,)


def _confirm(template: Template) -> Bilingual:
    return Bilingual(
        f"Base légale proposée par le modèle : {template.legal_basis}.",
        f"Legal basis proposed by the template: {template.legal_basis}.",
    )


def labels_of(fields: Sequence[str], template: Template) -> list[Bilingual]:
    """As the template's standard names them, or else the fields themselves."""
    standard = standards().get(template.standard or "")
    labels = {} if standard is None else {each.name: each.label for each in standard.fields}
    return [labels.get(field) or Bilingual(field, field) for field in fields]


def _not_placed(fields: list[str], template: Template) -> Bilingual:
    named = labels_of(fields, template)
    return Bilingual(
        f"Ce que le modèle prévoit et que ces données n'ont pas : "
        f"{', '.join(each.fr for each in named)}.",
        f"What the template expects and these data lack: {', '.join(each.en for each in named)}.",
    )


def _keys_added(keys: list[ColumnGrant], dataset: Dataset) -> Bilingual:
    columns = {str(each.name): each for each in dataset.columns}
    named = [_key_in_words(columns[each.name], each.transform) for each in keys]
    return Bilingual(
        f"Ajouté parce que c'est la clé des lignes : {' ; '.join(each.fr for each in named)}.",
        f"Added because it is the key of the rows: {'; '.join(each.en for each in named)}.",
    )


def _key_in_words(key: Column, transform: Transform) -> Bilingual:
    fr, en = key.label_fr or key.name, key.label_en or key.label_fr or key.name
    if transform is Transform.KEYED_HASH:
        return Bilingual(f"{fr} (remplacé par un pseudonyme)", f"{en} (replaced by a pseudonym)")
    return Bilingual(f"{fr} (tel quel)", f"{en} (as it is)")
