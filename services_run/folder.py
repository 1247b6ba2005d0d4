"""A service as its folder says it: what it needs, what it computes, how it answers.

A folder is data: `service.yaml`, queries in the portable SQL beside it, golden inputs and outputs.
Nothing of it is run but its queries, over the tables that it names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from catalog.model.bilingual import Bilingual
from services_run.listed import Alerts, alerts_in
from services_run.measures import Covers, Measures, covers_of, measures_of
from services_run.mending import Mended, mended_in
from services_run.report import Report, Sending, report_in, sending_in

DESCRIPTION = "service.yaml"


@dataclass(frozen=True, slots=True)
class RoleField:
    """`type`: text, integer, decimal(p,s), date, month or moment. `names`: how it is often called;
    `whole`: a column bears one of them whole, and is not this field by a word alone.

    `values_of`: fields (`role.field`) among whose values its own are. `usual`: between which two
    values most of its figures lie, in `unit`: others are in another unit.
    """

    name: str
    type: str
    names: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    unit: str | None = None
    concept: str | None = None
    optional: bool = False
    unique: bool = False
    plate: bool = False
    values_of: tuple[str, ...] = ()
    difference: tuple[str, ...] = ()
    usual: tuple[float, float] | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
    """The value as this service writes it, by the value as data elsewhere write it, folded."""
    label: Bilingual | None = None
    """As a sentence names it: « le poids »."""
    whole: bool = False

    @property
    def shown(self) -> Bilingual:
        """Its label, else its name in quotes, with its unit."""
        if self.label is not None:
            return self.label
        name = self.name if self.unit in {None, self.name} else f"{self.name}, {self.unit}"
        return Bilingual(f"« {name} »", f'"{name}"')


@dataclass(frozen=True, slots=True)
class Role:
    """`files`: patterns of names without their extension. `distinct`: a row twice the same counts
    once. `document`: (path of the rows, path by column) where the file is a JSON document.
    `listed_by`: of the territory, the role and field that list its communes where no membership
    tells them. `of_each_body`: the field that says whose row it is, where other bodies may let the
    service read their own rows. `of_any_year`: a report reads its rows whatever their year.
    """

    name: str
    label: Bilingual
    fields: Mapping[str, RoleField]
    files: tuple[str, ...] = ()
    standard: str | None = None
    optional: bool = False
    distinct: bool = False
    reference: str | None = None
    listed_by: tuple[str, str] | None = None
    of_each_body: str | None = None
    of_any_year: bool = False
    document: tuple[str, Mapping[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """`is_body`: the body that runs the service, by its SIREN; nobody gives another. Its name
    stands beside it, in `NAME_nom`.
    """

    name: str
    type: str
    default: str | int | None
    label: Bilingual
    is_body: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A query whose rows become a table of its name; with `rounds`, they are added to a table that
    is there, again and again until there are none, so many times at most.
    """

    name: str
    query: str
    rounds: int = 0


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """The place of rows in the answer. `form`: one (an object), map (by `key`), or rows.

    `lists`: columns that hold several values, one a line. `sentences`: the column whose value
    chooses the sentence. `reasons`: a column of `figure: code`, one a line, told by the sentence
    `reason_code`. `nulls`: an empty value is said as null, and not left out. `covers`: the columns
    that tell what a row covers. `words`: by column of codes, the column whose labels name them.
    """

    path: tuple[str, ...]
    step: str
    form: str
    key: str | None = None
    lists: tuple[str, ...] = ()
    sentences: str | None = None
    hidden: tuple[str, ...] = ()
    reasons: str | None = None
    nulls: bool = False
    view: Mapping[str, Any] | None = None
    covers: Covers | None = None
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ColumnLabel:
    text: Bilingual
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence of a service, with `{column}` for a value of its row. `one` is said where the
    column `count` is 1.
    """

    text: Bilingual
    one: Bilingual | None = None
    count: str = "lignes"

    def of(self, row: Mapping[str, Any]) -> Bilingual:
        return self.one if self.one is not None and row.get(self.count) == 1 else self.text


@dataclass(frozen=True, slots=True)
class Service:
    """`publisher`: SIREN. `queries`: their texts by file name."""

    folder: Path
    id: str
    version: str
    title: Bilingual
    description: Bilingual
    licence: str
    publisher: str
    publisher_name: str
    changelog: tuple[tuple[str, Bilingual], ...]
    roles: Mapping[str, Role]
    parameters: Mapping[str, Parameter]
    steps: tuple[Step, ...]
    answer: tuple[AnswerPart, ...]
    sentences: Mapping[str, Message]
    notices: tuple[str, ...]
    indicators: tuple[Mapping[str, Any], ...]
    exports: Mapping[str, str]
    labels: Mapping[str, ColumnLabel] = field(default_factory=dict)
    """By column of the answer, how a page calls it."""
    queries: Mapping[str, str] = field(default_factory=dict)
    short: Bilingual | None = None
    """Its title where there is little room, or another beside it."""
    measured: Measures = field(default_factory=Measures)
    mends: tuple[Mended, ...] = ()
    report: Report | None = None
    sending: Sending | None = None
    alerts: Alerts | None = None

    @property
    def consented_roles(self) -> tuple[Role, ...]:
        """The roles whose rows other bodies may let the service read, each its own."""
        return tuple(role for role in self.roles.values() if role.of_each_body is not None)

    @property
    def short_title(self) -> Bilingual:
        return self.short or self.title


def digest_of(folder: Path) -> str:
    """SHA-256 over the names and bytes of every file, in the order of their names."""
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        whole.update(f"{content}  {name}\n".encode())
    return f"sha256:{whole.hexdigest()}"


def bilingual(value: Any) -> Bilingual:
    return Bilingual(str(value["fr"]), str(value["en"]))


def service_of(folder: Path, tree: Mapping[str, Any], queries: Mapping[str, str]) -> Service:
    """From a description that `checking` found sound."""
    publisher = tree["publisher"]
    return Service(
        folder=folder,
        id=tree["id"],
        version=tree["version"],
        title=bilingual(tree["title"]),
        description=bilingual(tree["description"]),
        licence=tree["licence"],
        publisher=str(publisher["siren"]),
        publisher_name=str(publisher["name"]),
        changelog=tuple((entry["version"], bilingual(entry)) for entry in tree["changelog"]),
        roles={name: _role(name, role) for name, role in tree["requires"].items()},
        parameters={
            name: Parameter(
                name,
                value["type"],
                value.get("default"),
                bilingual(value),
                is_body=bool(value.get("body")),
            )
            for name, value in tree.get("parameters", {}).items()
        },
        steps=tuple(Step(**step) for step in tree["steps"]),
        answer=tuple(_part(part) for part in tree["answer"]),
        sentences={name: _message(text) for name, text in tree.get("sentences", {}).items()},
        notices=tuple(tree.get("notices", ())),
        indicators=tuple(tree.get("indicators", ())),
        exports=tree.get("exports", {}),
        labels={
            name: ColumnLabel(bilingual(label), label.get("unit"))
            for name, label in tree.get("labels", {}).items()
        },
        queries=queries,
        short=bilingual(tree["short"]) if "short" in tree else None,
        measured=measures_of(tree),
        mends=mended_in(tree),
        report=report_in(tree),
        sending=sending_in(tree),
        alerts=alerts_in(tree),
    )


def _message(text: Mapping[str, Any]) -> Message:
    one = text.get("one")
    if one is None:
        return Message(bilingual(text))
    return Message(bilingual(text), bilingual(one), one.get("count", "lignes"))


def _role(name: str, role: Mapping[str, Any]) -> Role:
    document = role.get("document")
    listed_by = role.get("from")
    return Role(
        name=name,
        label=bilingual(role["label"]),
        fields={
            key: _field(key, value, whole=bool(role.get("whole_names")))
            for key, value in role.get("fields", {}).items()
        },
        files=tuple(role.get("files", ())),
        standard=role.get("standard"),
        optional=bool(role.get("optional")),
        distinct=bool(role.get("distinct")),
        reference=role.get("reference"),
        listed_by=None if listed_by is None else tuple(listed_by.split(".", 1)),
        of_each_body=role.get("of_each_body"),
        of_any_year=bool(role.get("of_any_year")),
        document=None if document is None else (document["rows"], document["columns"]),
    )


def _field(name: str, value: Mapping[str, Any], *, whole: bool) -> RoleField:
    usual: Sequence[float] | None = value.get("usual")
    return RoleField(
        name=name,
        type=value["type"],
        whole=whole,
        names=tuple(value.get("names", ())),
        times=tuple(value.get("times", ())),
        unit=value.get("unit"),
        concept=value.get("concept"),
        optional=bool(value.get("optional")),
        unique=bool(value.get("unique")),
        plate=bool(value.get("plate")),
        values_of=tuple(value.get("values_of", ())),
        difference=tuple(value.get("difference", ())),
        usual=None if usual is None else (usual[0], usual[1]),
        codes=value.get("codes", {}),
        label=bilingual(value["label"]) if "label" in value else None,
    )


def _part(part: Mapping[str, Any]) -> AnswerPart:
    return AnswerPart(
        path=tuple(part["path"]),
        step=part["step"],
        form=part["form"],
        key=part.get("key"),
        lists=tuple(part.get("lists", ())),
        sentences=part.get("sentences"),
        hidden=tuple(part.get("hidden", ())),
        reasons=part.get("reasons"),
        nulls=bool(part.get("nulls")),
        view=part.get("view"),
        covers=covers_of(part.get("covers")),
        words=part.get("words", {}),
    )
