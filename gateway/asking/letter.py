"""The mail by which somebody from outside confirms their address: French, then English."""

from __future__ import annotations

from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Final

from gateway.sharing.notifications.email_messages import read_mail_address

_POLICY: Final = policy.SMTP.clone(cte_type="7bit")
_TEXT: Final = """\
Bonjour,

Une demande de données a été écrite avec votre adresse. Pour l'envoyer à l'organisme, ouvrez
cette page dans les 24 heures et confirmez :

{link}

Si vous n'avez rien demandé, ne faites rien : la demande est oubliée.

--

Hello,

A request for data was written with your address. To send it to the body, open this page within
24 hours and confirm:

{link}

If you asked for nothing, do nothing: the request is forgotten.
"""


def confirmation_letter(address: str, link: str, sender: str) -> EmailMessage:
    """Repeats nothing that was typed, so that nobody sends words of their own to a stranger.

    Raises MailAddressUnusable.
    """
    letter = EmailMessage(policy=_POLICY)
    letter["From"] = Address("Interco", addr_spec=sender)
    letter["To"] = read_mail_address(address)
    letter["Subject"] = "Confirmez votre demande de données / Confirm your request for data"
    letter["Auto-Submitted"] = "auto-generated"
    letter["X-Auto-Response-Suppress"] = "All"
    letter.set_content(_TEXT.format(link=link), cte="quoted-printable")
    letter["Content-Language"] = "fr, en"
    return letter
