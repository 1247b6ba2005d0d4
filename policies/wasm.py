"""The law compiled to WebAssembly by OPA itself, each question in a sandbox of its own.

Implements the part of OPA's Wasm ABI (1.2 and later) that a policy without foreign builtins needs.
A fresh instance a question costs a third of a millisecond, and nothing can pass between two.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, NoReturn

import wasmtime

_PAGE = 65536
_FIRST_PAGES = 5
_MEMORY_BYTES = 256 * 1024 * 1024


class PolicyAborted(Exception):  # noqa: N818 - an answer that did not come, told by embedded.py
    """The compiled policy stopped without an answer, or could not be made ready."""


class CompiledPolicy:
    """A policy module, compiled to machine code once; safe to evaluate from several threads.

    Raises PolicyAborted when `module` is not a policy compiled by OPA.
    """

    def __init__(self, module: bytes) -> None:
        self._engine = _engine()
        try:
            self._module = wasmtime.Module.deserialize(self._engine, _machine_code(module))
            sandbox = _Sandbox(self._engine, self._module)
            names = sandbox.text(sandbox.call("entrypoints"))
        except (wasmtime.WasmtimeError, wasmtime.Trap, KeyError) as failure:
            raise PolicyAborted("This is no compiled policy.") from failure
        self.entrypoints: dict[str, int] = json.loads(names)
        """`access/decision` to its number in the module."""

    def interrupt(self) -> None:
        """Stop every evaluation that runs now, in whatever thread: it raises PolicyAborted."""
        self._engine.increment_epoch()

    def evaluate(self, entrypoint: int, question: bytes) -> bytes:
        """The result set for a question (JSON), as JSON: `[]` when undefined.

        Raises PolicyAborted when the policy fails, runs out of memory or is interrupted.
        """
        try:
            sandbox = _Sandbox(self._engine, self._module)
            return sandbox.evaluate(entrypoint, question)
        except (wasmtime.WasmtimeError, wasmtime.Trap) as failure:
            raise PolicyAborted("The compiled policy failed.") from failure


def _engine() -> wasmtime.Engine:
    """One a policy: what interrupts its evaluations interrupts no other's."""
    config = wasmtime.Config()
    config.epoch_interruption = True
    return wasmtime.Engine(config)


@lru_cache(maxsize=2)
def _machine_code(module: bytes) -> bytes:
    """Made in half a second, once a process: every engine of that configuration takes it."""
    return bytes(wasmtime.Module(_engine(), module).serialize())


class _Sandbox:
    def __init__(self, engine: wasmtime.Engine, module: wasmtime.Module) -> None:
        self._store = wasmtime.Store(engine)
        self._store.set_epoch_deadline(1)
        self._store.set_limits(memory_size=_MEMORY_BYTES)
        limits = wasmtime.Limits(_FIRST_PAGES, None)
        self._memory = wasmtime.Memory(self._store, wasmtime.MemoryType(limits))
        imports = [self._import(each) for each in module.imports]
        self._exports = wasmtime.Instance(self._store, module, imports).exports(self._store)

    def _import(self, wanted: wasmtime.ImportType) -> wasmtime.Memory | wasmtime.Func:
        kind = wanted.type
        if isinstance(kind, wasmtime.MemoryType):
            return self._memory
        # The module's own type: one that belongs to another engine ends the whole process.
        assert isinstance(kind, wasmtime.FuncType)
        return wasmtime.Func(self._store, kind, _refuse)

    def call(self, name: str, *arguments: int) -> int:
        function = self._exports[name]
        assert isinstance(function, wasmtime.Func)
        result: int = function(self._store, *arguments)
        return result

    def text(self, value: int) -> bytes:
        return self._c_string(self.call("opa_json_dump", value))

    def evaluate(self, entrypoint: int, question: bytes) -> bytes:
        no_data = self.call("opa_malloc", 2)
        self._memory.write(self._store, b"{}", no_data)
        data = self.call("opa_json_parse", no_data, 2)
        heap = self.call("opa_heap_ptr_get")
        missing = heap + len(question) + 1 - self._memory.data_len(self._store)
        if missing > 0:
            self._memory.grow(self._store, missing // _PAGE + 1)
        self._memory.write(self._store, question, heap)
        after = heap + len(question)
        as_json = 0
        return self._c_string(
            self.call("opa_eval", 0, entrypoint, data, heap, len(question), after, as_json)
        )

    def _c_string(self, address: int) -> bytes:
        """A page at a time: behind it lies all that the evaluation has used, megabytes of it."""
        end, parts = self._memory.data_len(self._store), []
        while address < end:
            page = bytes(self._memory.read(self._store, address, min(address + _PAGE, end)))
            part, ends, _ = page.partition(b"\0")
            parts.append(part)
            if ends:
                break
            address += len(page)
        return b"".join(parts)


def _refuse(*_: Any) -> NoReturn:
    # An abort of the policy, or a builtin that only a host could give: no answer either way.
    raise PolicyAborted("The compiled policy aborted.")
