"""The GraphQL document of the files that lead a program to data."""

from __future__ import annotations

from typing import Final

OPENED_DATA: Final = """
query OpenedData($id: ID!) {
  dataset(id: $id) {
    id name titleFr titleEn owner { slug } columns { name labelFr labelEn ways: given }
  }
}
"""
