"""The GraphQL documents of the pages of indicators."""

from __future__ import annotations

from typing import Final

INDICATOR: Final = """
query Indicator($name: String!) {
  indicator(name: $name) {
    name madeBy isMine
    current { number title unit operation per period direction purpose note whatChanged at by
      sides { dataset measure where part } }
    versions { number title unit whatChanged at by }
    target { year value baseYear baseValue basePopulation baseSource baseFigure at by }
  }
}
"""
VALUES: Final = """
query Values($name: String!, $year: Int, $communes: Boolean!) {
  indicatorFigures(name: $name, year: $year, byCommune: $communes) {
    unit
    computed {
      groups { keys labels value above below rows otherRows noValue months isWhole }
      count
      covered { rows filled allRows unplaced communes { code name } months }
      otherCovered { rows filled allRows unplaced communes { code name } months }
    }
    standing { targetYear targetValue reason atYear atValue expected gap isGood
      base { year value isTyped source population figure } }
  }
  indicatorStatement(name: $name, year: $year, byCommune: $communes) {
    text parameters { name type value }
  }
}
"""
DATA: Final = """
query Data($dataset: ID!) { dataset(id: $dataset) { id titleFr titleEn synthetic owner { name } } }
"""
CHOICES: Final = """
query Choices {
  datasets { id titleFr titleEn owner { name } }
  indicators { name }
  purposes { code labelFr labelEn }
}
"""
UNIT: Final = """
query Unit($input: IndicatorInput!) { indicatorUnit(input: $input) }
"""
SAVE: Final = """
mutation Save($input: IndicatorInput!) { saveIndicator(input: $input) { applied } }
"""
REMOVE: Final = """
mutation Remove($name: String!) { removeIndicator(name: $name) { applied } }
"""
SET_TARGET: Final = """
mutation SetTarget($name: String!, $year: Int!, $value: String!, $base: IndicatorBaseInput) {
  setIndicatorTarget(name: $name, year: $year, value: $value, base: $base) { applied }
}
"""
REMOVE_TARGET: Final = """
mutation RemoveTarget($name: String!) { removeIndicatorTarget(name: $name) { applied } }
"""
FROZEN: Final = """
query Frozen { figures { digest indicator year title { fr en } } }
"""
TILE: Final = """
query Tile($board: ID!, $tile: ID!, $commune: String, $year: Int) {
  boardTile(board: $board, tile: $tile, commune: $commune, year: $year) {
    isReadable filtered
    indicator { name title unit operation per period sides { dataset measure where part } figures {
    unit
    computed {
      groups { keys labels value above below rows otherRows noValue months isWhole }
      count
      covered { rows filled allRows unplaced communes { code name } months }
      otherCovered { rows filled allRows unplaced communes { code name } months }
    }
    standing { targetYear targetValue reason atYear atValue expected gap isGood
      base { year value isTyped source population figure } }
  } }
  }
}
"""
