"""`python -m scripts.make_reference`: pages of docs/reference from the code."""

from __future__ import annotations

import importlib
import json
import pkgutil
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from typing_extensions import override

from catalog.model.problem import (
    CallerProblem,
    DeniedProblem,
    OperatorProblem,
    Problem,
    SourceProblem,
)
from gateway.base.legal_settings import LegalSettings
from gateway.base.observability_settings import MetricsSettings, TracingSettings
from gateway.base.settings import (
    ClaimNames,
    IntrospectionSettings,
    IssuerSettings,
    MailDepositSettings,
    ProviderSettings,
    RootsBucketSettings,
    Settings,
)
from gateway.base.settings_files import BY_FILE, variable_of
from scripts.setting_meanings import (
    BUCKET_MEANINGS,
    CLAIM_MEANINGS,
    INTROSPECTION_MEANINGS,
    ISSUER_MEANINGS,
    LEGAL_MEANINGS,
    MAIL_DEPOSIT_MEANINGS,
    MEANINGS,
    METRICS_MEANINGS,
    PROVIDER_MEANINGS,
    TRACING_MEANINGS,
)

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"
_PACKAGES = (
    "catalog",
    "policies",
    "federation",
    "intake",
    "services_run",
    "papers",
    "schema",
    "gateway",
)
_FAMILIES = {
    CallerProblem: (
        "À corriger par qui demande / The caller fixes the request",
        "Something in what was sent is wrong; sending it again unchanged gives the same answer.",
    ),
    DeniedProblem: (
        "À demander / Access must be asked for",
        (
            "Nothing is wrong with the request: a right is missing, and the next step says who "
            "gives it. What you may not even discover is never told here: it answers as what does "
            "not exist."
        ),
    ),
    SourceProblem: (
        "Un stockage ou un moteur / A storage or an engine",
        (
            "The owner's storage, or what reads it, did not answer as it should. Often worth "
            "another try; otherwise the owner of the data acts."
        ),
    ),
    OperatorProblem: (
        "À l'exploitant / The operator must act",
        (
            "The gateway itself could not answer safely, so it did not. Give the operator the "
            "reference (`requestId`); the details are in the log."
        ),
    ),
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
    classes = problem_classes()
    lines = [
        "# Problems",
        "",
        "Everything Interco may have to say, by who must act: a stable code, an HTTP status, a",
        "sentence in French and in English, and the next step (→). A word in `{braces}` is filled",
        "in. [HTTP](http.md) says how a problem arrives, and when the status is another.",
        "This page is made by `python -m scripts.make_reference`.",
        "",
        *(
            f"- [{title}](#{_anchor(title)}): {len([*_of(family, classes)])}"
            for family, (title, _) in _FAMILIES.items()
        ),
    ]
    for family, (title, explained) in _FAMILIES.items():
        lines += ["", f"## {title}", "", explained, ""]
        for each in _of(family, classes):
            lines += [
                f"### `{each.code}` ({each.status})",
                "",
                f"- {_shown(each.fr)}",
                f"  → {_shown(each.next_fr)}",
                f"- *{_shown(each.en)}*",
                f"  → *{_shown(each.next_en)}*",
                "",
            ]
    return "\n".join(lines).rstrip() + "\n"


def _of(family: type[Problem], classes: list[type[Problem]]) -> Iterator[type[Problem]]:
    return (each for each in classes if issubclass(each, family))


def _anchor(title: str) -> str:
    """As a forge makes it of a heading."""
    kept = "".join(each for each in title.lower() if each.isalnum() or each in " -_")
    return kept.replace(" ", "-")


class _Named(string.Formatter):
    """Each fact shown by its name; `why_fr` and `why_en` are one fact."""

    @override
    def get_value(self, key: int | str, args: Any, kwargs: Any) -> str:
        return f"{{{str(key).removesuffix('_fr').removesuffix('_en')}}}"


def _shown(sentence: str) -> str:
    return " ".join(_Named().format(sentence).split())


def settings_page() -> str:
    return "\n".join(
        [
            "# Settings",
            "",
            "Read from the environment when `./interco serve` starts, each with the prefix",
            "`INTERCO_`; lists and objects as JSON. `serve` refuses to start when one is unsafe.",
            "`./interco config check` names variables that nothing reads, `config show` what is",
            "set and by what. The demo needs none of them.",
            "",
            f"A secret may be in a file: {_by_file()} name one each.",
            "",
            "This page is made by `python -m scripts.make_reference`.",
            "",
            *_table(Settings, MEANINGS, lambda name: f"INTERCO_{name.upper()}"),
            "",
            "## An issuer",
            "",
            "One object of the list in `INTERCO_ISSUERS`:",
            "",
            *_table(IssuerSettings, ISSUER_MEANINGS, str),
            "",
            "## An introspection",
            "",
            "The object `introspection` of an issuer (RFC 7662): the issuer is asked what a token",
            "is, and believed for 60 seconds or the token's own life, whichever is shorter. What",
            "is not active, bound to a key, no bearer's access token or meant for another service",
            "is a bad token (401); an issuer that does not answer is `provider_unavailable` (503).",
            "Answers are JSON, or signed (RFC 9701) where `answers_signed` says so: with a key of",
            "the issuer, for this very client, within the last minute; any other is as none.",
            "",
            *_table(IntrospectionSettings, INTROSPECTION_MEANINGS, str),
            "",
            "## A bucket for signed roots",
            "",
            "The object of `INTERCO_PROOF_BUCKET`:",
            "",
            *_table(RootsBucketSettings, BUCKET_MEANINGS, str),
            "",
            "## Figures for Prometheus",
            "",
            "The object of `INTERCO_METRICS` ([watching](../how-to/operate.md#watch)):",
            "",
            *_table(MetricsSettings, METRICS_MEANINGS, str),
            "",
            "## Traces",
            "",
            "The object of `INTERCO_TRACING`:",
            "",
            *_table(TracingSettings, TRACING_MEANINGS, str),
            "## The legal notice",
            "",
            "The object of `INTERCO_LEGAL`, all texts; each is told as missing where it is empty:",
            "",
            *_table(LegalSettings, LEGAL_MEANINGS, str),
            "",
            "## Deposits by mail",
            "",
            "The object of `INTERCO_MAIL_DEPOSITS`",
            "([files by mail and SFTP](../how-to/take-files-by-mail-and-sftp.md)):",
            "",
            *_table(MailDepositSettings, MAIL_DEPOSIT_MEANINGS, str),
            "",
            "## A provider",
            "",
            "One object of the list in `INTERCO_PROVIDERS`; the defaults suit ProConnect",
            "([connecting a provider](../how-to/connect-an-identity-provider.md)):",
            "",
            *_table(ProviderSettings, PROVIDER_MEANINGS, str),
            "",
            "Its `claims`:",
            "",
            *_table(ClaimNames, CLAIM_MEANINGS, str),
            "",
            "Beside these, `INTERCO_SECRET_<SIREN>_…` hold the secrets of storages",
            "([registering an organisation](../how-to/register-an-organisation.md)), and the",
            "command line reads `INTERCO_STATE`, `INTERCO_TOKEN` and `INTERCO_GATEWAY`",
            "([commands](commands.md)). How they go together:",
            "[going to production](../how-to/go-to-production.md).",
            "",
        ]
    )


def _by_file() -> str:
    *others, last = (f"`{variable_of(name)}_FILE`" for name in BY_FILE)
    return f"{', '.join(others)} and {last}"


def _table(model: type[BaseModel], meanings: dict[str, str], variable: Any) -> list[str]:
    """KeyError where a field has no meaning."""
    rows = [
        f"| `{variable(name)}` | {_default(field)} | {meanings[name]} |"
        for name, field in model.model_fields.items()
    ]
    return ["| name | default | meaning |", "|---|---|---|", *rows]


def _default(field: FieldInfo) -> str:
    if field.default is PydanticUndefined:
        return "needed"
    if field.default is None:
        return ""
    if isinstance(field.default, BaseModel):
        return "see below"
    if isinstance(field.default, tuple):
        return f"`{json.dumps(field.default, default=str)}`"
    if isinstance(field.default, BaseModel):
        return f"`{field.default.model_dump_json(exclude_defaults=True)}`"
    return f"`{field.default}`"


def main() -> None:
    (REFERENCE / "problems.md").write_text(problems_page(), "utf-8")
    (REFERENCE / "settings.md").write_text(settings_page(), "utf-8")


if __name__ == "__main__":
    main()
