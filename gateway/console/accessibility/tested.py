"""The pages that the accessibility tests open: the declaration lists them, a test compares both."""

from __future__ import annotations

from datetime import date
from typing import Final

ESTABLISHED: Final = date(2026, 11, 27)
TESTED: Final = (
    *("/", "/sign-in", "/account", "/style"),
    *("/data", "/add", "/add/file", "/add/database", "/add/contractor"),
    *("/inbox", "/uses", "/uses/mine", "/uses/could"),
    *("/settings", "/settings/people", "/settings/people/change", "/settings/keys"),
    *("/settings/keys/new", "/settings/mandates", "/settings/mandates/new"),
    *("/settings/webhooks", "/settings/webhooks/new", "/settings/secrets"),
    *(
        "/settings/notifications",
        "/settings/look",
        "/receipt",
        "/figures",
        "/figures/freeze",
        "/verify",
        "/campaigns",
        "/campaigns/new",
        "/calendar",
        "/developers",
        "/operator",
        "/accessibility",
        "/help",
        "/legal",
    ),
)
"""Each in French and English, in Chromium: axe finds nothing, 320 px need no sideways scroll."""
