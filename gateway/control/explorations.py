"""Explorations: what some data offer, and one of them as a statement and as figures."""

from __future__ import annotations

import strawberry

from catalog.model.dataset import Dataset
from gateway.control.acting import Info
from gateway.control.dataset_names import dataset_called
from gateway.control.mirror import Shown, mirror
from gateway.reading.exploring.covered import Covered as CoveredValue
from gateway.reading.exploring.covered import CoveredCommune as CommuneValue
from gateway.reading.exploring.exploration import Exploration as Wanted
from gateway.reading.exploring.exploration import ExplorationWords, read_exploration
from gateway.reading.exploring.figures import ExploredGroup as GroupValue
from gateway.reading.exploring.offers import (
    NotOffered,
    Offer,
    OfferedCondition,
    OfferedGroup,
    OfferedMeasure,
)
from gateway.reading.exploring.rows_read import StatementParameter
from gateway.reading.exploring.service import MOST_GROUPS, Explored
from schema.problems import TooManyRowsAsked

_KIND = "explorations"


@mirror("Une mesure qui convient à ces données. / A measure that fits these data.")
class ExplorableMeasure(Shown[OfferedMeasure]): ...


@mirror("Une façon de grouper. / A way to group.")
class ExplorableGroup(Shown[OfferedGroup]): ...


@mirror("Une colonne par laquelle choisir des lignes. / A column by which rows are chosen.")
class ExplorableCondition(Shown[OfferedCondition]): ...


@mirror(
    "Une colonne qui ne s'additionne pas ici, et pourquoi. / "
    "A column that has no sum here, and why."
)
class NotExplorable(Shown[NotOffered]): ...


@mirror(
    "Ce que ces données offrent d'explorer, pour la finalité de la requête. / "
    "What these data offer to explore, for this request's purpose."
)
class Explorable(Shown[Offer]): ...


@mirror("Une commune dont il y a des lignes. / A commune of which there are rows.")
class ExploredCommune(Shown[CommuneValue]): ...


@mirror("Ce que des chiffres couvrent. / What figures cover.")
class ExploredCoverage(Shown[CoveredValue]): ...


@mirror(
    "Un groupe et sa valeur ; sans valeur, pourquoi. / A group and its value; without one, why.",
    no_value="secret, absent ou unlike. / secret, absent or unlike.",
)
class ExploredGroup(Shown[GroupValue]): ...


@mirror(
    "Les chiffres d'une exploration. / The figures of an exploration.",
    groups="2 000 au plus. / 2,000 at most.",
)
class ExploredFigures(Shown[Explored]): ...


@mirror("Une valeur de l'instruction. / A value of the statement.")
class ExplorationParameter(Shown[StatementParameter]): ...


@strawberry.type(
    description="L'instruction SQL qui donne les chiffres. / The statement that gives the figures."
)
class ExplorationStatement:
    text: str
    parameters: list[ExplorationParameter]


async def resolve_statement(
    parent: strawberry.Parent[Exploration], info: Info
) -> ExplorationStatement | None:
    explorations = info.context.services.explorations
    statement = await explorations.statement(parent.exploration, parent.dataset)
    return ExplorationStatement(
        text=statement.text, parameters=ExplorationParameter.all(statement.parameters)
    )


async def resolve_figures(
    parent: strawberry.Parent[Exploration], info: Info
) -> ExploredFigures | None:
    """One in a document, for each runs whole statements. Raises TooManyRowsAsked."""
    context = info.context
    context.shown[_KIND] += MOST_GROUPS
    if context.shown[_KIND] > MOST_GROUPS:
        raise TooManyRowsAsked(rows=context.shown[_KIND], limit=MOST_GROUPS)
    explored = await context.services.explorations.answer(parent.exploration, parent.dataset)
    return ExploredFigures.of(explored)


@strawberry.type(description="Une exploration de données. / An exploration of data.")
class Exploration:
    exploration: strawberry.Private[Wanted]
    dataset: strawberry.Private[Dataset]
    statement: ExplorationStatement | None = strawberry.field(
        resolver=resolve_statement,
        description="Ce qui est posé, et peut être gardé. / What is asked, and may be kept.",
    )
    figures: ExploredFigures | None = strawberry.field(
        resolver=resolve_figures,
        description="Les chiffres, et ce qu'ils couvrent. / The figures, and what they cover.",
    )


async def resolve_explorable(info: Info, dataset: strawberry.ID) -> Explorable | None:
    explored = dataset_called(dataset, info.context.view)
    return Explorable.of(await info.context.services.explorations.offer(explored))


async def resolve_exploration(
    info: Info,
    dataset: strawberry.ID,
    measure: str,
    by: list[str] | None = None,
    where: list[str] | None = None,
    part: list[str] | None = None,
    compare: str = "",
    since: str = "",
    until: str = "",
    first: int | None = None,
) -> Exploration | None:
    explored = dataset_called(dataset, info.context.view)
    words = ExplorationWords(
        measure, by or (), where or (), part or (), compare, since, until, first
    )
    return Exploration(exploration=read_exploration(words), dataset=explored)


@strawberry.type
class ExplorationQuery:
    explorable: Explorable | None = strawberry.field(
        resolver=resolve_explorable,
        description=(
            "Les mesures, groupes et conditions qui conviennent à un jeu de données. / "
            "The measures, groups and conditions that fit a dataset."
        ),
    )
    exploration: Exploration | None = strawberry.field(
        resolver=resolve_exploration,
        description=(
            "Une mesure d'un jeu de données, groupée et comparée, dans les mots de la page "
            "« Explorer ». / A measure of a dataset, grouped and compared, in the words of the "
            "page Explore."
        ),
    )
