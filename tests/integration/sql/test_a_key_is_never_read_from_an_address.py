"""A key in the address of a request is refused, and repeated nowhere.

Covers gateway.identity.key_problems, gateway.http.headers, gateway.identity.key_text,
gateway.identity.problems.
"""

from urllib.parse import quote

import pytest

from gateway.identity.key_text import draw_key

KEY = draw_key()


@pytest.mark.parametrize(
    "address",
    [
        f"/v1/sql?key={KEY}",
        f"/v1/sql?access_token={KEY}&more=1",
        f"/v1/sql?{KEY}",
        f"/v1/sql?key={quote(KEY).replace('i', '%69', 1)}",
        f"/graphql?token=Bearer%20{KEY}",
    ],
)
async def test_a_key_in_the_address_is_told_and_not_repeated(door, address, capsys):
    body = {"query": "SELECT 1" if "sql" in address else "{ me { kind } }"}
    answer = await door.post(address, body)
    assert answer.status_code == 400
    assert "key_in_address" in answer.text
    assert KEY not in answer.text
    assert KEY not in "".join(capsys.readouterr())


async def test_an_address_without_a_key_is_let_be(door):
    answer = await door.post("/graphql?note=interco_is_fine", {"query": "{ me { kind } }"})
    assert answer.status_code == 200
