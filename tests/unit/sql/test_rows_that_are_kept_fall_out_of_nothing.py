"""Joins that keep every row of the data are not counted for what falls out of them.

Covers federation.sql.falling_out.
"""

import pytest

from federation.sql.falling_out import counting_rows_that_fall_out

JOINED = (
    "SELECT c.nom, sum(t.kg) FROM val.collectes t {side} JOIN reference.communes c"
    " ON c.code = t.code_commune GROUP BY c.nom"
)


@pytest.mark.parametrize(("side", "counted"), [("", 1), ("INNER", 1), ("LEFT", 0), ("FULL", 0)])
def test_an_inner_join_alone_loses_rows(side, counted):
    assert len(counting_rows_that_fall_out(JOINED.format(side=side))) == counted
