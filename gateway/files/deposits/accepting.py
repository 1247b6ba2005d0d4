"""The acceptance rules of a dataset, as its depositor is answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from catalog.codec import write_value
from catalog.day_words import day_in_words
from catalog.model.dataset import Dataset
from catalog.model.deposit import Deposit, VersionState
from catalog.model.paris import paris_day
from catalog.model.problem import CallerProblem, Problem
from gateway.files.deposits.children import run_job
from gateway.files.deposits.ports import DepositPorts
from gateway.files.deposits.told_problems import read_problem
from gateway.files.deposits.uploads import Upload
from intake.deposits.acceptance import CONFIRMABLE
from intake.deposits.acceptance_problems import DepositNotAccepted, FileDepositedAlready
from intake.deposits.problems import DepositKeyThere, DepositRowsThere


def refuse_unaccepted(
    upload: Upload, dataset: Dataset, deposit: Deposit, outcome: Mapping[str, Any]
) -> None:
    """Raises DepositNotAccepted for all that the rules say against the file, at once."""
    problems = _known_already(upload, dataset, deposit) + _read(outcome.get("standing", ()))
    refuse_for(upload, problems)


def refuse_for(upload: Upload, problems: Sequence[CallerProblem]) -> None:
    """Raises DepositNotAccepted for these, if there are any."""
    if not problems:
        return
    codes = sorted({problem.code for problem in problems} & CONFIRMABLE)
    refusal = DepositNotAccepted(
        file=upload.file_name,
        details_fr=" ".join(problem.sentence("fr") for problem in problems),
        details_en=" ".join(problem.sentence("en") for problem in problems),
        codes=", ".join(codes) or "–",
    )
    refusal.problems = tuple(problems)
    raise refusal


def accepted_notes(outcome: Mapping[str, Any]) -> Sequence[CallerProblem]:
    """The findings that stop nothing: confirmed, or told."""
    return _read(outcome.get("acceptance", ()))


def may_be_confirmed(problems: Sequence[Problem]) -> bool:
    """True where a person may go on in spite of all of the problems; False where there is none."""
    return bool(problems) and all(problem.code in CONFIRMABLE for problem in problems)


def rows_are_there(problem: Problem) -> bool:
    """True where the dataset has rows of the file already, which the file could update."""
    return isinstance(problem, DepositRowsThere | DepositKeyThere)


def may_be_appended(problem: Problem) -> bool:
    """True where rows could be appended all the same: no key says that they are the same."""
    return isinstance(problem, DepositRowsThere)


async def judged(
    upload: Upload, dataset: Dataset, deposit: Deposit, today: date, ports: DepositPorts
) -> Sequence[CallerProblem]:
    """All that the rules say of a file that waits, before anybody has looked at it.

    Raises what its reading met, UploadTooLongToRead.
    """
    if dataset.acceptance is None:
        return ()
    job = {
        "kind": "judge",
        "folder": str(ports.uploads.file(upload).parent.resolve()),
        "name": upload.file_name,
        "dataset": write_value(dataset),
        "match": [write_value(answer) for answer in deposit.answers],
        "answers": {},
        "today": today.isoformat(),
    }
    outcome = await run_job(job, ports.turns, upload.organisation)
    return (*_known_already(upload, dataset, deposit), *accepted_notes(outcome))


def _known_already(upload: Upload, dataset: Dataset, deposit: Deposit) -> list[CallerProblem]:
    """The very bytes of a version that was not taken back."""
    if dataset.acceptance is None or not dataset.acceptance.no_duplicates:
        return []
    for version in reversed(deposit.versions):
        if version.original_sha256 == upload.sha256 and version.state is not VersionState.UNDONE:
            day = paris_day(version.at)
            return [
                FileDepositedAlready(
                    number=version.number,
                    day_fr=day_in_words(day, "fr"),
                    day_en=day_in_words(day, "en"),
                )
            ]
    return []


def _read(documents: Sequence[dict[str, Any]]) -> list[CallerProblem]:
    problems: list[Problem] = [read_problem(document) for document in documents]
    return [problem for problem in problems if isinstance(problem, CallerProblem)]
