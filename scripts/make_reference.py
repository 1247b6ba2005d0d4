"""`python -m scripts.make_reference`: pages of docs/reference from the code."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from catalog.model.problem import (
    CallerProblem,
    DeniedProblem,
    OperatorProblem,
    Problem,
    SourceProblem,
)
from gateway.settings import Settings

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"
_PACKAGES = ("catalog", "policies", "federation", "schema", "gateway")
_FAMILIES = {
    CallerProblem: "À corriger par qui demande / The caller fixes the request",
    DeniedProblem: "À demander / Access must be asked for",
    SourceProblem: "Un stockage ou un moteur / A storage or an engine",
    OperatorProblem: "À l'exploitant / The operator must act",
}


def problem_classes() -> list[type[Problem]]:
    """Every Problem that has a code, by code."""
    for package in _PACKAGES:
        for module in pkgutil.walk_packages(
            importlib.import_module(package).__path__, f"{package}."
        ):
            if not module.name.endswith("__main__") and ".migrations" not in module.name:
                importlib.import_module(module.name)
    found: set[type[Problem]] = set()
    waiting = [Problem]
    while waiting:
        for each in waiting.pop().__subclasses__():
            waiting.append(each)
            if "code" in vars(each):
                found.add(each)
    return sorted(found, key=lambda each: (each.code, each.__module__))


def problems_page() -> str:
    lines = [
        "# Problems",
        "",
        "Everything Interco may have to say, by who must act: a stable code, an HTTP status,",
        "a sentence in French and in English, a next step. Over HTTP they follow RFC 9457; in",
        "GraphQL the code is in `extensions.code` and the next step in `extensions.next`.",
        "This page is made by `python -m scripts.make_reference`.",
    ]
    classes = problem_classes()
    for family, title in _FAMILIES.items():
        lines += ["", f"## {title}", ""]
        for each in classes:
            if issubclass(each, family):
                lines += [
                    f"### `{each.code}` ({each.status})",
                    "",
                    f"- {each.fr}",
                    f"  → {each.next_fr}",
                    f"- *{each.en}*",
                    f"  → *{each.next_en}*",
                    "",
                ]
    return "\n".join(lines).rstrip() + "\n"


def settings_page() -> str:
    lines = [
        "# Settings",
        "",
        "Read from the environment, each with the prefix `INTERCO_`; lists and objects as JSON.",
        "`./interco serve` refuses to start when one is unsafe. The demo needs none of them.",
        "This page is made by `python -m scripts.make_reference`.",
        "",
        "| variable | default |",
        "|---|---|",
    ]
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else f"`{field.default}`"
        lines.append(f"| `INTERCO_{name.upper()}` | {default} |")
    lines += [
        "",
        "What each means is said beside it in `gateway/settings.py`; see also",
        "[going to production](../how-to/go-to-production.md).",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    (REFERENCE / "problems.md").write_text(problems_page(), "utf-8")
    (REFERENCE / "settings.md").write_text(settings_page(), "utf-8")


if __name__ == "__main__":
    main()
