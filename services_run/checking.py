"""A service's folder, read: everything that is wrong with it is told at once, in two languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from catalog.model.problem import CallerProblem
from catalog.standards.concepts import CONCEPTS
from catalog.standards.standard import standards
from intake.file_reading.meanings import is_luhn
from services_run.consented_check import faults_of_consented
from services_run.description import Fault, read_description
from services_run.folder import DESCRIPTION, Service, service_of
from services_run.form import faults_of_form
from services_run.inputs import FILE, LINE, TIMED
from services_run.listed_check import faults_of_listed
from services_run.measures_check import faults_of_measures, undeclared_ratios
from services_run.portable import tables_read
from services_run.problems import ServiceFolderUnsound, ServiceProblems, UnknownService
from services_run.reference import COMMUNES
from services_run.report_check import faults_of_report
from services_run.running import PARAMETERS
from services_run.territories import ETENDUES, SUCCESSIONS, TERRITOIRE

CARRIED = Path(__file__).resolve().parents[1] / "services"
"""The services that come with the project."""
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SEMVER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_TYPE = re.compile(r"text|integer|date|month|moment|decimal\(\d{1,2}, ?\d{1,2}\)")
_FORMS = frozenset({"one", "map", "rows"})
_VIEWS = frozenset({"table", "bars", "lines", "communes", "data"})
"""`data`: for programs, on no page."""
_REFERENCES = frozenset({COMMUNES, TERRITOIRE, SUCCESSIONS, ETENDUES})
_OWN = frozenset({LINE, FILE, TIMED})
_OF_FILES = frozenset({"code_postal"})
"""A concept that the reading of files has, and no dataset."""
MOST_ROUNDS = 100
_NEEDED = (
    *("id", "version", "title", "description", "licence", "publisher", "changelog"),
    *("requires", "steps", "answer"),
)


def find_service(name: str) -> Path:
    """The folder of that name, of the project's or of this machine. Raises UnknownService."""
    for folder in (CARRIED / name, Path(name)):
        if (folder / DESCRIPTION).is_file():
            return folder
    raise UnknownService(service=name[:80])


def carried_services() -> list[Path]:
    return sorted(path.parent for path in CARRIED.glob(f"*/{DESCRIPTION}"))


def load_service(folder: Path) -> Service:
    """Raises ServiceProblems: every fault of the folder, each with its place."""
    try:
        description = (folder / DESCRIPTION).read_text("utf-8")
    except UnicodeDecodeError:
        description = "\0"
    queries = {
        path.name: path.read_text("utf-8") for path in sorted((folder / "queries").glob("*.sql"))
    }
    return load_texts(description, queries, folder)


def load_texts(
    description: str, queries: Mapping[str, str], folder: Path, *, is_published: bool = False
) -> Service:
    """The same of the texts of a folder: its description, its queries by file name. A version that
    `is_published` may be older than the keys that there are and the ratios to be declared.
    """
    faults, tree = read_description(description)
    if not faults:
        faults = list(_faults(tree, queries))
    if not is_published and tree:
        places = {where for where, *_ in faults}
        faults += [fault for fault in faults_of_form(tree) if fault[0] not in places]
    if not faults and not is_published:
        faults = list(undeclared_ratios(tree))
    if faults:
        problems: list[CallerProblem] = [
            ServiceFolderUnsound(where=where, why_fr=fr, why_en=en) for where, fr, en in faults
        ]
        raise ServiceProblems(problems)
    return service_of(folder, tree, queries)


def _faults(tree: dict[str, Any], queries: Mapping[str, str]) -> Iterable[Fault]:
    missing = [key for key in _NEEDED if key not in tree]
    if missing:
        for key in missing:
            yield key, "il manque", "is missing"
        return
    yield from _of_identity(tree)
    checks: tuple[Callable[[], Iterable[Fault]], ...] = (
        lambda: _of_roles(tree["requires"]),
        lambda: _of_parameters(tree.get("parameters", {})),
        lambda: _of_steps(tree, queries),
        lambda: _of_answer(tree),
        lambda: faults_of_measures(tree),
        lambda: faults_of_consented(tree),
        lambda: faults_of_report(tree),
        lambda: faults_of_listed(tree),
    )
    for check in checks:
        try:
            yield from check()
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            yield DESCRIPTION, f"la forme ne va pas ({error})", f"the form is wrong ({error})"


def _of_identity(tree: dict[str, Any]) -> Iterable[Fault]:
    if not _ID.fullmatch(str(tree["id"])):
        yield "id", "minuscules, chiffres et tirets seulement", "small letters, digits and hyphens"
    if not _SEMVER.fullmatch(str(tree["version"])):
        yield "version", "une version s'écrit 1.0.0", "a version is written 1.0.0"
    for key in ("title", "description", "short"):
        if key in tree and not _has_both(tree[key]):
            yield key, "il faut `fr` et `en`", "`fr` and `en` are needed"
    if not str(tree["licence"]).strip():
        yield "licence", "elle est vide", "it is empty"
    yield from _of_publisher(tree["publisher"])
    entries = tree["changelog"] if isinstance(tree["changelog"], list) else []
    if not entries or entries[0].get("version") != tree["version"]:
        yield (
            "changelog",
            f"la première entrée doit être {tree['version']}",
            f"its first entry must be {tree['version']}",
        )
    for at, entry in enumerate(entries):
        if not _has_both(entry):
            yield f"changelog[{at}]", "il faut `fr` et `en`", "`fr` and `en` are needed"
    yield from _of_mends(tree.get("mends", ()))


def _of_mends(given: Any) -> Iterable[Fault]:
    for at, entry in enumerate([given] if isinstance(given, dict) else given):
        if not _has_both(entry):
            yield f"mends[{at}]", "il faut `fr` et `en`", "`fr` and `en` are needed"
        elif not _SEMVER.fullmatch(str(entry.get("before"))):
            yield f"mends[{at}].before", "une version s'écrit 1.0.0", "a version is written 1.0.0"


def _of_publisher(publisher: Any) -> Iterable[Fault]:
    siren = str(publisher.get("siren", "")) if isinstance(publisher, dict) else ""
    if not (re.fullmatch(r"\d{9}", siren) and is_luhn(siren)):
        yield (
            "publisher.siren",
            "neuf chiffres d'un SIREN, entre guillemets",
            "nine digits of a SIREN, quoted",
        )
    if not isinstance(publisher, dict) or not publisher.get("name"):
        yield "publisher.name", "il manque", "is missing"


def _has_both(value: Any) -> bool:
    return isinstance(value, dict) and bool(value.get("fr")) and bool(value.get("en"))


def _of_roles(roles: dict[str, Any]) -> Iterable[Fault]:
    known = {f"{role}.{name}" for role, value in roles.items() for name in value.get("fields", {})}
    for role, value in roles.items():
        where = f"requires.{role}"
        if not _NAME.fullmatch(role):
            yield where, "un nom en minuscules", "a name in small letters"
        if not _has_both(value.get("label")):
            yield f"{where}.label", "il faut `fr` et `en`", "`fr` and `en` are needed"
        reference = value.get("reference")
        if reference is not None and reference not in _REFERENCES:
            yield (
                f"{where}.reference",
                f"une de {_listed(_REFERENCES)}",
                f"one of {_listed(_REFERENCES)}",
            )
        if reference is None and not value.get("fields"):
            yield f"{where}.fields", "il manque", "is missing"
        if "from" in value and (reference != TERRITOIRE or value["from"] not in known):
            yield f"{where}.from", "un champ d'un autre rôle", "a field of another role"
        standard = value.get("standard")
        if standard is not None and standard not in standards():
            yield (
                f"{where}.standard",
                f"le standard « {standard} » n'existe pas",
                f'there is no standard "{standard}"',
            )
        for name, field in value.get("fields", {}).items():
            yield from _of_field(f"{where}.fields.{name}", name, field, known)


def _of_field(place: str, name: str, field: Mapping[str, Any], known: set[str]) -> Iterable[Fault]:
    if not _NAME.fullmatch(name) or name in _OWN:
        yield place, "ce nom ne convient pas", "this name will not do"
    if not _TYPE.fullmatch(str(field.get("type"))):
        yield (
            f"{place}.type",
            "text, integer, date, month, moment ou decimal(p,s)",
            "text, integer, date, month, moment or decimal(p,s)",
        )
    if "label" in field and not _has_both(field["label"]):
        yield f"{place}.label", "il faut `fr` et `en`", "`fr` and `en` are needed"
    concept = field.get("concept")
    if concept is not None and concept not in CONCEPTS | _OF_FILES:
        yield (
            f"{place}.concept",
            f"le concept « {concept} » n'existe pas",
            f'there is no concept "{concept}"',
        )
    for other in field.get("values_of", ()):
        if other not in known:
            yield (
                f"{place}.values_of",
                f"« {other} » n'existe pas",
                f'there is no "{other}"',
            )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _of_parameters(parameters: dict[str, Any]) -> Iterable[Fault]:
    for name, value in parameters.items():
        where = f"parameters.{name}"
        if not _NAME.fullmatch(name):
            yield where, "un nom en minuscules", "a name in small letters"
        if not _TYPE.fullmatch(str(value.get("type"))):
            yield f"{where}.type", "ce type n'existe pas", "there is no such type"
        if not _has_both(value):
            yield where, "il faut `fr` et `en`", "`fr` and `en` are needed"
        if value.get("body") and (value.get("type") != "text" or "default" in value):
            yield (
                f"{where}.body",
                "un organisme est un texte sans valeur par défaut",
                "a body is a text without a default",
            )


def _of_steps(tree: dict[str, Any], queries: Mapping[str, str]) -> Iterable[Fault]:
    known = {*tree["requires"], PARAMETERS}
    for step in tree["steps"]:
        name, query = step["name"], step["query"]
        where = f"steps.{name}"
        if query not in queries:
            yield where, f"queries/{query} n'existe pas", f"there is no queries/{query}"
            continue
        try:
            read = tables_read(queries[query])
        except CallerProblem as problem:
            line = "" if problem.place is None else f":{problem.place.line}"
            yield f"queries/{query}{line}", problem.sentence("fr"), problem.sentence("en")
            continue
        for table in sorted(read - known):
            yield (
                f"queries/{query}",
                f"elle lit « {table} », qui n'est ni un rôle ni une étape d'avant",
                f'it reads "{table}", which is neither a role nor an earlier step',
            )
        yield from _of_rounds(where, step.get("rounds", 0))
        if bool(step.get("rounds")) != (name in known):
            yield (
                where,
                "`rounds` ajoute à une étape d'avant, et elle seule",
                "`rounds` adds to an earlier step, and nothing else does",
            )
        known.add(name)
    for unused in sorted(set(queries) - {step["query"] for step in tree["steps"]}):
        yield f"queries/{unused}", "aucune étape ne la lit", "no step reads it"


def _of_rounds(where: str, rounds: Any) -> Iterable[Fault]:
    if not isinstance(rounds, int) or not 0 <= rounds <= MOST_ROUNDS:
        yield (
            where,
            f"`rounds` est un nombre de 1 à {MOST_ROUNDS}",
            f"`rounds` is a number from 1 to {MOST_ROUNDS}",
        )


def _of_answer(tree: dict[str, Any]) -> Iterable[Fault]:
    steps = {step["name"] for step in tree["steps"]}
    for at, part in enumerate(tree["answer"]):
        where = f"answer[{at}]"
        if part["step"] not in steps:
            yield (
                where,
                f"l'étape « {part['step']} » n'existe pas",
                f'there is no step "{part["step"]}"',
            )
        if part["form"] not in _FORMS:
            yield f"{where}.form", f"une de {_listed(_FORMS)}", f"one of {_listed(_FORMS)}"
        if (part["form"] == "map") != ("key" in part):
            yield f"{where}.key", "`key` va avec la forme `map`", "`key` goes with the form `map`"
        view = part.get("view")
        if view is not None and view.get("kind") not in _VIEWS:
            yield f"{where}.view.kind", f"une de {_listed(_VIEWS)}", f"one of {_listed(_VIEWS)}"
    yield from _of_the_rest(tree, steps)


def _of_the_rest(tree: dict[str, Any], steps: set[str]) -> Iterable[Fault]:
    for name in tree.get("notices", ()):
        if name not in steps:
            yield "notices", f"l'étape « {name} » n'existe pas", f'there is no step "{name}"'
    yield from _of_indicators(tree.get("indicators", ()))
    for name, step in tree.get("exports", {}).items():
        if step not in steps:
            yield (
                f"exports.{name}",
                f"l'étape « {step} » n'existe pas",
                f'there is no step "{step}"',
            )
    for section in ("sentences", "labels"):
        yield from _without_both(section, tree.get(section, {}))
    for name, text in tree.get("sentences", {}).items():
        if "one" in text and not _has_both(text["one"]):
            yield f"sentences.{name}.one", "il faut `fr` et `en`", "`fr` and `en` are needed"


def _of_indicators(indicators: Iterable[Mapping[str, Any]]) -> Iterable[Fault]:
    for at, indicator in enumerate(indicators):
        if not _has_both(indicator.get("label")) or not indicator.get("formula"):
            yield (
                f"indicators[{at}]",
                "il faut `label` (fr, en) et `formula`",
                "`label` (fr, en) and `formula` are needed",
            )
        if "note" in indicator and not _has_both(indicator["note"]):
            yield f"indicators[{at}].note", "il faut `fr` et `en`", "`fr` and `en` are needed"


def _without_both(section: str, texts: Mapping[str, Any]) -> Iterable[Fault]:
    for name, text in texts.items():
        if not _has_both(text):
            yield f"{section}.{name}", "il faut `fr` et `en`", "`fr` and `en` are needed"
