"""The `memberships` section: lines in the file, or a CSV beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import PurePath

from catalog.declaration.fields import (
    Declared,
    Fields,
    places_of,
    read_choice,
    read_day,
    read_fields,
)
from catalog.declaration.problems import (
    InvalidValue,
    NotThisOrganisation,
    UnreadableDeclaration,
    WrongShape,
)
from catalog.declaration.yaml_tree import MAX_BYTES, Entries
from catalog.model.identifiers import CommuneCode, Siren
from catalog.model.organisation import Membership, MembershipMode
from catalog.model.problem import Place, Problem

_LINE = ("member", "of", "competences", "mode", "communes", "start", "end")
OpenBeside = Callable[[str], tuple[str, bytes]]
"""A file of the same folder: its full name and content (a byte too many when it is too large).

Raises OSError when there is none.
"""
_CSV = ("member_siren", "of_siren", "competences", "mode", "communes", "start", "end")


def read_memberships(
    document: Fields, organisation: Siren, open_beside: OpenBeside
) -> Iterator[Declared[Membership]]:
    """`{file: memberships.csv}`, of which the lines of this organisation are read, or lines."""
    node = document.entries.nodes.get("memberships")
    if isinstance(node, Entries):
        fields = document.mapping("memberships", ("file",), ("file",))
        if fields.has("file"):
            yield from _read_file(fields, organisation, open_beside)
        return
    for line in document.items("memberships"):
        fields = read_fields(
            line, "memberships", document.problems, _LINE, ("member", "competences", "start")
        )
        of = fields.value("of", Siren.parse) if fields.has("of") else organisation
        communes = fields.values("communes", CommuneCode.parse)
        membership = Membership(
            member=fields.value("member", Siren.parse),
            of=of,
            competences=frozenset(fields.texts("competences")),
            mode=fields.choice("mode", MembershipMode, MembershipMode.DIRECT),
            start=fields.day("start"),
            end=fields.day("end") if fields.has("end") else None,
            communes=communes or None,
        )
        if not fields.sound():
            continue
        if organisation not in {membership.member, membership.of}:
            place = fields.entries.place
            document.problems.append(NotThisOrganisation(place=place, siren=organisation))
            continue
        yield Declared(membership, places_of(line, fields.entries.place))


def _read_file(
    fields: Fields, organisation: Siren, open_beside: OpenBeside
) -> Iterator[Declared[Membership]]:
    name = fields.text("file")
    place, problems = fields.entries.nodes["file"].place, fields.problems
    if not fields.sound():
        return
    if not name.endswith(".csv") or PurePath(name).name != name:
        problems.append(
            WrongShape(
                place=place,
                key="file",
                expected_fr="un fichier .csv du même dossier",
                expected_en="a .csv file of the same folder",
            )
        )
        return
    try:
        full_name, content = open_beside(name)
        text = None if len(content) > MAX_BYTES else content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        text = None
    if text is None:
        why = {
            "why_fr": f"{name} n'est pas un fichier lisible d'un million d'octets, en UTF-8",
            "why_en": f"{name} is not a readable file of a million bytes, in UTF-8",
        }
        problems.append(UnreadableDeclaration(place=place, **why))
        return
    yield from _read_csv(text, full_name, organisation, problems)


def _read_csv(
    text: str, file: str, organisation: Siren, problems: list[Problem]
) -> Iterator[Declared[Membership]]:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        if tuple(next(rows, ())) != _CSV:
            why = {
                "why_fr": f"son en-tête n'est pas « {','.join(_CSV)} »",
                "why_en": f'its header is not "{",".join(_CSV)}"',
            }
            problems.append(UnreadableDeclaration(place=Place(1, 1, file), **why))
            return
        for row in rows:
            place = Place(rows.line_num, 1, file)
            membership = _read_row(row, place, problems)
            if membership and organisation in {membership.member, membership.of}:
                yield Declared(membership, {(): place})
    except csv.Error:
        why = {"why_fr": "ce n'est pas du CSV", "why_en": "it is not CSV"}
        problems.append(UnreadableDeclaration(place=Place(rows.line_num, 1, file), **why))


def _read_row(row: list[str], place: Place, problems: list[Problem]) -> Membership | None:
    if not row:
        return None
    try:
        if len(row) != len(_CSV):
            raise InvalidValue(
                value=",".join(row)[:60],
                expected_fr=f"une ligne de {len(_CSV)} valeurs",
                expected_en=f"a line of {len(_CSV)} values",
            )
        member, of, competences, mode, communes, start, end = row
        codes = tuple(CommuneCode.parse(each) for each in communes.split(";") if each)
        return Membership(
            member=Siren.parse(member),
            of=Siren.parse(of),
            competences=frozenset(each for each in competences.split(";") if each),
            mode=read_choice(mode, MembershipMode),
            start=read_day(start),
            end=read_day(end) if end else None,
            communes=codes or None,
        )
    except Problem as problem:
        problem.place = place
        problems.append(problem)
        return None
