"""Documents, answered twice: by the reader, SQL and the splice; by plain Python, field by field.

Covers schema.reading.aggregates, schema.types.aggregate_signatures, schema.reading.group_keys,
schema.reading.connection, schema.response.writer, schema.sql, schema.types.where_types,
schema.types.descriptions.
"""

import random

import orjson
import pytest

from gateway.control.graphql_schema import CONTROL
from schema.reading.reader import read_document
from schema.response.writer import write_answer
from tests.tiers import examples
from tests.unit.schema import reference
from tests.unit.schema.documents import random_document
from tests.unit.schema.engine import open_database, run_slice
from tests.unit.schema.rows import bornes, collectes
from tests.unit.schema.sample import cog, view

EXPLICIT = """
__typename c: collectes(first: 3) { __typename nodes { __typename commune { __typename } } }

collectes(first: 3) { nodes { commune { epci { __typename nom } } } }

collectes { totalCount { __typename exact value } }

collectes { totalCount(mode: EXACT) { exact value } }

collectes { aggregate { __typename } }

collectes { aggregate { count @skip(if: true) } }

collectes { aggregate { sum { total @skip(if: true) } } }

collectes(first: 3) { nodes { flux @skip(if: true) } }

collectes(first: 9) { nodes { commune { nom @skip(if: true) } } }

collectes { nodes @skip(if: true) { flux } }

collectes(first: 0) { nodes { flux } }

collectes { groupBy(orderBy: [{ key: { commune: { nom: DESC } } }]) {
    key { commune { nom } } aggregate { sum { tonnageKg } } } }

collectes { groupBy(orderBy: { key: { dateCollecte: DESC } }) {
    key { y: dateCollecte(by: YEAR) m: dateCollecte(by: MONTH) } aggregate { count } } }

collectes { groupBy { key { horodatage(by: MONTH) } } }

collectes { groupBy(first: 9, offset: 20) { key { horodatage(by: DAY) }
    window { difference { count } runningSum { tonnageKg } } } }

collectes { groupBy { window(over: nbBacsLeves) { difference { count sum { total } }
    rank(of: { sum: { tonnageKg: DESC } }) } key { nbBacsLeves controle } } }

collectes { groupBy { window { difference { count } runningSum { total } }
    key { y: dateCollecte(by: YEAR) q: dateCollecte(by: QUARTER) } } }

collectes { groupBy { window { difference { sum { dureeH } } }
    key { dateCollecte(by: YEAR) datePart { dateCollecte(by: MONTH_OF_YEAR) } } } }

collectes { groupBy(having: { count: { gt: 1 } }, orderBy: [{ key: { commune: { nom: DESC } } }]) {
    window { runningSum { tonnageKg } rank(of: { avg: { dureeH: ASC } }) __typename }
    key { commune { nom } horodatage(by: MONTH) } rows(first: 1) { idPesee } } }

collectes(where: { idPesee: { eq: "none" } }) { aggregate { median { tonnageKg } } }

collectes(where: { idPesee: { eq: "P003" } }) {
    aggregate { median { tonnageKg dateCollecte } percentile(p: 0.0000001) { total } } }

collectes { groupBy { key { horodatage(by: HOUR) } } }

collectes { groupBy { key { commune { __typename } } } }

bornes(orderBy: [{ commune: { nom: ASC } }, { nom: DESC_NULLS_FIRST }, { litres: ASC }]) {
    nodes { nom litres commune { code nom } } }

bornes(where: { collectes: { some: {} } }) { totalCount { value } }

bornes(where: { collectes: { every: { nbBacsLeves: { gte: -3 } } } }) { totalCount { value } }

bornes(where: { collectes: { none: {} } }) { nodes { nom commune { code } } }

bornes(where: { collectes: { every: { flux: { in: ["OMR", "VERRE", "CS"] } } } }) {
    groupBy { key { commune { code } } aggregate(where: { litres: { gt: 1000 } }) { count } } }

collectes(where: { bornes: { some: { litres: { gt: 1000 } }, none: { nom: { isNull: true } } } }) {
    nodes { idPesee } totalCount { value } aggregate { count } groupBy { key { flux } } }

collectes { groupBy(orderBy: [{ key: { datePart: { horodatage: DESC } } }]) {
    key { flux datePart { horodatage(by: HOUR_OF_DAY) } }
    summer: aggregate(where: { dateCollecte: { gte: "2019-06-01" } }) { count sum { tonnageKg } }
    none: aggregate(where: { flux: { in: [] } }) { count countDistinct { flux } sum { total } }
    aggregate { count sum { tonnageKg } } } }

collectes { groupBy(first: 2, orderBy: [{ key: { commune: { nom: DESC } } }]) {
    key { commune { nom } } aggregate { max { tonnageKg } }
    rows(first: 2, orderBy: [{ tonnageKg: DESC_NULLS_FIRST }]) { tonnageKg idPesee detail } } }

bornes { groupBy(having: { count: { gt: 3 } }) { r: rows(first: 1) { litres nom }
    key { commune { code } nom } } }

collectes { groupBy { key { datePart { __typename } flux } aggregate { count } } }

collectes { groupBy { key { flux } aggregate(where: {}) { count } } }

bornes(where: { commune: { nom: { eq: "Mesnil-Roc'h" } } }) { totalCount { value } }
""".strip().split("\n\n")
ROWS = {"collectes": collectes(), "bornes": bornes()}


@pytest.fixture(scope="module")
def database():
    with open_database(ROWS) as opened:
        yield opened


def answered(database, document, variables):
    """The bytes of `data`, through the reader and the writer."""
    read = read_document(document, None, variables, view(), cog(), CONTROL)
    slices = {
        slice_id: run_slice(database, logical, variables)[1]
        for slice_id, logical in read.slices.items()
    }
    body = write_answer(read, slices, None, "fr", "r1")
    assert body.startswith(b'{"data":')
    assert body.endswith(b"}")
    orjson.loads(body)
    return body[len(b'{"data":') : -1]


@pytest.mark.parametrize("seed", range(examples(100)))
def test_any_document_gives_the_same_bytes(database, seed):
    document, variables = random_document(random.Random(seed))
    expected = reference.answer(document, view(), ROWS, variables)
    assert answered(database, document, variables) == expected, (document, variables)


@pytest.mark.parametrize("asked", EXPLICIT)
def test_these_documents_give_the_same_bytes(database, asked):
    document = f"{{ v: valDIlleAubigne {{ {asked} }} t: __typename }}"
    assert answered(database, document, {}) == reference.answer(document, view(), ROWS)
