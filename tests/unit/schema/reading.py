"""Short ways to read a document of the sample, and to say what was wrong with it."""

from gateway.control.graphql_schema import CONTROL
from schema.problems import DocumentProblems
from schema.reading.reader import read_document
from tests.unit.schema.sample import cog, view


def read(document, variables=None, *, seen=None, operation=None, **more):
    return read_document(document, operation, variables, seen or view(), cog(), CONTROL, **more)


def collectes(arguments="", body="nodes { flux }", head="query"):
    return f"{head} {{ valDIlleAubigne {{ collectes{arguments} {{ {body} }} }} }}"


def problems_of(document, variables=None, **more):
    """The problems that refuse the document; an assertion when it is read."""
    try:
        read(document, variables, **more)
    except DocumentProblems as refused:
        return refused.problems
    raise AssertionError(f"nothing is wrong with {document}")


def codes_of(document, variables=None, **more):
    return [problem.code for problem in problems_of(document, variables, **more)]


def only_slice(read_document):
    (logical,) = read_document.slices.values()
    return logical


def where_of(arguments, variables=None, head="query"):
    """The WHERE of nodes, in SQL; None when there is none."""
    logical = only_slice(read(collectes(arguments, head=head), variables))
    where = logical.tree.args.get("where")
    return None if where is None else where.this.sql("trino")
