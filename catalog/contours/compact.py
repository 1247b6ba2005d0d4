"""Contours in one file: a line of JSON that says where each département begins, then a compressed
part for each. A part has a line a commune: `code`, tab, rings. A ring is its first point and the
steps from there, as whole numbers.

The file is mapped, so that its bytes are one copy for all processes. Drawing a commune decodes that
commune, and unpacks its département, of a file of all France too.
"""

from __future__ import annotations

import json
import mmap
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from typing_extensions import override

from catalog.caches import Cache, remembered
from catalog.cog.departements import departement_of
from catalog.contours.problems import DamagedContours
from catalog.contours.values import Contours, Ring

FORMAT: Final = "interco-contours/2"
_EARLIER: Final = "interco-contours/1"
"""Its parts are not compressed, and it has none of départements."""
_LONGEST_HEADER = 100_000
_WHOLE: Final = "whole"
_UNPACKED_PARTS = 8


def encoded(rings: Iterable[Ring]) -> str:
    return ";".join(map(_encoded_ring, rings))


def _encoded_ring(ring: Ring) -> str:
    numbers: list[str] = []
    last_x = last_y = 0
    for x, y in ring[:-1]:
        numbers += (str(x - last_x), str(y - last_y))
        last_x, last_y = x, y
    return " ".join(numbers)


def decoded(text: str) -> tuple[Ring, ...]:
    rings = []
    for part in text.split(";"):
        numbers = list(map(int, part.split()))
        x = y = 0
        ring = []
        for step_x, step_y in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + step_x, y + step_y
            ring.append((x, y))
        rings.append((*ring, ring[0]))
    return tuple(rings)


@dataclass(frozen=True, slots=True)
class AboutContours:
    """The source of a file's contours, as maps name it, and their year."""

    attribution: str
    year: int | None = None


def write_contours(
    path: Path,
    lines: Mapping[str, str],
    degrees_per_unit: float,
    about: AboutContours,
    departements: Mapping[str, str] = MappingProxyType({}),
) -> int:
    """`lines` are the encoded rings by commune code, `departements` by département. The file is
    whole or as it was; its size.
    """
    by_departement: dict[str, list[str]] = {}
    for code in sorted(lines):
        line = f"{code}\t{lines[code]}\n"
        by_departement.setdefault(departement_of(code), []).append(line)
    whole = [f"{name}\t{departements[name]}\n" for name in sorted(departements)]
    parts = {_WHOLE: _packed(whole)} | {n: _packed(part) for n, part in by_departement.items()}
    places, at = {}, 0
    for name, part in parts.items():
        places[name] = [at, len(part)]
        at += len(part)
    header = {
        "format": FORMAT,
        "degrees_per_unit": degrees_per_unit,
        "attribution": about.attribution,
        "year": about.year,
        "communes": len(lines),
        _WHOLE: places.pop(_WHOLE),
        "departements": places,
    }
    text = json.dumps(header, ensure_ascii=False).encode() + b"\n" + b"".join(parts.values())
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(text)
    beside.replace(path)
    return len(text)


def _packed(lines: Iterable[str]) -> bytes:
    return zlib.compress("".join(lines).encode(), level=9)


def read_contours(path: Path) -> Contours | None:
    """The same object while the file is the same. None where there is no such file.

    Raises DamagedContours, when an area is read too.
    """
    try:
        state = path.stat()
    except OSError:
        return None
    return _read(path, (state.st_mtime_ns, state.st_size, state.st_ino))


@remembered(maxsize=4)
def _read(path: Path, _as_of: tuple[int, int, int]) -> Contours:
    try:
        with path.open("rb") as file:
            line = file.readline(_LONGEST_HEADER)
            header: dict[str, Any] = json.loads(line)
            if header["format"] not in {FORMAT, _EARLIER}:
                raise DamagedContours
            # The file that was opened, whatever takes its name later.
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        parts = _Parts(content, len(line), is_packed=header["format"] == FORMAT)
        places = {name: (at, size) for name, (at, size) in header["departements"].items()}
        whole = header.get(_WHOLE)
        of_departements = parts.lines((whole[0], whole[1])) if whole is not None else {}
        return Contours(
            _CommuneShapes(parts, places, header["communes"]),
            header["degrees_per_unit"],
            header["attribution"],
            _EncodedShapes(of_departements),
            header.get("year"),
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError, zlib.error) as error:
        raise DamagedContours from error


@dataclass(frozen=True, slots=True, eq=False)
class _Parts:
    content: mmap.mmap
    start: int
    is_packed: bool

    def lines(self, place: tuple[int, int]) -> dict[str, str]:
        """The encoded rings by code."""
        at, size = self.start + place[0], place[1]
        part = self.content[at : at + size]
        text = (zlib.decompress(part) if self.is_packed else part).decode()
        lines: dict[str, str] = dict(line.split("\t", 1) for line in text.splitlines())
        return lines


@dataclass(frozen=True, slots=True, eq=False)
class _EncodedShapes(Mapping[str, tuple[Ring, ...]]):
    """Decoded at each reading: what is drawn is kept as paths, not as points."""

    lines: Mapping[str, str]

    @override
    def __getitem__(self, code: str) -> tuple[Ring, ...]:
        try:
            return decoded(self.lines[code])
        except (ValueError, IndexError) as error:
            raise DamagedContours from error

    @override
    def __contains__(self, code: object) -> bool:
        return code in self.lines

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self.lines)

    @override
    def __len__(self) -> int:
        return len(self.lines)


@dataclass(frozen=True, slots=True, eq=False)
class _CommuneShapes(Mapping[str, tuple[Ring, ...]]):
    """Of a file, unpacked by département and decoded at each reading."""

    parts: _Parts
    places: Mapping[str, tuple[int, int]]
    count: int
    unpacked: Cache[str, Mapping[str, str]] = field(
        default_factory=lambda: Cache("catalog.contours.compact.unpacked", _UNPACKED_PARTS)
    )

    @override
    def __getitem__(self, code: str) -> tuple[Ring, ...]:
        try:
            return decoded(self._lines(departement_of(code))[code])
        except (ValueError, IndexError, zlib.error) as error:
            raise DamagedContours from error

    @override
    def __contains__(self, code: object) -> bool:
        try:
            return isinstance(code, str) and code in self._lines(departement_of(code))
        except (ValueError, zlib.error) as error:
            raise DamagedContours from error

    @override
    def __iter__(self) -> Iterator[str]:
        return (code for name in self.places for code in self._lines(name))

    @override
    def __len__(self) -> int:
        return self.count

    def _lines(self, departement: str) -> Mapping[str, str]:
        place = self.places.get(departement)
        if place is None:
            return {}
        lines = self.unpacked.find(departement)
        return self.unpacked.keep(departement, self.parts.lines(place)) if lines is None else lines
