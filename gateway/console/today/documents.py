"""The GraphQL documents of what the home page says of today, by who looks."""

from __future__ import annotations

from typing import Final

from gateway.console.today.fields import OWN_FIELDS

OWN_DAY: Final = f"query OwnDay($campaigns: Boolean!, $people: Boolean!) {{{OWN_FIELDS}}}"
HEADLINE: Final = """
query Headline($digest: String!) { figure(digest: $digest) { content } }
"""
PLATFORM_DAY: Final = """
query PlatformDay {
  platform { bodies { organisation { name } stewards arrivals { agent } } }
  storages { id health { isUp causeFr causeEn } }
}
"""
