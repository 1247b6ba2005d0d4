"""Bugs by which a door tells of rows that its reader may not see, beside the rows themselves."""

from __future__ import annotations

import pyarrow.parquet as pq

from gateway.http import answer_body
from gateway.http.odata import pages
from gateway.http.ogc import addresses, documents, items


def _rows_in(file):
    return pq.read_metadata(file).num_rows


def count_of_the_table(monkeypatch, file):
    """`$count` and `numberMatched` are those of the storage, which is quicker."""

    async def counted(_request, _ports):
        return _rows_in(file)

    monkeypatch.setattr(pages, "counted", counted)
    monkeypatch.setattr(items, "counted", counted)


def tag_of_the_version(monkeypatch, file):
    """The tag of an answer is that of the file that it was read from."""
    real = answer_body.hashlib.sha256

    class Hashes:
        @staticmethod
        def sha256(content):
            return real(content + file.read_bytes())

    monkeypatch.setattr(answer_body, "hashlib", Hashes)


def extent_of_all_rows(monkeypatch, file):
    """A collection tells where its rows lie, all of them."""
    real = documents.collection_document

    def told(*arguments, **named):
        return real(*arguments, **named) | {"extent": {"rows": _rows_in(file)}}

    monkeypatch.setattr(addresses, "collection_document", told)


BUGS = {
    "the rows of the table are counted": count_of_the_table,
    "a tag moves with a hidden row": tag_of_the_version,
    "an extent is that of all rows": extent_of_all_rows,
}
