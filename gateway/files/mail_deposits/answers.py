"""Answers to a listed sender: the words of the page, in French then in English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage

from catalog.model.dataset import Dataset
from catalog.model.problem import Problem
from gateway.files.mail_deposits.letters import Letter
from gateway.sharing.notifications.email_messages import read_mail_address
from gateway.sharing.notifications.mailing import Mailer

_POLICY = policy.SMTP.clone(cte_type="7bit")
_NEXT_FR = (
    "Il n'est pas publié : un référent de votre organisme regarde ce qui change, puis confirme ou "
    "efface, dans les 7 jours :"
)
_NEXT_EN = (
    "It is not published: a steward of your organisation looks at what changes, then confirms or "
    "erases it, within 7 days:"
)


def received_letter(
    letter: Letter,
    file_name: str,
    dataset: Dataset,
    sentences: Mapping[str, Sequence[str]],
    address: str,
    mailer: Mailer,
) -> EmailMessage:
    """`sentences` are those of the reading; `address` is that of the page to confirm on."""
    french = [
        f"Votre fichier « {file_name} » est reçu pour « {dataset.title_fr} ».",
        *sentences["fr"],
        _NEXT_FR,
        address,
    ]
    english = [
        f'Your file "{file_name}" has been received for "{dataset.title_en}".',
        *sentences["en"],
        _NEXT_EN,
        address,
    ]
    return _answer(letter, "Fichier reçu / File received", french, english, mailer)


def refused_letter(letter: Letter, problem: Problem, mailer: Mailer) -> EmailMessage:
    french = [problem.sentence("fr"), problem.next_step("fr")]
    english = [problem.sentence("en"), problem.next_step("en")]
    return _answer(letter, "Fichier refusé / File refused", french, english, mailer)


def _answer(
    letter: Letter,
    subject: str,
    french: Sequence[str],
    english: Sequence[str],
    mailer: Mailer,
) -> EmailMessage:
    """Nothing of the mail that is answered stands in it but its own number."""
    answer = EmailMessage(policy=_POLICY)
    answer["From"] = Address("Interco", addr_spec=mailer.sender)
    answer["To"] = read_mail_address(letter.sender or "")
    answer["Subject"] = subject
    if letter.message_id is not None:
        answer["In-Reply-To"] = letter.message_id
        answer["References"] = letter.message_id
    answer["Auto-Submitted"] = "auto-replied"
    answer["X-Auto-Response-Suppress"] = "All"
    answer["Content-Language"] = "fr, en"
    parts = ["Bonjour,", *french, "—", "Hello,", *english]
    answer.set_content("\n\n".join(parts) + "\n", cte="quoted-printable")
    return answer
