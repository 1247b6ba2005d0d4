"""The GraphQL documents of the pages on which somebody asks for data that they have not found."""

from __future__ import annotations

from typing import Final

BODIES: Final = "query Bodies { organisations { siren name } }"
ASK: Final = """
mutation Ask($to: String!, $words: String!, $description: String!) {
  askForData(to: $to, words: $words, description: $description) { sentences { fr en } }
}
"""
ASK_FROM_OUTSIDE: Final = """
mutation AskFromOutside(
  $to: String!, $words: String!, $description: String!,
  $name: String!, $employer: String!, $address: String!
) {
  askFromOutside(
    to: $to, words: $words, description: $description,
    name: $name, employer: $employer, address: $address
  ) { sentences { fr en } }
}
"""
ASKED: Final = "query Asked { inbox { kind about at use isFromOutside } }"
TO_CONFIRM: Final = """
query ToConfirm($token: String!) {
  askingToConfirm(token: $token) { words description name employer address to }
}
"""
CONFIRM: Final = """
mutation Confirm($token: String!) { confirmAsking(token: $token) { sentences { fr en } } }
"""
