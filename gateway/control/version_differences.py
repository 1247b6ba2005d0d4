"""The changes of a version of an agreement against the version before it, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from catalog.day_words import day_in_words
from catalog.declaration.difference import field_changes
from catalog.model.agreement import Agreement, GrantedColumn
from catalog.model.bilingual import Bilingual
from catalog.model.transform import Transform
from catalog.row_words import rows_of_agreement
from catalog.snapshot import Snapshot
from gateway.control import agreement_types as shown
from gateway.control.agreement_writing import write_purposes, write_sentence

_GIVEN: Mapping[Transform, Bilingual] = {
    Transform.CLEAR: Bilingual("en clair", "in clear"),
    Transform.KEYED_HASH: Bilingual("pseudonyme", "pseudonym"),
    Transform.MONTH: Bilingual("au mois", "by month"),
    Transform.YEAR: Bilingual("à l'année", "by year"),
    Transform.COMMUNE: Bilingual("commune actuelle", "current commune"),
    Transform.EPCI: Bilingual("EPCI", "EPCI"),
    Transform.CONSTANT: Bilingual("valeur unique", "one value"),
    Transform.NULL: Bilingual("masquée", "masked"),
}
_TERMS: Mapping[str, Bilingual] = {
    "relation": Bilingual("Rôle des parties (RGPD)", "Role of the parties (GDPR)"),
    "personal_data": Bilingual("Données personnelles", "Personal data"),
    "combine": Bilingual("Croisements permis", "Joins allowed"),
    "notice_days": Bilingual("Préavis, en jours", "Notice, in days"),
    "onward_sharing": Bilingual("Retransmission", "Onward sharing"),
    "limits": Bilingual("Limites", "Limits"),
    "unitary": Bilingual("Échange unitaire", "Unitary exchange"),
    "hosting": Bilingual("Hébergement exigé", "Hosting demanded"),
    "template": Bilingual("Modèle", "Template"),
}
"""Labels and titles that a version embeds follow from the rest: they are no change of anybody's."""
_CODES: Mapping[str, Bilingual] = {
    "none": Bilingual("rien", "nothing"),
    "aggregates": Bilingual("totaux seulement", "totals only"),
    "with_consent": Bilingual("avec l'accord du propriétaire", "with the owner's consent"),
    "reference": Bilingual("référence des communes", "reference of communes"),
    "open": Bilingual("données ouvertes", "open data"),
    "named": Bilingual("données nommées", "named data"),
    "separate": Bilingual("responsables séparés", "separate controllers"),
    "joint": Bilingual("responsables conjoints", "joint controllers"),
    "processor": Bilingual("sous-traitant", "processor"),
    "detail": Bilingual("ligne à ligne", "row by row"),
    "aggregate": Bilingual("totaux", "totals"),
}


def version_differences(
    before: Agreement, after: Agreement, snapshot: Snapshot
) -> list[shown.VersionDifference]:
    """In the order of the text: title, data, rows, purposes, dates, terms."""
    pairs = (
        (Bilingual("Titre", "Title"), _same(before.title), _same(after.title)),
        *_columns(before, after),
        (Bilingual("Lignes", "Rows"), _rows(before, snapshot), _rows(after, snapshot)),
        (
            Bilingual("Finalités", "Purposes"),
            _purposes(before, snapshot),
            _purposes(after, snapshot),
        ),
        (
            Bilingual("Base légale", "Legal basis"),
            _same(before.legal_basis),
            _same(after.legal_basis),
        ),
        (Bilingual("Forme", "Form"), _value(before.output.value), _value(after.output.value)),
        (Bilingual("Début", "Start"), _day(before.start), _day(after.start)),
        (Bilingual("Fin", "End"), _day(before.end), _day(after.end)),
        (Bilingual("Lue par les membres", "Read by members"), _members(before), _members(after)),
        *_terms(before, after),
    )
    return [
        shown.VersionDifference(
            what=write_sentence(what),
            before=None if old is None else write_sentence(old),
            after=None if new is None else write_sentence(new),
        )
        for what, old, new in pairs
        if old != new
    ]


_Pair = tuple[Bilingual, Bilingual | None, Bilingual | None]


def _columns(before: Agreement, after: Agreement) -> Iterator[_Pair]:
    old, new = (
        {column.column: column for column in agreement.columns} for agreement in (before, after)
    )
    for key in dict.fromkeys((*old, *new)):
        labelled = new.get(key) or old[key]
        what = Bilingual(
            f"Colonne « {labelled.label_fr or labelled.name} »",
            f'Column "{labelled.label_en or labelled.name}"',
        )
        yield what, _given(old.get(key)), _given(new.get(key))


def _given(column: GrantedColumn | None) -> Bilingual | None:
    return None if column is None else _GIVEN[column.transform]


def _rows(agreement: Agreement, snapshot: Snapshot) -> Bilingual:
    sentences = rows_of_agreement(agreement, snapshot)
    return Bilingual(
        " ; ".join(sentence.fr for sentence in sentences),
        "; ".join(sentence.en for sentence in sentences),
    )


def _purposes(agreement: Agreement, snapshot: Snapshot) -> Bilingual:
    labels = write_purposes(agreement, snapshot)
    return Bilingual(
        ", ".join(label.label_fr for label in labels), ", ".join(label.label_en for label in labels)
    )


def _members(agreement: Agreement) -> Bilingual | None:
    return None if agreement.members is None else _same(agreement.members.competence)


def _terms(before: Agreement, after: Agreement) -> Iterator[_Pair]:
    for change in field_changes(before, after):
        family, _, path = change.path.partition(".")
        term, _, detail = path.partition(".")
        if family != "terms" or term not in _TERMS:
            continue
        words = _TERMS[term]
        more = f" ({detail})" if detail else ""
        what = Bilingual(f"{words.fr}{more}", f"{words.en}{more}")
        yield what, _value(change.before), _value(change.after)


def _value(value: Any) -> Bilingual | None:
    match value:
        case None | [] | "":
            return None
        case bool():
            return Bilingual("oui", "yes") if value else Bilingual("non", "no")
        case list():
            return _same(", ".join(str(item) for item in value))
        case _:
            return _CODES.get(str(value)) or _same(str(value))


def _day(day: date) -> Bilingual:
    return Bilingual(day_in_words(day, "fr"), day_in_words(day, "en"))


def _same(text: str) -> Bilingual:
    return Bilingual(text, text)
