"""Contours in one file: a line of JSON that says where each département begins, then a line a
commune, `code`, tab, rings. A ring is its first point and the steps from there, as whole numbers.

Reading a département costs that département, of a file of all France too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from catalog.caches import remembered
from catalog.contours.problems import DamagedContours
from catalog.contours.values import Contours, Ring

FORMAT = "interco-contours/1"
_LONGEST_HEADER = 100_000


def departement_of(commune_code: str) -> str:
    """`35`, `2A`, `974`."""
    return commune_code[:3] if commune_code.startswith(("97", "98")) else commune_code[:2]


def encoded(rings: Iterable[Ring]) -> str:
    return ";".join(map(_encoded_ring, rings))


def _encoded_ring(ring: Ring) -> str:
    numbers: list[str] = []
    last_x = last_y = 0
    for x, y in ring[:-1]:
        numbers += (str(x - last_x), str(y - last_y))
        last_x, last_y = x, y
    return " ".join(numbers)


def _decoded(text: str) -> tuple[Ring, ...]:
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


def write_contours(
    path: Path, lines: Mapping[str, str], degrees_per_unit: float, attribution: str
) -> int:
    """`lines` are the encoded rings by commune code. The file is whole or as it was; its size."""
    by_departement: dict[str, list[str]] = {}
    for code in sorted(lines):
        line = f"{code}\t{lines[code]}\n"
        by_departement.setdefault(departement_of(code), []).append(line)
    parts = {name: "".join(part).encode() for name, part in by_departement.items()}
    places, at = {}, 0
    for name, part in parts.items():
        places[name] = [at, len(part)]
        at += len(part)
    header = {
        "format": FORMAT,
        "degrees_per_unit": degrees_per_unit,
        "attribution": attribution,
        "communes": len(lines),
        "departements": places,
    }
    text = json.dumps(header, ensure_ascii=False).encode() + b"\n" + b"".join(parts.values())
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(text)
    beside.replace(path)
    return len(text)


def read_contours(path: Path, codes: Iterable[str]) -> Contours | None:
    """Of the départements of those communes; the same object while the file is the same. None
    where there is no such file.

    Raises DamagedContours.
    """
    try:
        state = path.stat()
    except OSError:
        return None
    departements = frozenset(map(departement_of, codes))
    return _read(path, (state.st_mtime_ns, state.st_size), departements)


@remembered(maxsize=32)
def _read(path: Path, _as_of: tuple[int, int], departements: frozenset[str]) -> Contours:
    try:
        with path.open("rb") as file:
            header = json.loads(file.readline(_LONGEST_HEADER))
            if header["format"] != FORMAT:
                raise DamagedContours
            start = file.tell()
            shapes = {}
            for name in sorted(departements & header["departements"].keys()):
                at, length = header["departements"][name]
                file.seek(start + at)
                for line in file.read(length).decode().splitlines():
                    code, _, rings = line.partition("\t")
                    shapes[code] = _decoded(rings)
            return Contours(shapes, header["degrees_per_unit"], header["attribution"])
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise DamagedContours from error
