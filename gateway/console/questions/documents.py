"""The GraphQL documents of the pages of saved questions."""

from __future__ import annotations

from typing import Final

QUESTIONS: Final = """
query Questions {
  operations {
    name title purpose owner language document savedAt parameters { name type default }
  }
  purposes { code labelFr labelEn }
}
"""
ANSWER: Final = """
query Answer($name: String!, $values: [QuestionValueInput!]!) {
  questionAnswer(name: $name, values: $values) { columns rows count receipt }
}
"""
