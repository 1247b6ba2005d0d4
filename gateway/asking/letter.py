"""The mail by which somebody from outside confirms their address: French, then English."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Final

from gateway.sharing.notifications.email_messages import LETTER_POLICY, address_letter

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
    letter = EmailMessage(policy=LETTER_POLICY)
    address_letter(letter, address, sender)
    letter["Subject"] = "Confirmez votre demande de données / Confirm your request for data"
    letter.set_content(_TEXT.format(link=link), cte="quoted-printable")
    letter["Content-Language"] = "fr, en"
    return letter
