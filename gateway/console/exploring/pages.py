"""`/data/{dataset}/explore`: some data explored by choosing, all of it in the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import Route

from catalog.model.paris import paris_day
from gateway.console.data.asked_data import AskedData, asked_data
from gateway.console.exploring.address import ExploredAddress, read_address
from gateway.console.exploring.answers import EXPLORATION, OFFER, Explorable, ExplorationStatement
from gateway.console.exploring.choices import lists_communes, sentence_of
from gateway.console.exploring.covers import coverage_sentences
from gateway.console.exploring.drawn import BARS, picture_of
from gateway.console.exploring.example import graphql_of
from gateway.console.exploring.keeping import keep
from gateway.console.exploring.words import ExploredWords, chosen_communes, explored_words
from gateway.console.questions.editing import may_save
from gateway.console.shared.commune_names import commune_names
from gateway.console.shared.picture_file import picture_file
from gateway.console.visit import Refused, ShownProblem, Visit, page_for_all
from papers.pictures import Downloads, Picture

_BY_SCRIPT: Final = "hx-request"
_GOING_BACK: Final = "hx-history-restore-request"
_NOTHING: Final = Explorable([], [], [], [], hasPlace=False, hasDay=False)


@dataclass(frozen=True, slots=True)
class ExploredPage:
    """`picture` None: `problems` say why. `covers`: sentences, the first of what is covered."""

    words: ExploredWords
    picture: Picture | None = None
    covers: tuple[str, ...] = ()
    statement: ExplorationStatement | None = None
    problems: tuple[ShownProblem, ...] = ()
    count: int = 0


@page_for_all
async def explore(visit: Visit) -> Response:
    data = await asked_data(visit)
    description, purpose = data.description, data.purpose
    address = read_address(visit, description)
    offer = await _offer(data, visit)
    explored = await _explored(address, offer, data, visit)
    communes: list[tuple[str, str]] = []
    if offer.hasPlace and lists_communes(description):
        names = await commune_names(description.owner.communes, visit)
        communes = sorted(names.items(), key=lambda pair: pair[1])
    this_year = paris_day(visit.services.query.clock()).year
    path, query = f"/data/{description.id}/explore", address.query(purpose)
    response = visit.page(
        "exploring/explore.html",
        dataset=data.dataset,
        purpose=purpose,
        address=address,
        path=path,
        query=query,
        sentence=sentence_of(address, offer, communes, this_year, visit),
        explored=explored,
        downloads=Downloads(f"{path}.svg?{query}", f"{path}.csv?{query}"),
        shapes=_shapes(address, path, purpose, visit),
        not_offered=offer.notOffered if description.is_given else (),
        graphql=graphql_of(address, description.id),
        members=address.members(purpose),
        may_keep=visit.is_signed_in and may_save(visit),
        is_given=description.is_given,
    )
    asked_by = visit.request.headers
    if _BY_SCRIPT in asked_by and _GOING_BACK not in asked_by:
        # Without the lists of the form that say nothing.
        response.headers["HX-Push-Url"] = f"{path}?{query}"
    return response


@page_for_all
async def explored_file(visit: Visit) -> Response:
    """Raises NotFound for none."""
    (*_others, kind) = visit.request.path_params.values()
    data = await asked_data(visit)
    address = read_address(visit, data.description)
    explored = await _explored(address, await _offer(data, visit), data, visit)
    return picture_file(explored.picture, kind, data.description.field, visit)


async def _offer(data: AskedData, visit: Visit) -> Explorable:
    answer = await OFFER.ask(visit, purpose=data.purpose, dataset=data.description.id)
    return answer.explorable or _NOTHING


async def _explored(
    address: ExploredAddress, offer: Explorable, data: AskedData, visit: Visit
) -> ExploredPage:
    words = explored_words(address, offer, visit, await chosen_communes(address, visit))
    variables: dict[str, Any] = {"dataset": data.description.id, **address.variables}
    try:
        answer, problems = await EXPLORATION.ask_in_part(visit, purpose=data.purpose, **variables)
    except Refused as refused:
        return ExploredPage(words, problems=_each_once(refused.problems))
    exploration = answer.exploration
    figures = None if exploration is None else exploration.figures
    statement = None if exploration is None else exploration.statement
    if figures is None:
        return ExploredPage(words, statement=statement, problems=_each_once(problems))
    picture = picture_of(address, words, offer, figures, visit)
    covers = await coverage_sentences(address, figures, data.description, data.purpose, visit)
    return ExploredPage(
        words, picture, tuple(covers), statement, _each_once(problems), figures.count
    )


def _each_once(problems: tuple[ShownProblem, ...]) -> tuple[ShownProblem, ...]:
    """Both parts of the document are refused for one reason."""
    return tuple({problem.sentence: problem for problem in problems}.values())


def _shapes(
    address: ExploredAddress, path: str, purpose: str | None, visit: Visit
) -> list[tuple[str, str, bool]]:
    """The pictures of communes: words, address, and whether it is the one that is shown."""
    if address.by != ("commune",):
        return []
    shapes = (("", visit.gettext("Carte")), (BARS, visit.gettext("Barres")))
    return [
        (
            words,
            f"{path}?{address.shaped(shape).query(purpose)}",
            (address.shape == BARS) == bool(shape),
        )
        for shape, words in shapes
    ]


ROUTES = (
    Route("/data/{dataset}/explore", explore),
    Route("/data/{dataset}/explore.{kind}", explored_file),
    Route("/data/{dataset}/explore/keep", keep, methods=["POST"]),
)
