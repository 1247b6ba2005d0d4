"""`/v1/proof/…` and `/v1/receipts/verify`: what anybody needs to check what this gateway signed."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gateway.acts.act_questions import ask_the_law
from gateway.base.problems import (
    ActsRefused,
    BadToken,
    DocumentTooLarge,
    RequestNotAsDescribed,
    UnknownAgent,
)
from gateway.http.body import read_body
from gateway.http.rest.caller import SignedIn, TheServices
from gateway.http.rest.documented import responses_of
from gateway.http.rest.for_generators import file_content
from gateway.http.rest.problem_route import ProblemRoute
from gateway.proof.exporting import export_audit
from gateway.proof.problems import ReceiptRefused
from gateway.proof.receipts import holds_answer, read_receipt
from gateway.proof.signing_key import TrustedKeys, key_set
from policies.sharing import SharingQuestion

router = APIRouter(route_class=ProblemRoute, tags=["proof"])
_MAX_BYTES = 50_000


class ReceiptSent(BaseModel):
    model_config = ConfigDict(extra="forbid")

    receipt: str = Field(description="As the header Interco-Receipt held it.")
    answer_sha256: str | None = Field(
        default=None, description="The SHA-256 of the answer's bytes, in hexadecimal."
    )


class ReceiptRead(BaseModel):
    claims: dict[str, Any] = Field(description="What the gateway signed.")
    is_answer: bool | None = Field(description="Whether the answer is the receipt's, if given.")


async def receipt_in(request: Request) -> ReceiptSent:
    try:
        return ReceiptSent.model_validate_json(await read_body(request, _MAX_BYTES))
    except ValidationError:
        raise RequestNotAsDescribed(
            what_fr="« receipt » (un texte) est attendu", what_en='"receipt" (text) is expected'
        ) from None


@router.get("/proof/keys", summary="The public keys by which roots and receipts are checked")
async def keys(services: TheServices) -> dict[str, Any]:
    """A JWK set (RFC 7517, RFC 8037). Compare it with what the operator gave you otherwise."""
    return key_set(services.proof.key.public)


@router.post(
    "/receipts/verify",
    summary="Whether a receipt is this gateway's",
    responses=responses_of(RequestNotAsDescribed, ReceiptRefused, DocumentTooLarge),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "required": ["receipt"],
                        "properties": {
                            "receipt": {"type": "string"},
                            "answer_sha256": {"type": ["string", "null"]},
                        },
                    }
                }
            },
        }
    },
)
async def verify_receipt(
    sent: Annotated[ReceiptSent, Depends(receipt_in)], services: TheServices
) -> ReceiptRead:
    """For whoever holds one; it opens nothing. The answer itself is never sent."""
    verify = TrustedKeys.of([services.proof.key.public]).verify
    claims = read_receipt(sent.receipt, verify)
    if sent.answer_sha256 is not None:
        holds_answer(claims, sent.answer_sha256)
    return ReceiptRead(claims=claims, is_answer=None if sent.answer_sha256 is None else True)


@router.get(
    "/proof/chain",
    summary="The chain of one's own body, a ZIP",
    response_class=Response,
    responses={
        200: {
            "description": "An export, to be unpacked and checked offline.",
            "content": file_content("application/zip"),
        },
        **responses_of(BadToken, UnknownAgent, ActsRefused),
    },
)
async def own_chain(caller: SignedIn, services: TheServices) -> Response:
    """For its stewards: what was read of its data and the acts that concern it, with every root."""
    subject = caller.subject
    question = SharingQuestion(subject=subject, act="look_at_sources", now=services.proof.clock())
    await ask_the_law(question, services.acts.law)
    side = str(subject.organisation)
    with tempfile.TemporaryDirectory(prefix="interco-chain-") as folder:
        await export_audit(services.proof, Path(folder), side)
        content = _zipped(Path(folder))
    return Response(
        content,
        media_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="journal-{side}.zip"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


def _zipped(folder: Path) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, str(path.relative_to(folder)))
    return target.getvalue()
