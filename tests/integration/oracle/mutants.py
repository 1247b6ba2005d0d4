"""Ways to plant a bug: a few words changed in a function, or in the law before it is compiled."""

from __future__ import annotations

import inspect
import shutil
import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policies.embedded import EmbeddedPolicy
from policies.sources import ENTRYPOINTS, REGO
from scripts.compile_policies import compile_policies

_PARTS = frozenset({"access", "acts", "trino"})


@dataclass(frozen=True)
class InPython:
    """`old` becomes `new` in the function `name` (`Class.method` too) of a module."""

    module: str
    name: str
    old: str
    new: str

    def plant(self, monkeypatch: Any) -> None:
        owner, _, method = self.name.rpartition(".")
        module = sys.modules[self.module]
        holder = getattr(module, owner) if owner else module
        original = getattr(holder, method)
        monkeypatch.setattr(holder, method, self._changed(module, original, method))
        if owner:
            return
        # Whoever imported it by name has it under that name.
        for other in list(sys.modules.values()):
            if other is not module and getattr(other, method, None) is original:
                monkeypatch.setattr(other, method, getattr(module, method))

    def _changed(self, module: Any, original: Callable[..., Any], method: str) -> Any:
        source = textwrap.dedent(inspect.getsource(original))
        assert source.count(self.old) == 1, (self.name, source.count(self.old))
        scope: dict[str, Any] = {}
        text = f"from __future__ import annotations\n{source.replace(self.old, self.new)}"
        exec(compile(text, f"<{self.name}>", "exec"), vars(module), scope)
        return scope[method]


@dataclass(frozen=True)
class InTheLaw:
    """`old` becomes `new`, once, in a file of a folder of `policies/rego`.

    That part of the law is compiled alone: none asks another, and all would take thrice as long.
    """

    file: str
    old: str
    new: str
    folder: str = "access"

    def compiled(self, folder: Path) -> EmbeddedPolicy:
        rego, compiled = folder / "rego", folder / "compiled"
        part = self.folder.partition("/")[0]
        others = _PARTS - {part}
        shutil.copytree(REGO, rego, ignore=shutil.ignore_patterns("*_test.rego", *others))
        path = rego / self.folder / self.file
        text = path.read_text("utf-8")
        assert self.old in text, self
        path.write_text(text.replace(self.old, self.new, 1), "utf-8")
        asked = [each for each in ENTRYPOINTS if each.startswith(f"{part}/")]
        compile_policies(rego, compiled, asked)
        return EmbeddedPolicy(compiled=compiled, rego=rego, deadline_s=10)
