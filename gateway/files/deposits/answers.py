"""The answers of a person about a file: they hold over all that the reading proposes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from catalog.actions.dataset import DatasetDraft
from catalog.actions.texts import in_french
from catalog.declaration.datasets import read_type
from catalog.model.dataset import (
    Classification,
    Column,
    Dataset,
    Listing,
    TerritoryBinding,
    UpdateFrequency,
)
from catalog.model.deposit import MatchAnswer
from catalog.model.identifiers import Name
from catalog.model.problem import Problem
from catalog.model.terms import Contact
from gateway.files.deposits.problems import AnswersRefused
from intake.deposits.acceptance import CONFIRMABLE
from intake.deposits.row_batches import Target
from intake.deposits.values import Answers as MatchAnswers
from intake.deposits.values import ColumnProposal, DatasetProposal
from intake.file_reading.answers import ReadingAnswers

Answers = Mapping[str, Any]
_OF_DATASET = {
    *("name", "title", "description", "listing", "personalData", "primaryKey"),
    *("updateFrequency", "contact"),
}
_OF_COLUMN = {"keep", "name", "label", "type", "unit", "concept", "personal", "classification"}
_OTHERS = {"columns", "match", "questions", "sumsConfirmed", "appendAnyway", "accepted"}
_OF_MATCH = {"columns", "units", "missing", "emptied"}
_MOST_COLUMNS = 1_000
_LONGEST = 200


def check_answers(document: object) -> Answers:
    """`document` as JSON gives it; raises AnswersRefused for a key that is none."""
    answers = _mapping(document, "answers", _OF_DATASET | _OTHERS)
    columns = _mapping(answers.get("columns", {}), "columns")
    if len(columns) > _MOST_COLUMNS:
        raise _refused("columns", "trop de colonnes", "too many columns")
    for header, column in columns.items():
        _mapping(column, f"columns.{header}", _OF_COLUMN)
    match_answers(answers)
    reading_answers(answers)
    accepted = answers.get("accepted", [])
    if not isinstance(accepted, list) or not CONFIRMABLE.issuperset(map(str, accepted)):
        listed = ", ".join(sorted(CONFIRMABLE))
        raise _refused("accepted", f"une liste de : {listed}", f"a list of: {listed}")
    return answers


def reading_answers(answers: Answers) -> ReadingAnswers:
    """The answers that decide the reading of the file. Raises AnswersRefused."""
    by_code = _mapping(answers.get("questions", {}), "questions")
    if len(by_code) > _MOST_COLUMNS:
        raise _refused("questions", "trop de réponses", "too many answers")
    return ReadingAnswers(
        {
            code: {
                column: _word(choice, f"questions.{code}.{column}")
                for column, choice in _mapping(by_column, f"questions.{code}").items()
            }
            for code, by_column in by_code.items()
        }
    )


def match_answers(answers: Answers) -> tuple[MatchAnswer, ...]:
    """The answers that decide the matching of the file to its dataset. Raises AnswersRefused."""
    match = _mapping(answers.get("match", {}), "match", _OF_MATCH)
    decided = [
        MatchAnswer(about, name, _word(choice, f"match.{about}.{name}"))
        for about in ("columns", "units")
        for name, choice in _mapping(match.get(about, {}), f"match.{about}").items()
    ]
    for about in ("missing", "emptied"):
        names = match.get(about, [])
        if not isinstance(names, list):
            raise _refused(f"match.{about}", "une liste de noms", "a list of names")
        decided += [MatchAnswer(about, _word(name, f"match.{about}")) for name in names]
    if len(decided) > _MOST_COLUMNS:
        raise _refused("match", "trop de réponses", "too many answers")
    return tuple(decided)


def left_out(answers: Answers) -> list[str]:
    """The headers of the columns that a person does not keep."""
    columns: Mapping[str, Mapping[str, Any]] = answers.get("columns", {})
    return [header for header, answer in columns.items() if not answer.get("keep", True)]


def holding(before: Iterable[MatchAnswer], later: Iterable[MatchAnswer]) -> tuple[MatchAnswer, ...]:
    """The later answer about the same thing replaces the earlier; no other is forgotten."""
    by_name = {(each.about, each.name): each for each in (*before, *later)}
    return tuple(by_name[key] for key in sorted(by_name))


def as_asked(answers: Iterable[MatchAnswer]) -> MatchAnswers:
    """As the matching takes them."""
    by_about: dict[str, dict[str, str]] = {about: {} for about in _OF_MATCH}
    for answer in answers:
        by_about[answer.about][answer.name] = answer.choice
    return MatchAnswers(
        columns=by_about["columns"],
        units=by_about["units"],
        missing=frozenset(by_about["missing"]),
        emptied=frozenset(by_about["emptied"]),
    )


def joined(before: Answers, later: Answers) -> Answers:
    """The later answer to a question replaces the earlier, and no answer is forgotten."""
    columns = {
        header: {
            **before.get("columns", {}).get(header, {}),
            **later.get("columns", {}).get(header, {}),
        }
        for header in dict.fromkeys((*before.get("columns", {}), *later.get("columns", {})))
    }
    questions = {**before.get("questions", {}), **later.get("questions", {})}
    return {**before, **later, "columns": columns, "questions": questions}


def settled(proposal: DatasetProposal, answers: Answers) -> tuple[DatasetDraft, list[Target]]:
    """The draft and the columns to be written, as the person wants them. Raises AnswersRefused."""
    by_header: Mapping[str, Mapping[str, Any]] = answers.get("columns", {})
    if unknown := sorted(by_header.keys() - {each.header for each in proposal.columns}):
        path = f"columns.{unknown[0]}"
        raise _refused(path, "le fichier n'a pas cette colonne", "the file has no such column")
    names: dict[str, str] = {}
    kept: list[tuple[ColumnProposal, Column]] = []
    for proposed in proposal.columns:
        answer = by_header.get(proposed.header, {})
        if answer.get("keep", True):
            column = _column(proposed.column, answer, f"columns.{proposed.header}")
            names[proposed.column.name] = column.name
            kept.append((proposed, column))
    if not kept:
        raise _refused("columns", "aucune colonne n'est gardée", "no column is kept")
    columns = tuple(column for _, column in kept)
    draft = _dataset(_renamed(proposal.draft, names), columns, answers)
    targets = [Target(column.source_name, column.type, each.read) for each, column in kept]
    return DatasetDraft(draft), targets


def _dataset(draft: Dataset, columns: tuple[Column, ...], answers: Answers) -> Dataset:
    title_fr, title_en = _label(answers, "title", (draft.title_fr, draft.title_en))
    described = (draft.description_fr, draft.description_en)
    description_fr, description_en = _label(answers, "description", described)
    has_persons = any(each.classification >= Classification.PERSONAL for each in columns)
    key = answers.get("primaryKey", draft.primary_key)
    if not isinstance(key, list | tuple) or not all(isinstance(each, str) for each in key):
        raise _refused("primaryKey", "une liste de noms", "a list of names")
    return replace(
        draft,
        columns=columns,
        title_fr=title_fr,
        title_en=title_en,
        description_fr=description_fr,
        description_en=description_en,
        primary_key=tuple(key),
        personal_data=_flag(answers, "personalData", default=has_persons),
        listing=_choice(answers, "listing", Listing, draft.listing),
        update_frequency=_choice(
            answers, "updateFrequency", UpdateFrequency, draft.update_frequency
        ),
        contact=_contact(answers),
    )


def _contact(answers: Answers) -> Contact | None:
    if "contact" not in answers:
        return None
    contact = _mapping(answers["contact"], "contact", ("name", "email"))
    return Contact(_text(contact, "name", "contact"), _text(contact, "email", "contact"))


def _renamed(draft: Dataset, names: Mapping[str, str]) -> Dataset:
    """Its key, territory and relations by the columns' new names, without those left out."""
    territory = draft.territory
    if territory is not None:
        day = territory.date_column
        territory = (
            TerritoryBinding(
                names[territory.column], None if day is None else names.get(day), territory.vintage
            )
            if territory.column in names
            else None
        )
    is_whole = all(each in names for each in draft.primary_key)
    return replace(
        draft,
        primary_key=tuple(names[each] for each in draft.primary_key) if is_whole else (),
        territory=territory,
        relations=tuple(
            replace(each, column=names[each.column])
            for each in draft.relations
            if each.column in names
        ),
    )


def _column(column: Column, answer: Mapping[str, Any], path: str) -> Column:
    name = column.name
    label_fr, label_en = _label(answer, "label", (column.label_fr, column.label_en), path)
    kind = column.type
    try:
        if "name" in answer:
            name = Name.parse(_text(answer, "name", path))
        if "type" in answer:
            kind = read_type(_text(answer, "type", path))
    except AnswersRefused:
        raise
    except Problem as problem:
        raise _refused(
            path, problem.sentence("fr").rstrip("."), problem.sentence("en").rstrip(".")
        ) from None
    classification = column.classification
    if "personal" in answer:
        is_personal = _flag(answer, "personal", default=False, path=path)
        classification = Classification.PERSONAL if is_personal else Classification.INTERNAL
    classification = _choice(answer, "classification", Classification, classification, path)
    concept = _optional(answer, "concept", column.concept, path)
    # Of another name or meaning, it is another field of the standard, or none.
    is_same = (name, kind, concept) == (column.name, column.type, column.concept)
    return replace(
        column,
        id=name,
        name=name,
        type=kind,
        label_fr=label_fr,
        label_en=label_en,
        unit=_optional(answer, "unit", column.unit, path),
        concept=concept,
        classification=classification,
        codes=column.codes if is_same else (),
    )


def _mapping(document: object, path: str, known: Iterable[str] | None = None) -> Mapping[str, Any]:
    if not isinstance(document, dict):
        raise _refused(path, "un objet est attendu", "an object is expected")
    if known is not None and (unknown := sorted(document.keys() - set(known))):
        raise _refused(f"{path}.{unknown[0]}", "clé inconnue", "unknown key")
    return document


def _label(
    answers: Mapping[str, Any], key: str, default: tuple[str, str], path: str = "answers"
) -> tuple[str, str]:
    if key not in answers:
        return default
    both = _mapping(answers[key], f"{path}.{key}", ("fr", "en"))
    french = _text(both, "fr", f"{path}.{key}")
    return french, _text(both, "en", f"{path}.{key}") if "en" in both else in_french(french)


def _text(document: Mapping[str, Any], key: str, path: str) -> str:
    value = document.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _refused(f"{path}.{key}", "un texte est attendu", "a text is expected")
    return value.strip()


def _word(value: object, path: str) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise _refused(path, "un texte est attendu", "a text is expected")
    return value


def _optional(document: Mapping[str, Any], key: str, default: str | None, path: str) -> str | None:
    if key not in document:
        return default
    return None if document[key] is None else _text(document, key, path)


def _flag(document: Mapping[str, Any], key: str, *, default: bool, path: str = "answers") -> bool:
    value = document.get(key, default)
    if not isinstance(value, bool):
        raise _refused(f"{path}.{key}", "true ou false", "true or false")
    return value


def _choice(
    document: Mapping[str, Any], key: str, choices: Any, default: Any, path: str = "answers"
) -> Any:
    if key not in document:
        return default
    known = {
        str(each.value if isinstance(each.value, str) else each.name.lower()): each
        for each in choices
    }
    value = document[key]
    if not isinstance(value, str) or value not in known:
        listed = ", ".join(known)
        raise _refused(f"{path}.{key}", f"l'un de : {listed}", f"one of: {listed}")
    return known[value]


def _refused(path: str, why_fr: str, why_en: str) -> AnswersRefused:
    return AnswersRefused(path=path[:120], why_fr=why_fr, why_en=why_en)
