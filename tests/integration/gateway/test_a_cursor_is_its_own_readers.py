"""A cursor goes on for the reader, the purpose and the rights it was made for; it shows no key.

Covers schema.cursor, gateway.reading.query.cursors.
"""

import base64
import json

import pytest

from schema.cursor import CursorSealer

VALCOBREIZH = ("agent@valcobreizh", "rpqs_dechets")
PAGE = """query($after: String) { valDIlleAubigne { collectes(first: 2, after: $after) {
  nodes { idPesee codeCommune } pageInfo { endCursor } } } }"""


def page(answer):
    return json.loads(answer.body)["data"]["valDIlleAubigne"]["collectes"]


def codes(answer):
    return [each["extensions"]["code"] for each in json.loads(answer.body).get("errors", ())]


async def test_it_goes_on_where_its_reader_stopped(embedded):
    first = page(await embedded.ask(PAGE, *VALCOBREIZH))
    after = {"after": first["pageInfo"]["endCursor"]}
    following = page(await embedded.ask(PAGE, *VALCOBREIZH, variables=after))
    rows = [tuple(each.values()) for each in first["nodes"] + following["nodes"]]
    assert len(set(rows)) == 4


@pytest.mark.parametrize(
    "other",
    [
        ("steward@valcobreizh", "rpqs_dechets"),
        ("agent@valcobreizh", "planification_collecte"),
        ("agent@val-d-ille-aubigne", None),
    ],
)
async def test_nobody_else_goes_on_with_it(embedded, other):
    mine = page(await embedded.ask(PAGE, *VALCOBREIZH))
    answered = await embedded.ask(PAGE, *other, variables={"after": mine["pageInfo"]["endCursor"]})
    assert set(codes(answered)) <= {"invalid_cursor", "no_agreement"}
    assert page(answered)["nodes"] is None


async def test_a_key_that_its_reader_sees_hashed_is_not_in_it_even_sealed(embedded, monkeypatch):
    sealed = []

    def seal(self, values, binding, real=CursorSealer.seal):
        sealed.extend(values)
        return real(self, values, binding)

    monkeypatch.setattr(CursorSealer, "seal", seal)
    shown = page(await embedded.ask(PAGE, *VALCOBREIZH))
    owner = """{ valDIlleAubigne { collectes(first: 10000) { nodes { idPesee } } } }"""
    own = page(await embedded.ask(owner, "agent@val-d-ille-aubigne"))
    raw = {each["idPesee"] for each in own["nodes"]}
    # Nor its pseudonym: rows are ordered by what else is shown of them.
    assert sealed
    assert not (raw | {each["idPesee"] for each in shown["nodes"]}) & set(sealed)
    token = shown["pageInfo"]["endCursor"]
    content = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    texts = [each for each in sealed if isinstance(each, str) and len(each) > 3]
    assert texts
    assert not any(each.encode() in content for each in texts)
