"""SQLite and CSV hold instants as text: none of the demo's may come back empty.

Covers demo.write.text, federation.storages.text_tables, gateway.cli.client.
"""

from datetime import datetime

import pytest

from gateway.cli.client import GATEWAY, Caller, answer_to

READINGS = """{ mesnilRocH { energieBatiments {
  aggregate { count min { releveLe } max { releveLe } } } } }"""
EMPTY = """{ mesnilRocH { energieBatiments(where: { releveLe: { isNull: true } }) {
  totalCount(mode: EXACT) { value } } } }"""


@pytest.mark.parametrize("document", [READINGS, EMPTY], ids=["all", "empty"])
def test_every_reading_has_its_instant(tmp_path, document):
    caller = Caller("agent@mesnil-roc-h", None, None, GATEWAY, tmp_path / "state")
    answered = answer_to(document, {}, caller)
    found = answered["data"]["mesnilRocH"]["energieBatiments"]
    if document is EMPTY:
        assert found["totalCount"]["value"] == 0
    else:
        assert found["aggregate"]["count"] > 0
        first = datetime.fromisoformat(found["aggregate"]["min"]["releveLe"])
        assert first.tzinfo is not None
        assert first.year == 2023
