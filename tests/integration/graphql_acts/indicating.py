"""Indicators made and read by GraphQL."""

SAVE = """mutation ($input: IndicatorInput!, $dry: Boolean! = false) {
  saveIndicator(input: $input, dryRun: $dry) { act applied sentences { fr en } }
}"""
FIGURES = """query ($name: String!, $year: Int, $communes: Boolean!) {
  indicatorFigures(name: $name, year: $year, byCommune: $communes) {
    unit content
    computed {
      groups { keys labels value above below rows otherRows unlikeRows noValue months isWhole }
      count covered { rows filled allRows unplaced communes { code name } months }
      otherCovered { rows allRows communes { code } months } receipt
    }
    standing { targetYear targetValue reason atYear atValue expected gap isGood
      base { year value isTyped source population figure } }
  }
  indicatorStatement(name: $name, year: $year, byCommune: $communes) { text }
}"""
TARGET = """mutation ($name: String!, $year: Int!, $value: String!, $base: IndicatorBaseInput) {
  setIndicatorTarget(name: $name, year: $year, value: $value, base: $base) { applied }
}"""


def side(dataset, measure, *where, part=()):
    return {"dataset": dataset, "measure": measure, "where": list(where), "part": list(part)}


async def save(town, agent, name, *sides, purpose=None, **words):
    operation = "ONE" if len(sides) == 1 else words.pop("operation", "RATIO")
    given = {"name": name, "title": name, "sides": list(sides), "operation": operation}
    given |= {"purpose": purpose} | words
    return await town.ask(SAVE, agent, variables={"input": given})


async def read(town, agent, name, year=None, communes=False):
    variables = {"name": name, "year": year, "communes": communes}
    return await town.ask(FIGURES, agent, variables=variables)


async def computed(town, agent, name, **words):
    return (await read(town, agent, name, **words)).data["indicatorFigures"]["computed"]


def values_of(told, field="value"):
    return {group["keys"][0] if group["keys"] else None: group[field] for group in told["groups"]}
