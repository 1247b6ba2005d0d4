"""A delivery as a mail: French then English, plain text and HTML, the same bytes each time."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email import policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from catalog.model.delivery import Channel, Delivery, delivery_id
from catalog.model.message import Message
from gateway.sharing.notifications.problems import MailAddressUnusable
from gateway.sharing.notifications.wording import word_message

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(["html.jinja"], default_for_string=True, default=False),
    undefined=StrictUndefined,
)
# Without "=" and "?", which a mail library may take for an encoded word.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_MOST_SUBJECT = 150
LETTER_POLICY = policy.SMTP.clone(cte_type="7bit")


def write_letter(delivery: Delivery, recipient: str, sender: str, platform: str) -> EmailMessage:
    """Its Message-ID follows from the delivery: sent twice, it is one mail to its reader.

    Raises MailAddressUnusable. `sender` and the address of the `platform` are the operator's,
    checked at the start.
    """
    message = delivery.entry.message
    french, english = word_message(message, "fr"), word_message(message, "en")
    letter = EmailMessage(policy=LETTER_POLICY)
    address_letter(letter, recipient, sender)
    title_letter(letter, f"{french.title} / {english.title}", delivery.entry.at)
    domain = sender.rpartition("@")[2]
    letter["Message-ID"] = f"<{delivery.id}@{domain}>"
    # Mails of one agreement stand together where they are read.
    letter["References"] = f"<{_thread(message, delivery.target)}@{domain}>"
    facts = {"fr": french, "en": english, "link": link_to(delivery, platform)}
    fill_letter(letter, "message", facts, delivery.id)
    return letter


def link_to(delivery: Delivery, platform: str) -> str:
    """The address of the message in its reader's own list, which opens what it is about. It says
    nothing of it, and whoever else follows it sees their own list.
    """
    entry = delivery_id(delivery.entry.message, Channel.IN_APP, delivery.target)
    return f"{platform.rstrip('/')}/inbox/{entry}"


def address_letter(letter: EmailMessage, recipient: str, sender: str) -> None:
    """Raises MailAddressUnusable."""
    letter["From"] = Address("Interco", addr_spec=sender)
    letter["To"] = read_mail_address(recipient)
    letter["Auto-Submitted"] = "auto-generated"
    letter["X-Auto-Response-Suppress"] = "All"
    letter["List-Id"] = f"Interco <interco.{sender.rpartition('@')[2]}>"


def title_letter(letter: EmailMessage, title: str, at: datetime) -> None:
    letter["Subject"] = _subject(title)
    letter["Date"] = format_datetime(at.astimezone(UTC))


def fill_letter(
    letter: EmailMessage, template: str, facts: Mapping[str, object], identity: str
) -> None:
    """Plain text and HTML of the template, set apart by a boundary that follows from `identity`."""
    text = _TEMPLATES.get_template(f"{template}.txt.jinja").render(facts)
    html = _TEMPLATES.get_template(f"{template}.html.jinja").render(facts)
    letter.set_content(text, cte="quoted-printable")
    letter.add_alternative(html, subtype="html", cte="quoted-printable")
    letter["Content-Language"] = "fr, en"
    letter.set_boundary(f"interco-{identity}")


def _thread(message: Message, target: str) -> str:
    """The same for all messages to one agent about one thing, and told to nobody else."""
    topic = message.kind.partition(".")[0]
    subject = json.dumps([topic, message.about, target], ensure_ascii=False)
    return hashlib.sha256(subject.encode()).hexdigest()[:32]


def read_mail_address(text: str) -> Address:
    """A plain `name@host`. Raises MailAddressUnusable."""
    if len(text) > 254 or not _ADDRESS.fullmatch(text):
        raise MailAddressUnusable
    try:
        return Address(addr_spec=text)
    except (MessageError, ValueError, IndexError):
        raise MailAddressUnusable from None


def _subject(text: str) -> str:
    # "=?utf-8?q?=0D=0A…" would be decoded when the header is set, line breaks and all.
    plain = text.replace("=?", "= ?")
    return plain if len(plain) <= _MOST_SUBJECT else plain[: _MOST_SUBJECT - 1] + "…"
