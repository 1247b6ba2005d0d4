"""From a link to the request that it stands for: its maker's, at its own door."""

from __future__ import annotations

from catalog.model.doors import LINKS
from catalog.model.problem import Language
from catalog.model.question_link import QuestionLink
from gateway.identity.links import claims_of_link
from gateway.reading.query.sql_request import SqlRequest


def request_of_link(
    link: QuestionLink, request_id: str, language: Language, address: str
) -> SqlRequest:
    """For its question in its very version, its values, its purpose and its format alone."""
    return SqlRequest(
        id=request_id,
        document="",
        session=claims_of_link(link),
        purpose=link.purpose,
        language=language,
        address=address,
        door=LINKS,
        answer_format=link.answer_format,
        document_name=link.question,
        values={each.name: each.value for each in link.values},
        version=link.version,
    )
