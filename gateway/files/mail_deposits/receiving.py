"""A mail becomes a file that waits to be confirmed; it is never published by itself.

Only a listed sender, proved by the relay, is answered: whoever else wrote learns nothing, and
nobody whose address was forged is written to.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from email.message import EmailMessage
from typing import Any

import structlog

from catalog.actions.deposit_problems import NotInADeposit
from catalog.actions.deposit_versions import deposit_of
from catalog.model.dataset import Dataset
from catalog.model.paris import paris_day
from catalog.model.problem import Language, Problem
from catalog.model.storage import StorageKind
from catalog.snapshot import Snapshot
from gateway.base.error_reporting import report_unexpected
from gateway.files.deposits.accepting import judged
from gateway.files.deposits.arriving import keep_arrived
from gateway.files.deposits.reading import READING, read_now
from gateway.files.deposits.uploads import Upload, UploadState
from gateway.files.mail_deposits.answers import received_letter, refused_letter
from gateway.files.mail_deposits.authentication_results import is_authentic
from gateway.files.mail_deposits.letters import Letter, read_letter
from gateway.files.mail_deposits.ports import MailDepositPorts
from gateway.files.mail_deposits.problems import MailWithoutFile
from gateway.sharing.notifications.mailing import Mailer

_log = structlog.get_logger()
_OURS = 500
"""From here on, a problem is not the sender's."""


async def receive(content: bytes, dataset_id: str, ports: MailDepositPorts) -> None:
    """Raises what may be better another time (StoreUnavailable, UploadsUnavailable)."""
    letter = await asyncio.to_thread(read_letter, content)
    snapshot = await ports.current()
    dataset = snapshot.datasets.get(dataset_id)
    reason = _ignored(letter, dataset, snapshot, ports)
    if reason or letter is None or dataset is None or letter.sender is None:
        _log.info("mail_ignored", reason=reason)
        return
    if not await ports.arrivals.arrived.claim(letter.mark, ports.arrivals.clock()):
        # The relay sends again what it is not sure that we took.
        return
    try:
        upload = await _kept(letter, dataset, snapshot, ports)
    except Problem as problem:
        if problem.status >= _OURS:
            await ports.arrivals.arrived.release(letter.mark)
            raise
        _later(_refused(letter, problem, ports), ports)
        return
    except BaseException:
        await ports.arrivals.arrived.release(letter.mark)
        raise
    _later(_answered(letter, upload, dataset, snapshot, ports), ports)


def _ignored(
    letter: Letter | None, dataset: Dataset | None, snapshot: Snapshot, ports: MailDepositPorts
) -> str:
    """Why nothing is done and nobody is told; empty for a listed sender's own mail."""
    if letter is None or letter.sender is None:
        return "unreadable"
    if letter.is_automatic:
        return "automatic"
    if dataset is None:
        return "unknown_dataset"
    listed = snapshot.mail_senders.get(dataset.owner)
    if listed is None or not listed.has(letter.sender):
        return "not_listed"
    domain = letter.sender.rpartition("@")[2]
    if not is_authentic(letter.results, ports.authserv_id, domain):
        return "not_authentic"
    return ""


async def _kept(
    letter: Letter, dataset: Dataset, snapshot: Snapshot, ports: MailDepositPorts
) -> Upload:
    storage = snapshot.storages.get(dataset.storage_id)
    if storage is None or storage.kind is not StorageKind.DEPOSIT:
        raise NotInADeposit(dataset=dataset.name)
    if letter.problem is not None:
        raise letter.problem
    if letter.attachment is None:
        raise MailWithoutFile
    return await keep_arrived(
        letter.attachment.content,
        letter.attachment.file_name,
        dataset,
        letter.sender or "",
        ports.arrivals,
    )


async def _answered(
    letter: Letter,
    upload: Upload,
    dataset: Dataset,
    snapshot: Snapshot,
    ports: MailDepositPorts,
) -> None:
    """Once it is read, in the words of the page, with a link to it."""
    uploads = ports.deposits.uploads
    read = await read_now(upload, ports.deposits, ports.arrivals.clock)
    if ports.mailer is None:
        return
    sentences: Mapping[str, Sequence[str]]
    if read.state is UploadState.REFUSED and read.problem is not None:
        sentences = {
            "fr": [read.problem.fr, read.problem.next_fr],
            "en": [read.problem.en, read.problem.next_en],
        }
    else:
        kept = uploads.kept(read, READING)
        sentences = {"fr": [], "en": []} if kept is None else kept["sentences"]
        sentences = await _with_rules(sentences, read, dataset, snapshot, ports)
    address = f"{ports.public_url.rstrip('/')}/data/{dataset.id}/update/{read.id}"
    answer = received_letter(letter, read.file_name, dataset, sentences, address, ports.mailer)
    await _send(answer, ports.mailer)


async def _with_rules(
    sentences: Mapping[str, Sequence[str]],
    upload: Upload,
    dataset: Dataset,
    snapshot: Snapshot,
    ports: MailDepositPorts,
) -> Mapping[str, Sequence[str]]:
    """And what the acceptance rules of the data say of the file, with the next step of each."""
    try:
        problems = await judged(
            upload,
            dataset,
            deposit_of(dataset, snapshot),
            paris_day(ports.arrivals.clock()),
            ports.deposits,
        )
    except Problem as problem:
        # The page tells it to whoever looks at the file.
        _log.info("mail_not_judged", code=problem.code)
        return sentences
    return {
        "fr": [*sentences["fr"], *(_words(problem, "fr") for problem in problems)],
        "en": [*sentences["en"], *(_words(problem, "en") for problem in problems)],
    }


def _words(problem: Problem, language: Language) -> str:
    return f"{problem.sentence(language)} {problem.next_step(language)}"


async def _refused(letter: Letter, problem: Problem, ports: MailDepositPorts) -> None:
    if ports.mailer is not None:
        await _send(refused_letter(letter, problem, ports.mailer), ports.mailer)


async def _send(answer: EmailMessage, mailer: Mailer) -> None:
    try:
        await mailer.send(answer)
    except Problem as problem:
        _log.warning("mail_answer_not_sent", code=problem.code)


def _later(work: Coroutine[Any, Any, None], ports: MailDepositPorts) -> None:
    """The relay does not wait for a file to be read."""
    task = asyncio.create_task(work)
    ports.answers.add(task)
    task.add_done_callback(lambda ended: _let_go(ended, ports))


def _let_go(task: asyncio.Task[None], ports: MailDepositPorts) -> None:
    ports.answers.discard(task)
    if not task.cancelled() and isinstance(bug := task.exception(), Exception):
        report_unexpected(bug, "mail_answer")
