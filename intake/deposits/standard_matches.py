"""Matches the columns of a file with the fields of each standard."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from catalog.actions.names import folded
from catalog.model.bilingual import Bilingual
from catalog.model.dataset import CodeMeaning
from catalog.model.identifiers import Name
from catalog.standards.code_words import meanings, proposed_code
from catalog.standards.standard import Standard, StandardField, standards
from intake.deposits.values import ColumnProposal, FieldMatch, StandardMatch
from intake.file_reading.standard_names import is_called


def standard_matches(
    proposals: Sequence[ColumnProposal], key: Sequence[str]
) -> list[StandardMatch]:
    """The best first; those that are far from it are left out. `key`: names of columns."""
    matches = [_match(standard, proposals, key) for standard in standards().values()]
    near = [match for match in matches if _is_near(match)]
    return sorted(near, key=lambda match: -match.matched)


def _is_near(match: StandardMatch) -> bool:
    """Half of what it asks for is there, and more than half of that without keys and places, which
    all data have: less is chance. One field alone is chance too.
    """
    required = [field for field in match.fields if field.required]
    there = sum(field.column is not None for field in required)
    own = [
        matched
        for matched, field in zip(match.fields, standards()[match.standard].fields, strict=True)
        if not _is_key(field.name) and field.concept not in _PLACES
    ]
    own_required = [field for field in own if field.required]
    own_there = sum(field.column is not None for field in own_required)
    return (
        match.matched > 0
        and 2 * there >= len(required)
        and 2 * own_there > len(own_required)
        and sum(field.column is not None for field in own) > 1
    )


_PLACES = frozenset({"commune", "departement", "latitude", "longitude"})


def _is_key(name: str) -> bool:
    return name.startswith("id_") or name.endswith("_id")


_TO_IT = "lui donne", "it"


def named_as(
    match: StandardMatch, proposals: Sequence[ColumnProposal], key: Sequence[str]
) -> list[ColumnProposal]:
    """Columns that stand for a field only by being the key, or by a name that the standard knows,
    take its name, so that it is met.
    """
    fields = {field.name: field for field in standards()[match.standard].fields}
    headers = {str(proposal.column.name): proposal.header for proposal in proposals}
    renamed = {
        field.column: field.field
        for field in match.fields
        if field.column is not None
        and field.column != field.field
        and (
            field.column in key
            or (fields[field.field].names and is_called(fields[field.field], headers[field.column]))
        )
    }
    taken = {folded(proposal.column.name) for proposal in proposals}
    result = []
    for proposal in proposals:
        name = renamed.get(proposal.column.name)
        if name is None or folded(name) in taken or proposal.column.concept is not None:
            result.append(proposal)
            continue
        column = dataclasses.replace(proposal.column, id=name, name=Name.parse(name))
        fr, en = ("donne à la clé", "to the key") if proposal.column.name in key else _TO_IT
        reason = Bilingual(
            f"Le nom que le standard « {match.title} » {fr}.",
            f'The name that the standard "{match.standard}" gives {en}.',
        )
        reasons = {**proposal.reasons, "name": reason}
        result.append(dataclasses.replace(proposal, column=column, reasons=reasons))
    return result


def explained(match: StandardMatch, proposals: Sequence[ColumnProposal]) -> list[ColumnProposal]:
    """The same columns, whose own words are said to be the codes of the standard that they seem."""
    fields = {field.name: field for field in standards()[match.standard].fields}
    of_column = {one.column: fields[one.field] for one in match.fields if one.column is not None}
    return [_explained(one, of_column.get(one.column.name)) for one in proposals]


def _explained(proposal: ColumnProposal, field: StandardField | None) -> ColumnProposal:
    if field is None or not field.code_list:
        return proposal
    own = meanings({str(value) for value in proposal.read.values.values()}, field)
    if not own:
        return proposal
    codes = tuple(CodeMeaning(word, code) for word, code in own.items())
    fr, en = _translated(own)
    reason = Bilingual(f"Vos mots dans le standard : {fr}.", f"Your words in the standard: {en}.")
    column = dataclasses.replace(proposal.column, codes=codes)
    reasons = {**proposal.reasons, "codes": reason}
    return dataclasses.replace(proposal, column=column, reasons=reasons)


def _translated(own: Mapping[str, str]) -> tuple[str, str]:
    fr = ", ".join(f"« {word} » veut dire {code}" for word, code in own.items())
    en = ", ".join(f'"{word}" means {code}' for word, code in own.items())
    return fr, en


def _match(
    standard: Standard, proposals: Sequence[ColumnProposal], key: Sequence[str]
) -> StandardMatch:
    used: set[str] = set()
    fields = []
    for field in standard.fields:
        proposal, by = _column_of(field, proposals, key, used)
        if proposal is not None:
            used.add(proposal.column.name)
        fields.append(_field_match(field, proposal, by))
    is_met = all(match.fits for match in fields if match.required or match.column is not None)
    return StandardMatch(standard.name, standard.title, tuple(fields), is_met)


def _column_of(
    field: StandardField, proposals: Sequence[ColumnProposal], key: Sequence[str], used: set[str]
) -> tuple[ColumnProposal | None, str]:
    free = [proposal for proposal in proposals if proposal.column.name not in used]
    for proposal in free:
        if proposal.column.name == field.name:
            return proposal, "name"
    for proposal in free:
        if field.concept is not None and proposal.column.concept == field.concept:
            return proposal, "concept"
    for proposal in free:
        if field.names and is_called(field, proposal.header):
            return proposal, "called"
    is_id = field.required and field.name.startswith("id_")
    for proposal in free:
        if is_id and list(key)[:1] == [proposal.column.name] and proposal.column.concept is None:
            return proposal, "key"
    return None, ""


_MASSES = frozenset({"kg", "t"})
_BY = {
    "name": ("même nom", "same name"),
    "concept": ("même sens", "same meaning"),
    "called": ("nom connu du standard", "a name that the standard knows"),
    "key": ("la clé de vos lignes", "the key of your rows"),
}


def _field_match(field: StandardField, proposal: ColumnProposal | None, by: str) -> FieldMatch:
    if proposal is None:
        why = (
            Bilingual("aucune colonne ne lui correspond", "no column matches it")
            if field.required
            else Bilingual("facultatif, absent", "optional, absent")
        )
        return FieldMatch(field.name, field.required, None, not field.required, why)
    column = proposal.column
    if column.type.scalar not in field.types:
        why = Bilingual("le type est un autre", "its type is another")
        return FieldMatch(field.name, field.required, column.name, fits=False, why=why)
    unit = field.name.rpartition("_")[2]
    if unit in _MASSES and column.unit in _MASSES and column.unit != unit:
        why = Bilingual(f"en {column.unit} au lieu de {unit}", f"in {column.unit}, not {unit}")
        return FieldMatch(field.name, field.required, column.name, fits=False, why=why)
    if field.code_list:
        values = {str(value) for value in proposal.read.values.values()}
        outside = sorted(word for word in values if proposed_code(word, field) is None)
        own = meanings(values, field)
        if own:
            fr, en = _translated(own)
            why = Bilingual(f"vos mots : {fr}", f"your words: {en}")
            return FieldMatch(field.name, field.required, column.name, fits=True, why=why)
        if outside:
            listed = ", ".join(outside[:3])
            why = Bilingual(
                f"hors de la liste du standard : {listed}{' …' if len(outside) > 3 else ''}",
                f"outside the standard's list: {listed}{' …' if len(outside) > 3 else ''}",
            )
            return FieldMatch(field.name, field.required, column.name, fits=False, why=why)
    return FieldMatch(field.name, field.required, column.name, fits=True, why=Bilingual(*_BY[by]))
