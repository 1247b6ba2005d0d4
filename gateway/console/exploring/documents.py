"""The GraphQL documents of the pages of explorations."""

from __future__ import annotations

from typing import Final

OFFER: Final = """
query Offer($dataset: ID!) {
  explorable(dataset: $dataset) {
    measures { word figure unit label { fr en } }
    groups { word cut label { fr en } }
    conditions { column values label { fr en } }
    notOffered { label { fr en } why { fr en } }
    hasPlace hasDay
  }
}
"""
EXPLORATION: Final = """
query Exploration($dataset: ID!, $measure: String!, $by: [String!], $where: [String!]
    $part: [String!], $compare: String!, $since: String!, $until: String!, $first: Int) {
  exploration(dataset: $dataset, measure: $measure, by: $by, where: $where, part: $part
      compare: $compare, since: $since, until: $until, first: $first) {
    statement { text parameters { name type value } }
    figures {
      groups { keys labels value above below before change rows unlikeRows noValue } count
      covered { rows filled allRows unplaced communes { code name } months }
    }
  }
}
"""
STATEMENT: Final = """
query Statement($dataset: ID!, $measure: String!, $by: [String!], $where: [String!]
    $part: [String!], $compare: String!, $since: String!, $until: String!, $first: Int) {
  exploration(dataset: $dataset, measure: $measure, by: $by, where: $where, part: $part
      compare: $compare, since: $since, until: $until, first: $first) {
    statement { text parameters { name type value } }
  }
}
"""
KEEP: Final = """
mutation Keep($name: String!, $document: String!, $title: String, $purpose: String
    $parameters: [QuestionParameterInput!], $people: [String!]) {
  saveOperation(name: $name, document: $document, language: "sql", title: $title, purpose: $purpose
      parameters: $parameters, people: $people) { applied }
}
"""
NAMES: Final = """
query Names { operations { name } }
"""
TILE: Final = """
query Tile($board: ID!, $tile: ID!, $commune: String, $year: Int) {
  boardTile(board: $board, tile: $tile, commune: $commune, year: $year) {
    isReadable filtered
    exploration { dataset address
  explorable {
    measures { word figure unit label { fr en } }
    groups { word cut label { fr en } }
    conditions { column values label { fr en } }
    notOffered { label { fr en } why { fr en } }
    hasPlace hasDay
  }
    figures {
      groups { keys labels value above below before change rows unlikeRows noValue } count
      covered { rows filled allRows unplaced communes { code name } months }
    } }
  }
}
"""
