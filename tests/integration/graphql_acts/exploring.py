"""An exploration asked by GraphQL, and its figures by group."""

AGENT = "agent@valcobreizh"
ASK = """query ($dataset: ID!, $measure: String!, $by: [String!], $where: [String!],
    $part: [String!], $compare: String!, $since: String!, $until: String!, $first: Int) {
  exploration(dataset: $dataset, measure: $measure, by: $by, where: $where, part: $part,
      compare: $compare, since: $since, until: $until, first: $first) {
    statement { text parameters { name type value } }
    figures {
      groups { keys labels value above below before change rows unlikeRows noValue } count
      covered { rows filled allRows unplaced communes { code name } months } receipt
    }
  }
}"""


async def explore(town, dataset, measure, agent=AGENT, purpose=None, **words):
    words = {"by": [], "where": [], "part": [], "compare": "", "since": "", "until": ""} | words
    variables = {"dataset": dataset, "measure": measure, **words}
    return await town.ask(ASK, agent, variables=variables, purpose=purpose)


async def figures_of(town, *arguments, **words):
    return (await explore(town, *arguments, **words)).data["exploration"]["figures"]


def values_of(figures, field="value"):
    return {tuple(group["keys"]): group[field] for group in figures["groups"]}
