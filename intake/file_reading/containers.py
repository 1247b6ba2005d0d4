"""Tells a file's kind by its bytes, JSON by its name too; measures a zip before opening it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from intake.file_reading.problems import (
    FileKindUnknown,
    FileLocked,
    FileTooLarge,
    FileUnreadable,
)
from intake.file_reading.spreadsheet_ml import is_spreadsheet_ml

MOST_BYTES = 50 * 1024 * 1024
_MOST_UNPACKED = 600 * 1024 * 1024
_MOST_RATIO = 100
_RATIO_COUNTS_FROM = 20 * 1024 * 1024
_MOST_ENTRIES = 5_000
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PARQUET = b"PAR1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_MARKUP_LOOKED_AT = 1 << 16
_OTHERS = {
    b"%PDF": ("un PDF", "a PDF"),
    b"\x89PNG": ("une image", "an image"),
    b"\xff\xd8\xff": ("une image", "an image"),
    b"\x1f\x8b": ("une archive", "an archive"),
    b"Rar!": ("une archive", "an archive"),
    b"7z\xbc\xaf": ("une archive", "an archive"),
    b"SQLite format 3": ("une base SQLite", "a SQLite database"),
}
_SUFFIXES = {
    "xlsx": {"xlsx", "xlsm", "xltx", "xltm", "xlsb"},
    "ods": {"ods", "fods", "ots"},
    "xls": {"xls", "xlt"},
    "parquet": {"parquet", "pq"},
    "geojson": {"geojson", "json"},
    "html": {"html", "htm"},
    "xml": {"xml"},
    "fixed": {"csv", "txt", "dat", "asc", "prn", ""},
    "jsonl": {"jsonl", "ndjson", "json"},
    "csv": {"csv", "txt", "tsv", "tab", "dat", "asc", ""},
    "tsv": {"csv", "txt", "tsv", "tab", "dat", "asc", ""},
}


@dataclass(frozen=True, slots=True)
class Container:
    """`kind`: xlsx, xls, ods, parquet, geojson, html, xml or text. What a workbook brings
    beside its cells is never run or followed: `has_macros`, `has_links`.
    """

    kind: str
    has_macros: bool = False
    has_links: bool = False


def extension_of(name: str) -> str:
    return name.rsplit(".", 1)[1].lower() if "." in name else ""


def extension_lies(name: str, container: str) -> bool:
    return extension_of(name) not in _SUFFIXES.get(container, {container})


def container_of(data: bytes, name: str) -> Container:
    """Raises FileTooLarge, FileLocked, FileKindUnknown and FileUnreadable."""
    if len(data) > MOST_BYTES:
        raise FileTooLarge(
            file=name,
            why_fr=f"{len(data) // 1_048_576} Mo, pour 50 Mo au plus",
            why_en=f"{len(data) // 1_048_576} MB, of 50 MB at most",
        )
    if not data.strip():
        raise FileUnreadable(file=name, why_fr="il est vide", why_en="it is empty")
    if data.startswith(b"PK\x03\x04"):
        return _of_zip(data, name)
    if data.startswith(_COMPOUND):
        if _ENCRYPTED_STREAM in data:
            raise FileLocked(file=name)
        return Container("xls", has_macros="_VBA_PROJECT".encode("utf-16-le") in data)
    if data.startswith(_PARQUET):
        return Container("parquet")
    for mark, (fr, en) in _OTHERS.items():
        if data.startswith(mark):
            raise FileKindUnknown(file=name, seen_fr=f"c'est {fr}", seen_en=f"it is {en}")
    return Container(_text_kind(data, name))


def _text_kind(data: bytes, name: str) -> str:
    head = data[:4096]
    if head.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        raise FileKindUnknown(
            file=name,
            seen_fr="un texte en UTF-32 : enregistrez-le en UTF-8",
            seen_en="a text in UTF-32: save it as UTF-8",
        )
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")) and not _is_utf_16(head):
        raise FileKindUnknown(file=name, seen_fr="des octets sans texte", seen_en="not text")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"{", b"[")) and extension_of(name) in {"json", "geojson"}:
        return "geojson"
    if start.startswith(b"<") or start.replace(b"\0", b"").startswith(b"<?xml"):
        return _kind_of_markup(data[:_MARKUP_LOOKED_AT], name)
    if start.startswith(b"mime-version:"):
        raise FileKindUnknown(
            file=name,
            seen_fr="c'est une page web archivée : ouvrez-la et enregistrez-la en .xlsx",
            seen_en="it is an archived web page: open it and save it as .xlsx",
        )
    return "text"


def _kind_of_markup(head: bytes, name: str) -> str:
    if is_spreadsheet_ml(head):
        return "xml"
    small = head.lower()
    if any(mark in small for mark in (b"<html", b"<table", b"<!doctype html")):
        return "html"
    raise FileKindUnknown(
        file=name,
        seen_fr="c'est du XML : ouvrez-le dans votre tableur et enregistrez-le en .xlsx",
        seen_en="it is XML: open it in your spreadsheet and save it as .xlsx",
    )


def _is_utf_16(head: bytes) -> bool:
    """Every second byte of a Latin text in UTF-16 is zero."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    return max(even, odd) > 0.8 * (len(head) // 2)


def _of_zip(data: bytes, name: str) -> Container:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, UnicodeDecodeError) as broken:
        raise FileUnreadable(
            file=name, why_fr="le classeur est abîmé ou incomplet", why_en="the workbook is broken"
        ) from broken
    _measure(entries, len(data), name)
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileLocked(file=name)
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return Container(
            "xlsx",
            has_macros="xl/vbaProject.bin" in names,
            has_links=any(entry.startswith("xl/externalLinks/") for entry in names),
        )
    if "content.xml" in names and "mimetype" in names:
        if _is_encrypted(data):
            raise FileLocked(file=name)
        return Container("ods", has_macros=any(entry.startswith("Basic/") for entry in names))
    for part, seen_fr, seen_en in _OTHER_DOCUMENTS:
        if part in names:
            raise FileKindUnknown(file=name, seen_fr=seen_fr, seen_en=seen_en)
    raise FileKindUnknown(
        file=name,
        seen_fr="c'est une archive zip : ouvrez-la et déposez le fichier qu'elle contient",
        seen_en="it is a zip archive: open it and drop the file that it holds",
    )


_OTHER_DOCUMENTS = (
    (
        "word/document.xml",
        "c'est un document Word : copiez son tableau dans un tableur",
        "it is a Word document: copy its table into a spreadsheet",
    ),
    (
        "ppt/presentation.xml",
        "c'est une présentation : copiez son tableau dans un tableur",
        "it is a presentation: copy its table into a spreadsheet",
    ),
)
"""By a part of their archives."""


def _is_encrypted(data: bytes) -> bool:
    """An ods says in its manifest which of its parts a password closes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "META-INF/manifest.xml" not in archive.namelist():
            return False
        with archive.open("META-INF/manifest.xml") as manifest:
            return b"encryption-data" in manifest.read(1 << 20)


def _measure(entries: list[zipfile.ZipInfo], packed: int, name: str) -> None:
    """By its own directory, before a byte of it is unpacked; the reader's limits come on top."""
    unpacked = sum(entry.file_size for entry in entries)
    swells = unpacked > _RATIO_COUNTS_FROM and unpacked > packed * _MOST_RATIO
    if unpacked > _MOST_UNPACKED or swells or len(entries) > _MOST_ENTRIES:
        raise FileTooLarge(
            file=name,
            why_fr=f"une fois décompressé, il ferait {unpacked // 1_048_576} Mo",
            why_en=f"it would be {unpacked // 1_048_576} MB once unpacked",
        )
