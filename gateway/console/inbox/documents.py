"""The GraphQL queries and acts of the page of messages."""

from __future__ import annotations

from typing import Final

MESSAGES: Final = """
query Inbox($unread: Boolean) {
  inbox(unread: $unread) {
    id at kind about titleFr titleEn sentenceFr sentenceEn nextFr nextEn read form receipt
  }
}
"""
MARK_READ: Final = "mutation MarkRead($ids: [ID!]!) { markRead(ids: $ids) }"
