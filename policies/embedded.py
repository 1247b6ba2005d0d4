"""The law in process: compiled by OPA to WebAssembly, run in threads of its own.

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

    `deadline_s` is for a question about reading and covers its wait for the thread;
    `act_deadline_s` is for one about acts: the acts of a whole declaration are asked together.
    The first of a process takes half a second (machine code is made). Raises PolicyWrongRevision
    when the module was not compiled from the law in `rego`, PolicyUnavailable when there is none
    whole.
    """

    def __init__(
        self,
        *,
        compiled: Path = COMPILED,
        rego: Path = REGO,
        deadline_s: float = 5.0,
        act_deadline_s: float = 10.0,
    ) -> None:
        self._revision, module = _read_compiled(compiled)
        if self._revision != source_revision(rego):
            raise PolicyWrongRevision(detail="compiled")
        self._reads = _Evaluator(module, deadline_s, "interco-policy")
        # Apart: no read waits behind the acts of a whole declaration.
        self._acts = _Evaluator(module, act_deadline_s, "interco-policy-acts")

    @property
    def revision(self) -> str:
        """SHA-256 of the law's sources (policies.sources)."""
        return self._revision

    async def decide(self, question: Question) -> Decision:
        document = await self._reads.result("access/decision", orjson.dumps(question.document()))
        return read_answer(question, document, self._revision)

    async def decide_act(self, question: AnyActQuestion) -> ActDecision:
        sent = orjson.dumps(question.document())
        document = await self._acts.result(f"{question.package}/decision", sent)
        return read_act_decision(document, self._revision)

    async def decide_possible(self, question: PossibleQuestion) -> tuple[PossibleAct, ...]:
        sent = orjson.dumps(question.document())
        document = await self._acts.result(f"{question.package}/decision", sent)
        return read_possible(question, document)

    async def aclose(self) -> None:
        self._reads.close()
        self._acts.close()


class _Evaluator:
    """One thread that evaluates one question after another; a late one is stopped.

    Its copy of the policy is its own: what interrupts its questions interrupts no other's.
    """

    def __init__(self, module: bytes, deadline_s: float, name: str) -> None:
        try:
            self._policy = CompiledPolicy(module)
        except PolicyAborted as failure:
            raise PolicyUnavailable(detail="PolicyAborted") from failure
        self._deadline_s = deadline_s
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    async def result(self, entrypoint: str, question: bytes) -> object:
        """The answer of a rule to a question in JSON. Raises the problems of a law without one."""
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

    def close(self) -> None:
        self._policy.interrupt()
        self._thread.shutdown(wait=False, cancel_futures=True)


def _read_compiled(compiled: Path) -> tuple[str, bytes]:
    """The revision that the module was compiled from, and the module, whole."""
    try:
        manifest = json.loads((compiled / "manifest.json").read_bytes())
        module = (compiled / "policy.wasm").read_bytes()
        if hashlib.sha256(module).hexdigest() != manifest["sha256"]:
            raise PolicyUnavailable(detail="sha256")
        return str(manifest["revision"]), module
    except (OSError, ValueError, KeyError, TypeError) as failure:
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
