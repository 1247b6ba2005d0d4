"""The GraphQL documents of what the home page says of today, by who looks."""

from __future__ import annotations

from typing import Final

OWN_DAY: Final = """
query OwnDay($campaigns: Boolean!, $people: Boolean!) {
  figures { digest indicator year at title { fr en } }
  campaigns @include(if: $campaigns) {
    id title due state counts { toSign withoutData }
  }
  people @include(if: $people) { roles }
}
"""
HEADLINE: Final = """
query Headline($digest: String!) { figure(digest: $digest) { content } }
"""
PLATFORM_DAY: Final = """
query PlatformDay {
  platform { bodies { organisation { name } stewards arrivals { agent } } }
  storages { id health { isUp causeFr causeEn } }
}
"""
