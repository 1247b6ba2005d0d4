"""The declaration of accessibility says of no page that it was tested, unless a test opens it.

Covers gateway.console.accessibility.pages, gateway.console.accessibility.tested.
"""

import re
from pathlib import Path

from gateway.console.accessibility.tested import TESTED

JOURNEYS = Path(__file__).resolve().parents[2] / "e2e" / "console"


def test_each_page_that_is_said_to_be_tested_is_opened_by_a_journey():
    text = "\n".join(path.read_text("utf-8") for path in JOURNEYS.glob("test_*.py"))
    opened = set(re.findall(r'f?"(/[a-z/-]*)(?:\?[^"]*)?"', text))
    opened |= {f"/settings/{name}" for name in re.findall(r'"([a-z]+)"', text)}
    assert set(TESTED) <= opened
