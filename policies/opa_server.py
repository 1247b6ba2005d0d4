"""The law asked of an OPA server, as production does; whatever fails is a refusal."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from opa_client.opa_async import AsyncOpaClient

from policies.acts import ActDecision, AnyActQuestion, read_act_decision
from policies.decision import Decision
from policies.possible import PossibleAct, PossibleQuestion, read_possible
from policies.problems import (
    PolicyLate,
    PolicyMalformed,
    PolicyUnavailable,
    PolicyUndefined,
    PolicyWrongRevision,
)
from policies.question import Json, Question
from policies.reading import read_answer

_ASKED = {"provenance": "true", "strict-builtin-errors": "true"}


class OpaPolicy:
    """A PolicyPort and an ActsPort over the OPA server at `url`; used with `async with`.

    Only answers decided by `revision` of the bundle count. `token` is OPA's own (--authorization
    basic). One try, within `deadline_s` about reading, `act_deadline_s` about acts.
    """

    def __init__(
        self,
        url: str,
        *,
        token: str | None,
        revision: str,
        bundle: str = "interco",
        deadline_s: float = 1.0,
        act_deadline_s: float = 10.0,
    ) -> None:
        address = urlsplit(url)
        secure = address.scheme == "https"
        self._client = AsyncOpaClient(
            host=address.hostname or "",
            port=address.port or (443 if secure else 80),
            ssl=secure,
            token=token,
            retries=0,
            # Ours comes first; this one only frees what a lost connection would hold.
            timeout=2 * max(deadline_s, act_deadline_s),
        )
        self._revision = revision
        self._bundle = bundle
        self._deadline_s = deadline_s
        self._act_deadline_s = act_deadline_s

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    @property
    def revision(self) -> str:
        """The revision that answers must come from (policies.sources, as the bundle says it)."""
        return self._revision

    def expect(self, revision: str) -> None:
        """From now on only answers decided by `revision` count: a new bundle was published."""
        self._revision = revision

    async def decide(self, question: Question) -> Decision:
        revision = self._revision
        document = await self._ask("access", question.document(), revision, self._deadline_s)
        return read_answer(question, document, revision)

    async def decide_act(self, question: AnyActQuestion) -> ActDecision:
        revision = self._revision
        document = await self._ask(
            question.package, question.document(), revision, self._act_deadline_s
        )
        return read_act_decision(document, revision)

    async def decide_possible(self, question: PossibleQuestion) -> tuple[PossibleAct, ...]:
        document = await self._ask(
            question.package, question.document(), self._revision, self._act_deadline_s
        )
        return read_possible(question, document)

    async def aclose(self) -> None:
        await self._client.close_connection()

    async def _ask(self, package: str, question: Json, revision: str, deadline_s: float) -> object:
        try:
            async with asyncio.timeout(deadline_s):
                answer: object = await self._client.query_rule(
                    question, package, "decision", query_params=_ASKED
                )
        except TimeoutError as failure:
            raise PolicyLate(detail="opa") from failure
        except ValueError as failure:
            # Not JSON, or not as JSON.
            raise PolicyMalformed(detail=type(failure).__name__) from failure
        except Exception as failure:  # whatever else broke on the way: no answer means no
            raise PolicyUnavailable(detail=type(failure).__name__) from failure
        if not isinstance(answer, dict):
            raise PolicyMalformed(detail="object")
        if _decided_by(answer, self._bundle) != revision:
            raise PolicyWrongRevision(detail="opa")
        if "result" not in answer:
            raise PolicyUndefined(detail="opa")
        return answer["result"]


def _decided_by(answer: Json, bundle: str) -> str | None:
    match answer.get("provenance"):
        case {"bundles": {**bundles}}:
            match bundles.get(bundle):
                case {"revision": str(revision)}:
                    return revision
    return None
