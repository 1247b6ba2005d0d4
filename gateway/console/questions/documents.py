"""The GraphQL documents of the pages of saved questions and of their links."""

from __future__ import annotations

from typing import Final

QUESTIONS: Final = """
query Questions {
  operations {
    name title purpose owner language document savedAt isMine roles people
    parameters { name type default }
  }
  purposes { code labelFr labelEn }
}
"""
ANSWER: Final = """
query Answer($name: String!, $values: [QuestionValueInput!]!) {
  questionAnswer(name: $name, values: $values) { columns rows count receipt synthetic }
}
"""
SAVE: Final = """
mutation Save($name: String!, $document: String!, $title: String, $purpose: String
    $parameters: [QuestionParameterInput!], $roles: [String!], $people: [String!]) {
  saveOperation(name: $name, document: $document, language: "sql", title: $title, purpose: $purpose
      parameters: $parameters, roles: $roles, people: $people) { applied }
}
"""
REMOVE: Final = """
mutation Remove($name: String!) { removeOperation(name: $name) { applied } }
"""
COLLEAGUES: Final = """
query Colleagues { people { agent name kind roles } }
"""
KEPT_DATA: Final = """
query KeptData($id: ID!) {
  dataset(id: $id) {
    name titleFr titleEn territory { column dateColumn } owner { slug }
    columns { id name ways: given type }
  }
}
"""
LINKS: Final = """
query Links {
  questionLinks {
    id title question format values { name value } networks madeBy lastDay state opened
    lastOpenedAt isMine
  }
}
"""
MAKE_LINK: Final = """
mutation MakeLink($input: QuestionLinkInput!) {
  makeQuestionLink(input: $input) { path sentences { fr en } }
}
"""
REVOKE_LINK: Final = """
mutation RevokeLink($id: ID!) { revokeQuestionLink(id: $id) { applied } }
"""
