"""Bugs by which a forged, unlisted or strange file would wait among a body's own."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from ipaddress import ip_network
from pathlib import Path
from types import SimpleNamespace

from aiosmtpd.smtp import Session

from catalog.model.identifiers import Siren
from catalog.model.mail_sender import MailSender, MailSenders
from catalog.model.subject import ANONYMOUS
from gateway.files.deposits import drop_folder, uploads
from gateway.files.mail_deposits import authentication_results, receiving
from gateway.files.mail_deposits.letters import read_letter
from gateway.files.mail_deposits.server import MailDoor
from tests.integration.oracle.mutants import InPython

_PROOF = "gateway.files.mail_deposits.authentication_results"
BUGS: dict[str, InPython] = {
    name: InPython(module, function, old, new)
    for name, (module, function, old, new) in {
        "anybody's result counts": (_PROOF, "is_authentic", "name != authserv_id.lower()", "False"),
        "a later result counts": (
            _PROOF, "is_authentic",
            "return any(_proves(one, sender_domain.lower()) for one in results)",
            "if any(map(lambda one: _proves(one, sender_domain), results)): return True",
        ),
        "a failed policy is overlooked": (
            _PROOF, "is_authentic", 'one.method == "dmarc" and one.result == "fail"', "False",
        ),
        "a failure proves": (_PROOF, "_proves", 'one.result != "pass"', "False"),
        "any domain proves": (
            _PROOF, "_is_of", '(proved == domain or domain.endswith(f".{proved}"))', "True",
        ),
        "a comment is a result": (
            _PROOF, "_without_comments", 'letter == "(" and not quoted', "False",
        ),
        "nobody need be listed": (
            "gateway.files.mail_deposits.receiving", "_ignored",
            "listed is None or not listed.has(letter.sender)", "False",
        ),
        "nobody need be proved": (
            "gateway.files.mail_deposits.receiving", "_ignored",
            "not is_authentic(letter.results, ports.authserv_id, domain)", "False",
        ),
        "an automatic mail is answered": (
            "gateway.files.mail_deposits.receiving", "_ignored", "letter.is_automatic", "False",
        ),
        "mails come from anywhere": (
            "gateway.files.mail_deposits.server", "MailDoor._is_relay", "mapped in network", "True",
        ),
        "every body sees what came": (
            "gateway.files.deposits.uploads", "_sent",
            "upload.organisation == subject.organisation and ", "",
        ),
        "every role sees what came": (
            "gateway.files.deposits.uploads", "_sent", '"steward" in subject.roles', "True",
        ),
        "a file of two names is taken": (
            "gateway.files.deposits.drop_folder", "_state_of", "facts.st_nlink == 1 and ", "",
        ),
    }.items()
}  # fmt: skip

RELAY, SENDER = "mx.interco.example", "pesees@mairie.fr"
PASSED = f"{RELAY}; dkim=pass header.d=mairie.fr"
_OWNER, _OTHER = Siren.parse("200085868"), Siren.parse("200090884")
_AT = datetime(2026, 11, 27, tzinfo=UTC)


def what_gets_in(folder: Path) -> str | None:
    """The first thing that is taken and must not be; None where none is, and what may be is."""
    for name, is_right in _CASES.items():
        try:
            right = is_right(folder)
        except Exception:  # noqa: BLE001 - a mutant may fail in any way
            right = False
        if not right:
            return name
    return None


def _authentic(*headers: str) -> bool:
    return authentication_results.is_authentic(headers, RELAY, "mairie.fr")


def _ignored(results: str = PASSED, listed: str = SENDER, **headers: str) -> str:
    mail = EmailMessage()
    mail["From"], mail["To"] = SENDER, "depot+x@depot.interco.example"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("x")
    letter = read_letter(f"Authentication-Results: {results}\r\n".encode() + mail.as_bytes())
    senders = MailSenders(_OWNER, (MailSender(listed, "steward", _AT),))
    return receiving._ignored(
        letter,
        SimpleNamespace(owner=_OWNER),
        SimpleNamespace(mail_senders={_OWNER: senders}),
        SimpleNamespace(authserv_id=RELAY),
    )


def _is_relay(address: str) -> bool:
    door = MailDoor(SimpleNamespace(domain="d.example", relays=(ip_network("192.0.2.0/24"),)))
    session = Session(None)
    session.peer = (address, 25)
    return door._is_relay(session)


def _sees(body: Siren, *roles: str) -> bool:
    upload = uploads.Upload("0" * 32, None, "", _OWNER, "a.csv", 1, "", _AT, _AT)
    who = replace(ANONYMOUS, organisation=body, roles=frozenset(roles), agent="a", issuer="i")
    return uploads._sent(upload, who)


def _linked(folder: Path) -> bool:
    """One name is taken, two are not."""
    file = folder / "pesees.csv"
    file.write_bytes(b"a;b\n")
    (folder / "second.csv").unlink(missing_ok=True)
    is_taken = drop_folder._state_of(str(file)) is not None
    os.link(file, folder / "second.csv")
    return is_taken and drop_folder._state_of(str(file)) is None


_CASES: dict[str, Callable[[Path], bool]] = {
    "a proved sender": lambda _: _authentic(PASSED) and _ignored() == "",
    "another relay": lambda _: not _authentic(PASSED.replace(RELAY, "mx.autre.example")),
    "a result below": lambda _: not _authentic(f"{RELAY}; dkim=none", PASSED),
    "a failed policy": lambda _: not _authentic(f"{PASSED}; dmarc=fail"),
    "a failure": lambda _: not _authentic(f"{RELAY}; dkim=fail header.d=mairie.fr"),
    "another domain": lambda _: not _authentic(f"{RELAY}; dkim=pass header.d=autre.fr"),
    "a comment": lambda _: (
        not _authentic(f"({PASSED}) mx.autre.example; none")
        and not _authentic(f"{RELAY}; none (as; dkim=pass header.d=mairie.fr )")
    ),
    "somebody unlisted": lambda _: _ignored(listed="autre@mairie.fr") == "not_listed",
    "somebody forged": lambda _: _ignored(results=f"{RELAY}; none") == "not_authentic",
    "a machine's answer": lambda _: _ignored(Auto_Submitted="auto-replied") == "automatic",
    "another machine": lambda _: _is_relay("192.0.2.7") and not _is_relay("198.51.100.7"),
    "another body": lambda _: _sees(_OWNER, "steward") and not _sees(_OTHER, "steward"),
    "another role": lambda _: not _sees(_OWNER, "agent", "approver"),
    "a second name": _linked,
}
