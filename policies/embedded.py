"""The law in process: compiled by OPA to WebAssembly, run in a thread of its own.

The embedded default; docs/decisions/0006-embedded-policy-engine.md says why this engine.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import orjson

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
from policies.question import Question
from policies.reading import read_answer
from policies.sources import COMPILED, REGO, source_revision
from policies.wasm import CompiledPolicy, PolicyAborted


class EmbeddedPolicy:
    """A PolicyPort and an ActsPort over the policy in `compiled`.

    The first of a process takes half a second (machine code is made). Raises PolicyWrongRevision
    when the module was not compiled from the law in `rego`, PolicyUnavailable when there is none
    whole.
    """

    def __init__(
        self, *, compiled: Path = COMPILED, rego: Path = REGO, deadline_s: float = 1.0
    ) -> None:
        self._revision, self._policy = _read_compiled(compiled)
        if self._revision != source_revision(rego):
            raise PolicyWrongRevision(detail="compiled")
        self._deadline_s = deadline_s
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="interco-policy")

    @property
    def revision(self) -> str:
        """SHA-256 of the law's sources (policies.sources)."""
        return self._revision

    async def decide(self, question: Question) -> Decision:
        document = await self._ask("access/decision", orjson.dumps(question.document()))
        return read_answer(question, document, self._revision)

    async def decide_act(self, question: AnyActQuestion) -> ActDecision:
        asked = orjson.dumps(question.document())
        document = await self._ask(f"{question.package}/decision", asked)
        return read_act_decision(document, self._revision)

    async def decide_possible(self, question: PossibleQuestion) -> tuple[PossibleAct, ...]:
        asked = orjson.dumps(question.document())
        return read_possible(question, await self._ask(f"{question.package}/decision", asked))

    async def aclose(self) -> None:
        self._policy.interrupt()
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _ask(self, entrypoint: str, question: bytes) -> object:
        try:
            number = self._policy.entrypoints[entrypoint]
            running = self._thread.submit(self._policy.evaluate, number, question)
        except (KeyError, RuntimeError) as failure:
            raise PolicyUnavailable(detail=type(failure).__name__) from failure
        try:
            async with asyncio.timeout(self._deadline_s):
                answer = await asyncio.wrap_future(running)
        except TimeoutError as failure:
            raise PolicyLate(detail="embedded") from failure
        except PolicyAborted as failure:
            raise PolicyUnavailable(detail="PolicyAborted") from failure
        finally:
            # Late, or the caller has left: a question that runs gives its thread back.
            if not running.done() and not running.cancel():
                self._policy.interrupt()
        return _only_result(answer)


def _read_compiled(compiled: Path) -> tuple[str, CompiledPolicy]:
    """The revision that the module was compiled from, and the module, whole."""
    try:
        manifest = json.loads((compiled / "manifest.json").read_bytes())
        module = (compiled / "policy.wasm").read_bytes()
        if hashlib.sha256(module).hexdigest() != manifest["sha256"]:
            raise PolicyUnavailable(detail="sha256")
        return str(manifest["revision"]), CompiledPolicy(module)
    except (OSError, ValueError, KeyError, TypeError, PolicyAborted) as failure:
        raise PolicyUnavailable(detail=type(failure).__name__) from failure


def _only_result(answer: bytes) -> object:
    """The one result of OPA's result set `[{"result": …}]`."""
    try:
        results = orjson.loads(answer)
    except orjson.JSONDecodeError as failure:
        raise PolicyMalformed(detail="json") from failure
    match results:
        case []:
            raise PolicyUndefined(detail="embedded")
        case [{"result": result}]:
            return result
        case _:
            raise PolicyMalformed(detail="result set")
