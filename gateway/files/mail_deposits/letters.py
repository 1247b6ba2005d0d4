"""A mail as it came: who sent it, and the one file that it brings. All of it is data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from hashlib import sha256
from typing import cast

from catalog.model.problem import Problem
from gateway.files.mail_deposits.problems import MailSeveralFiles, MailTooNested, MailWithoutFile

_FILES = (".xlsx", ".xls", ".ods", ".csv", ".tsv", ".txt", ".parquet", ".geojson", ".json")
_MOST_PARTS, _MOST_DEPTH, _MOST_MARKS = 50, 6, 200
_ID = re.compile(r"<[^<>\s]{1,240}>")


@dataclass(frozen=True, slots=True)
class Attachment:
    file_name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """`sender` is None where there is not exactly one; `problem`: why it brings no file.

    `results`: the Authentication-Results headers, from the top. `mark` is the mail's own.
    """

    sender: str | None
    message_id: str | None
    results: tuple[str, ...]
    is_automatic: bool
    mark: str
    attachment: Attachment | None
    problem: Problem | None


def read_letter(content: bytes) -> Letter | None:
    """None for what is no mail at all. Blocks."""
    lower = content.lower()
    if lower.count(b"multipart/") + lower.count(b"message/rfc822") > _MOST_MARKS:
        return None
    try:
        mail = message_from_bytes(content, policy=policy.default)
        return _letter(mail, content)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # What the library says of a mail that nobody could have written by chance.
        return None


def _letter(mail: EmailMessage, content: bytes) -> Letter:
    message_id = str(mail.get("message-id", "")).strip()
    attachment: Attachment | None = None
    problem: Problem | None = None
    try:
        attachment = _only_file(mail)
    except Problem as met:
        problem = met
    return Letter(
        sender=_sender(mail),
        message_id=message_id if _ID.fullmatch(message_id) and message_id.isascii() else None,
        results=tuple(str(header) for header in mail.get_all("authentication-results", [])),
        is_automatic=_is_automatic(mail),
        mark=_mark(message_id, content if attachment is None else attachment.content),
        attachment=attachment,
        problem=problem,
    )


def _mark(message_id: str, content: bytes) -> str:
    """The same for a mail that is sent again, whatever relays have written at its head."""
    return sha256(message_id.encode("utf-8", "replace") + b"\n" + content).hexdigest()


def _sender(mail: EmailMessage) -> str | None:
    headers = mail.get_all("from", [])
    if len(headers) != 1 or len(headers[0].addresses) != 1:
        return None
    address: str = headers[0].addresses[0].addr_spec
    return address.lower() if address.isascii() else None


def _is_automatic(mail: EmailMessage) -> bool:
    """An answer to it could go round for ever."""
    automatic = str(mail.get("auto-submitted", "no")).strip().lower()
    bulk = str(mail.get("precedence", "")).strip().lower()
    return automatic != "no" or bulk in {"bulk", "junk", "list"}


def _only_file(mail: EmailMessage) -> Attachment:
    """Raises MailWithoutFile, MailSeveralFiles, MailTooNested."""
    files: list[EmailMessage] = []
    waiting = [(mail, 0)]
    seen = 0
    while waiting:
        part, depth = waiting.pop()
        seen += 1
        if seen > _MOST_PARTS or depth > _MOST_DEPTH:
            raise MailTooNested
        if part.get_content_maintype() == "message":
            continue
        if part.is_multipart():
            waiting += [(cast("EmailMessage", one), depth + 1) for one in part.iter_parts()]
        elif (part.get_filename() or "").lower().endswith(_FILES):
            files.append(part)
    if not files:
        raise MailWithoutFile
    if len(files) > 1:
        raise MailSeveralFiles(count=len(files))
    payload = files[0].get_payload(decode=True)
    return Attachment(files[0].get_filename() or "", bytes(cast("bytes", payload) or b""))
