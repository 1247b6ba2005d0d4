"""One tile read by one caller, through the service of what it shows, for the tile's own purpose."""

from __future__ import annotations

from dataclasses import dataclass, replace

from catalog.actions.boards.problems import BoardRefused
from catalog.model.bilingual import Bilingual
from catalog.model.board import BoardTile, TileKind
from catalog.model.dataset import Dataset
from catalog.model.identifiers import Siren
from catalog.model.indicator import Indicator
from catalog.model.saved_operation import SavedOperation
from catalog.model.subject import Subject
from federation.problems import UnknownDataset
from gateway.figures.boards.filtering import (
    BoardFilter,
    exploration_words,
    filtered_address,
    filtered_indicator,
)
from gateway.figures.boards.shown import (
    TileExploration,
    TileFigure,
    TileIndicator,
    TileReading,
)
from gateway.figures.frozen.service import FigureService
from gateway.figures.indicators.service import IndicatorService
from gateway.figures.indicators.told import ToldSide
from gateway.reading.exploring.exploration import read_exploration
from gateway.reading.exploring.formulas import Shown
from gateway.reading.exploring.service import ExplorationService
from gateway.reading.query.question_answer import QuestionService


@dataclass(frozen=True, slots=True)
class TileReader:
    """All of its services are in the name of who asks: no other one can be."""

    explorations: ExplorationService
    indicators: IndicatorService
    questions: QuestionService
    frozen: FigureService

    def under(self, purpose: str | None) -> TileReader:
        """The same caller, who reads for the purpose of a tile."""
        explorations = self.explorations.under(purpose)
        return replace(
            self,
            explorations=explorations,
            indicators=replace(self.indicators, explorations=explorations),
            questions=replace(self.questions, request=explorations.request),
        )

    async def read(self, body: Siren, tile: BoardTile, choice: BoardFilter) -> TileReading:
        """`body`: of the board, whose formula or statement it may be. Raises what a reading by any
        door raises.
        """
        match tile.kind:
            case TileKind.TEXT:
                return TileReading(tile.id, is_readable=True)
            case TileKind.EXPLORATION:
                return await self._explored(tile, choice)
            case TileKind.INDICATOR:
                return await self._computed(body, tile, choice)
            case TileKind.QUESTION:
                return await self._answered(body, tile)
            case TileKind.FIGURE:
                return await self._figure(tile)

    async def checked(self, tile: BoardTile) -> BoardTile:
        """The tile as it is saved, of what the caller may see. Raises what it is refused for."""
        match tile.kind:
            case TileKind.EXPLORATION:
                dataset = await self._dataset(tile.of)
                read_exploration(exploration_words(tile.address))
                return replace(tile, of=dataset.id)
            case TileKind.INDICATOR:
                await self.indicators.acts.indicator(tile.of)
            case TileKind.FIGURE:
                await self.frozen.figure(tile.of)
            case TileKind.QUESTION:
                self._refuse_question(tile.of, self.explorations.standpoint.subject)
        return tile

    async def _explored(self, tile: BoardTile, choice: BoardFilter) -> TileReading:
        dataset = await self._dataset(tile.of)
        offer = await self.explorations.offer(dataset)
        held = choice.held_by(has_place=offer.has_place, has_day=offer.has_day)
        address = filtered_address(tile.address, held)
        exploration = read_exploration(exploration_words(address))
        figures = await self.explorations.answer(exploration, dataset)
        content = TileExploration(dataset.id, address, offer, figures)
        return TileReading(tile.id, is_readable=True, filtered=held.parts, exploration=content)

    async def _computed(self, body: Siren, tile: BoardTile, choice: BoardFilter) -> TileReading:
        """The formula is of the board's body, the rows are those of who asks."""
        indicator = self._indicator(body, tile.of)
        version = indicator.current
        has_place, has_day = await self.indicators.columns_of(version)
        held = choice.held_by(has_place=has_place, has_day=has_day)
        filtered = filtered_indicator(indicator, held)
        figures = await self.indicators.figures(filtered, Shown(held.year))
        content = TileIndicator(
            name=indicator.name,
            title=version.title,
            unit=version.unit,
            operation=version.operation.name,
            sides=tuple(ToldSide.of(side) for side in filtered.current.sides),
            per=version.per,
            period=version.period.name,
            figures=figures,
        )
        return TileReading(tile.id, is_readable=True, filtered=held.parts, indicator=content)

    async def _answered(self, body: Siren, tile: BoardTile) -> TileReading:
        """The statement is of the board's body, with its own values; the rows are the reader's."""
        saved = self._saved(body, tile.of)
        values = [(each.type, each.default) for each in saved.parameters]
        answer = await self.questions.statement(saved.document, values)
        return TileReading(tile.id, is_readable=True, question=answer, question_name=saved.name)

    async def _figure(self, tile: BoardTile) -> TileReading:
        figure = (await self.frozen.figure(tile.of)).figure
        title = Bilingual(figure.title_fr, figure.title_en)
        content = TileFigure(figure.id, title, figure.year, figure.content)
        return TileReading(tile.id, is_readable=True, figure=content)

    def _refuse_question(self, name: str, subject: Subject) -> None:
        if subject.organisation is None:
            raise UnknownDataset(dataset=name[:120], did_you_mean=None)
        saved = self._saved(subject.organisation, name)
        if not saved.is_shown_to(subject.agent, subject.roles) or saved.language != "sql":
            raise UnknownDataset(dataset=name[:120], did_you_mean=None)
        if any(each.default is None for each in saved.parameters):
            title = saved.title or saved.name
            raise BoardRefused(
                why_fr=f"la question « {title} » attend des valeurs, qu'un tableau ne demande pas",
                why_en=f'the question "{title}" waits for values, which a board does not ask for',
            )

    async def _dataset(self, name: str) -> Dataset:
        """Raises UnknownDataset, the same for what is hidden."""
        dataset = await self.explorations.dataset(name)
        if dataset is None:
            raise UnknownDataset(dataset=name[:120], did_you_mean=None)
        return dataset

    def _indicator(self, body: Siren, name: str) -> Indicator:
        indicator = self.explorations.standpoint.snapshot.indicators.get(f"{body}/{name}")
        if indicator is None:
            raise UnknownDataset(dataset=name[:120], did_you_mean=None)
        return indicator

    def _saved(self, body: Siren, name: str) -> SavedOperation:
        saved = self.explorations.standpoint.snapshot.operations.get(f"{body}/{name}")
        if saved is None:
            raise UnknownDataset(dataset=name[:120], did_you_mean=None)
        return saved
