"""The jobs of the child process on a file that it has read. Answers are JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from catalog.actions.deposit_problems import RetypingNeedsAllRows
from catalog.actions.retyping import Retyping, labels_of
from catalog.codec import read_value, write_value
from catalog.model.bilingual import Bilingual
from catalog.model.dataset import ColumnType, Dataset
from catalog.model.deposit import DepositMode, MatchAnswer
from catalog.model.identifiers import Siren
from catalog.model.problem import CallerProblem
from gateway.files.deposits.answers import as_asked, settled
from gateway.files.deposits.told_checks import write_ladder
from gateway.files.deposits.told_problems import write_problem
from gateway.files.deposits.told_rows import sample_rows
from intake.deposits.acceptance import Accepted, judge
from intake.deposits.acceptance_problems import SlipsInAnotherUnit
from intake.deposits.column_names import identifier
from intake.deposits.column_pairs import pairs
from intake.deposits.matching import read_onto
from intake.deposits.proposing import proposed_dataset
from intake.deposits.retyping import RetypedCells, questions_of, retyped_cells
from intake.deposits.row_batches import Target
from intake.deposits.striking import mean_of_others
from intake.deposits.values import Answers as MatchAnswers
from intake.deposits.values import (
    ColumnProposal,
    DatasetProposal,
    Matched,
    MatchQuestion,
    StandardMatch,
)
from intake.file_reading.sentences import sentences
from intake.file_reading.typed_rows import ReadFile

if TYPE_CHECKING:
    from intake.deposits.comparing import DepositDifference
    from intake.deposits.writing import Written

FRESH = "fresh.parquet"
"""The rows of the file alone, as the dataset's columns take them."""
CONTENT = "content.parquet"
"""The rows of the next version."""
BEFORE = "before.parquet"
_UNNAMED = "depot"
_MOST_SUMS = 400
_MOST_STANDARDS = 3


def describe(file: ReadFile, job: dict[str, Any]) -> dict[str, Any]:
    """The reading of the file, in words and in full, and the dataset that the file would make."""
    proposal = _proposal(file, job)
    return {
        "reading": msgspec.to_builtins(file.reading),
        "sentences": {
            "fr": list(sentences(file.reading, "fr")),
            "en": list(sentences(file.reading, "en")),
        },
        "proposal": write_proposal(proposal),
        "sample": sample_rows(file, proposal),
    }


def make(file: ReadFile, job: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The first version of a dataset that the file and the answers describe."""
    draft, targets = settled(_proposal(file, job), job["answers"])
    written = _written(file, targets, folder / CONTENT, job)
    ladder = write_ladder(draft, file, targets, job)
    return {"draft": write_value(draft), "checks": ladder, **_counts(written)}


def match(file: ReadFile, job: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The next version of a dataset that is known, and what changes; or what must be answered."""
    from intake.deposits.comparing import difference
    from intake.deposits.merging import merged

    dataset = read_value(Dataset, job["dataset"])
    answers = as_asked(read_value(MatchAnswer, each) for each in job["match"])
    paired = pairs(dataset, file.columns, answers.columns)
    chosen = job["answers"].get("questions", {}).get("column_type", {})
    retyped = retyped_cells(dataset, file, paired, chosen)
    if retyped and job["mode"] != DepositMode.REPLACE:
        raise RetypingNeedsAllRows(columns=labels_of([each.column for each in retyped]))
    dataset = _in_types(dataset, retyped)
    matched, accepted, standing = judge_file(dataset, file, answers, job)
    if standing:
        return {"standing": [write_problem(problem) for problem in standing]}
    lost = questions_of(retyped, dataset, answers.emptied)
    asked_of = {each.column for each in lost}
    questions = (*lost, *(each for each in matched.questions if each.column not in asked_of))
    if questions:
        return {"questions": [_question(each) for each in questions]}
    written = _written(file, matched.targets, folder / FRESH, job)
    before = folder / BEFORE if job["has_before"] else None
    key = [dataset.column(each).source_name for each in dataset.primary_key]
    made = merged(
        DepositMode(job["mode"]),
        before,
        folder / FRESH,
        key,
        folder / CONTENT,
        even_if_there=job["answers"].get("appendAnyway") is True,
        absent=frozenset(each.source_name for each in matched.missing),
        labels={
            column.source_name: column.label_fr
            for column in (dataset.column(each) for each in dataset.primary_key)
        },
        own=job["own"],
    )
    ids = {each.column.id for each in retyped}
    changes = difference(dataset, before, folder / CONTENT, retyped=ids)
    (folder / FRESH).unlink(missing_ok=True)
    return {
        **_counts(written),
        "rows": made.rows,
        "fileRows": written.rows,
        "sha256": made.sha256,
        "columns": [
            {"header": each.header, "column": each.column.name, "by": each.by}
            for each in matched.columns
        ],
        "missing": [each.name for each in matched.missing],
        "new": list(matched.new),
        "notes": [both(each) for each in matched.notes],
        "acceptance": [write_problem(problem) for problem in accepted.met],
        "difference": _difference(changes) | {"retyped": [_retyped(each) for each in retyped]},
        "retypings": [
            write_value(Retyping(each.column.id, each.column.type, each.column.unit))
            for each in retyped
        ],
        "checks": write_ladder(dataset, file, matched.targets, job),
    }


def _in_types(dataset: Dataset, retyped: Sequence[RetypedCells]) -> Dataset:
    by_id = {each.column.id: each.column for each in retyped}
    columns = tuple(by_id.get(column.id, column) for column in dataset.columns)
    return replace(dataset, columns=columns)


def _retyped(cells: RetypedCells) -> dict[str, Any]:
    """A column read as another type: its type before and from now on, with samples of its cells."""
    column = cells.column
    return {
        "column": column.name,
        "label": {"fr": column.label_fr, "en": column.label_en},
        "before": type_text(cells.before),
        "after": type_text(column.type),
        "rowsRead": cells.rows_read,
        "rowsLost": cells.rows_lost,
        "samples": [list(sample) for sample in cells.samples],
        "lost": [list(each) for each in cells.lost],
    }


def judge_file(
    dataset: Dataset, file: ReadFile, answers: MatchAnswers, job: dict[str, Any]
) -> tuple[Matched, Accepted, tuple[CallerProblem, ...]]:
    """The match of the file, the findings of the rules, and the findings that stop the file.

    Figures in another unit are converted once a person has confirmed it, then judged again.
    """
    today, confirmed = date.fromisoformat(job["today"]), job["answers"].get("accepted", ())
    matched = read_onto(dataset, file, answers)
    accepted = judge(dataset, file, matched.targets, today)
    if accepted.factors and SlipsInAnotherUnit.code in confirmed:
        matched = read_onto(dataset, file, replace(answers, factors=accepted.factors))
        again = judge(dataset, file, matched.targets, today)
        converted = [one for one in accepted.met if isinstance(one, SlipsInAnotherUnit)]
        accepted = Accepted((*converted, *again.met), {})
    return matched, accepted, accepted.standing(confirmed)


def judge_alone(file: ReadFile, job: dict[str, Any]) -> dict[str, Any]:
    """All findings of the dataset's rules on a file, also if none stops it; nothing is written."""
    dataset = read_value(Dataset, job["dataset"])
    answers = as_asked(read_value(MatchAnswer, entry) for entry in job["match"])
    _, accepted, _ = judge_file(dataset, file, answers, job)
    return {"acceptance": [write_problem(problem) for problem in accepted.met]}


def _question(question: MatchQuestion) -> dict[str, Any]:
    return {
        "code": question.code,
        "column": question.column,
        "text": both(question.text),
        "choices": list(question.choices),
    }


def _difference(changes: DepositDifference) -> dict[str, Any]:
    return {
        "sentence": both(changes.sentence()),
        "before": changes.before,
        "after": changes.after,
        "added": changes.added,
        "changed": changes.changed,
        "removed": changes.removed,
        "unchanged": changes.unchanged,
        "changedColumns": changes.changed_columns,
        "matchedBy": None if changes.matched_by is None else both(changes.matched_by),
        "sums": [
            {
                "measure": each.measure,
                "unit": each.unit,
                "category": each.category,
                "month": None if each.month is None else each.month.isoformat(),
                "before": each.before,
                "after": each.after,
                "usual": mean_of_others(each, changes.sums),
            }
            for each in changes.sums
            if each.is_changed
        ][:_MOST_SUMS],
        "striking": [both(each.text) for each in changes.striking],
        "gone": _gone(changes),
        "isNextPart": changes.is_next_part,
        "key": [
            {"label": both(Bilingual(one.label_fr, one.label_en)), "type": type_text(one.type)}
            for one in changes.key
        ],
        "rows": [
            {
                "way": row.way,
                "key": list(row.key),
                "values": [
                    {
                        "label": both(value.label),
                        "type": type_text(value.kind),
                        "before": value.before,
                        "after": value.after,
                    }
                    for value in row.values
                ],
            }
            for row in changes.rows
        ],
    }


def _gone(changes: DepositDifference) -> dict[str, Any] | None:
    """The rows of before that go with their months or their communes."""
    gone = changes.gone
    if not gone.rows:
        return None
    return {
        "rows": gone.rows,
        "sentence": both(gone.sentence(changes.before)),
        "months": [month.isoformat() for month in gone.months],
        "communes": list(gone.communes[:_MOST_SUMS]),
    }


def _proposal(file: ReadFile, job: dict[str, Any]) -> DatasetProposal:
    name = job.get("dataset_name") or identifier(Path(job["name"]).stem)
    return proposed_dataset(
        file,
        name,
        owner=Siren(job["owner"]),
        storage=job.get("storage") or _UNNAMED,
        physical_name=f"{job['owner']}/{name}/v1.parquet",
    )


def _written(file: ReadFile, targets: Sequence[Target], path: Path, job: dict[str, Any]) -> Written:
    # Not above: without DuckDB and sqlglot, a child that only reads is there a third sooner.
    from intake.deposits.writing import write_parquet

    path.unlink(missing_ok=True)
    confirmed = job["answers"].get("sumsConfirmed") is True
    return write_parquet(file, targets, path, differences_seen=confirmed)


def _counts(written: Written) -> dict[str, Any]:
    return {
        "rows": written.rows,
        "sha256": written.sha256,
        "unread": dict(written.unread),
        "rounded": dict(written.rounded),
    }


def write_proposal(proposal: DatasetProposal) -> dict[str, Any]:
    draft = proposal.draft
    return {
        "name": draft.name,
        "title": {"fr": draft.title_fr, "en": draft.title_en},
        "primaryKey": list(draft.primary_key),
        "territory": None if draft.territory is None else draft.territory.column,
        "standard": draft.standard,
        "personalData": draft.personal_data,
        "reasons": _reasons(proposal.reasons),
        "standards": [_standard(match) for match in proposal.standards[:_MOST_STANDARDS]],
        "columns": [_column(each) for each in proposal.columns],
    }


def _standard(match: StandardMatch) -> dict[str, Any]:
    return {
        "standard": match.standard,
        "title": match.title,
        "isMet": match.is_met,
        "matched": match.matched,
        "fields": [
            {
                "field": field.field,
                "required": field.required,
                "column": field.column,
                "fits": field.fits,
                "why": both(field.why),
            }
            for field in match.fields
        ],
    }


def _column(proposal: ColumnProposal) -> dict[str, Any]:
    column = proposal.column
    return {
        "header": proposal.header,
        "name": column.name,
        "label": {"fr": column.label_fr, "en": column.label_en},
        "type": type_text(column.type),
        "unit": column.unit,
        "concept": column.concept,
        "classification": column.classification.name.lower(),
        "codeList": list(column.code_list),
        "codes": {each.word: each.code for each in column.codes},
        "personalKind": proposal.personal_kind,
        "isHidden": proposal.read.column.hidden,
        "examples": list(proposal.examples),
        "reasons": _reasons(proposal.reasons),
    }


def _reasons(reasons: Any) -> dict[str, dict[str, str]]:
    return {key: both(value) for key, value in reasons.items()}


def both(text: Bilingual) -> dict[str, str]:
    return {"fr": text.fr, "en": text.en}


def type_text(kind: ColumnType) -> str:
    """As a declaration writes it."""
    if kind.precision is None:
        return kind.scalar.value
    return f"{kind.scalar.value}({kind.precision},{kind.scale or 0})"
