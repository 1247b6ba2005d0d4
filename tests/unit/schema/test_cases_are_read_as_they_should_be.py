"""Each folder of tests/cases/graphql: the SQL and the frame, or the problems, as they are kept.

Covers schema.reading.reader, schema.reading.connection_reader, schema.reading.where_reader,
schema.reading.groups_reader, schema.reading.nodes_reader, schema.reading.response_template.
"""

import pytest

from tests.unit.schema.cases import describe, folders


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_the_case_is_read_as_it_should_be(folder):
    name, text = describe(folder)
    assert (folder / name).read_text("utf-8") == text
    assert {each.name for each in folder.iterdir()} <= {name, "document.graphql", "variables.json"}


def test_there_are_cases():
    assert len(folders()) >= 15
