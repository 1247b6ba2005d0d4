"""A delivery as a mail: French then English, plain text and HTML, the same bytes each time."""

from __future__ import annotations

import re
from datetime import UTC
from email import policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from catalog.model.delivery import Delivery
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
_POLICY = policy.SMTP.clone(cte_type="7bit")


def write_letter(delivery: Delivery, recipient: str, sender: str) -> EmailMessage:
    """Its Message-ID follows from the delivery: sent twice, it is one mail to its reader.

    Raises MailAddressUnusable. `sender` is the operator's, checked at the start.
    """
    message = delivery.entry.message
    french, english = word_message(message, "fr"), word_message(message, "en")
    domain = sender.rpartition("@")[2]
    letter = EmailMessage(policy=_POLICY)
    letter["From"] = Address("Interco", addr_spec=sender)
    letter["To"] = read_mail_address(recipient)
    letter["Subject"] = _subject(f"{french.title} / {english.title}")
    letter["Date"] = format_datetime(delivery.entry.at.astimezone(UTC))
    letter["Message-ID"] = f"<{delivery.id}@{domain}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter["X-Auto-Response-Suppress"] = "All"
    letter["List-Id"] = f"Interco <interco.{domain}>"
    facts = {"fr": french, "en": english}
    text = _TEMPLATES.get_template("message.txt.jinja").render(facts)
    html = _TEMPLATES.get_template("message.html.jinja").render(facts)
    letter.set_content(text, cte="quoted-printable")
    letter.add_alternative(html, subtype="html", cte="quoted-printable")
    letter["Content-Language"] = "fr, en"
    letter.set_boundary(f"interco-{delivery.id}")
    return letter


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
