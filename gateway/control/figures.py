"""Frozen figures of one's own body, and what anybody may check by a digest."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import orjson
import strawberry

from catalog.actions.figures.content import FigureAnswer, FigureLabel
from catalog.model.bilingual import Bilingual
from catalog.model.identifiers import Siren
from catalog.model.problem import Language
from gateway.acts.figures import own_body
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.figure_types import (
    Figure,
    FigureCheck,
    FigureCorrection,
    FigureInput,
    FigureOfServiceInput,
    FigureResult,
    FigureVersion,
)
from gateway.control.problems import InvalidArgument
from gateway.control.sentence import Sentence
from gateway.control.types import write_organisation
from gateway.figures.activations.year_of_report import YEAR, of_one_run
from gateway.figures.frozen.checking import checked
from gateway.figures.frozen.of_services import label_of, service_answer
from gateway.figures.frozen.service import FigureSearch, Frozen, SeenFigure
from gateway.figures.frozen.told import told_of
from services_run.reviewing import mended

_INPUT = strawberry.argument(name="input")


async def resolve_figures(
    info: Info,
    year: int | None = None,
    indicator: str | None = None,
    search: str = "",
    *,
    with_corrected: bool = False,
) -> list[Figure] | None:
    refuse_anonymous(info)
    wanted = FigureSearch(year, indicator, search[:200], with_corrected)
    return [_figure(seen, info) for seen in await info.context.services.figures.figures(wanted)]


async def resolve_figure(info: Info, digest: str) -> Figure | None:
    refuse_anonymous(info)
    service = info.context.services.figures
    seen = await service.figure(digest)
    return _figure(seen, info, await service.versions(seen.figure))


async def resolve_freeze(
    info: Info, given: Annotated[FigureInput, _INPUT], *, dry_run: bool = False
) -> FigureResult | None:
    refuse_anonymous(info)
    label = FigureLabel(
        indicator=given.indicator.strip(),
        title_fr=given.title_fr.strip(),
        title_en=(given.title_en or given.title_fr).strip(),
        year=given.year,
        deliberation=(given.deliberation or "").strip() or None,
        comment_fr=(given.comment_fr or "").strip() or None,
        comment_en=(given.comment_en or "").strip() or None,
    )
    frozen = await info.context.services.figures.freeze(
        label, given.statement, _parameters(given.parameters), seen=given.seen, dry_run=dry_run
    )
    return _result("freeze_figure", frozen, info, dry_run=dry_run)


async def resolve_freeze_service(
    info: Info,
    activation: strawberry.ID,
    given: Annotated[FigureOfServiceInput, _INPUT],
    *,
    dry_run: bool = False,
) -> FigureResult | None:
    refuse_anonymous(info)
    services = info.context.services
    values = {one.name: one.value for one in given.parameters}
    answered = await _service_answer(activation, values, info)
    label = FigureLabel(
        indicator=given.indicator.strip(),
        title_fr=(given.title_fr or "").strip(),
        title_en=(given.title_en or given.title_fr or "").strip(),
        year=given.year,
        deliberation=(given.deliberation or "").strip() or None,
        comment_fr=(given.comment_fr or "").strip() or None,
        comment_en=(given.comment_en or "").strip() or None,
    )
    body = info.context.snapshot.organisations[own_body(services.figures.subject)].name
    label = label_of(label, answered, body)
    frozen = await services.figures.freeze_answer(label, answered, seen=given.seen, dry_run=dry_run)
    return _result("freeze_figure", frozen, info, dry_run=dry_run)


async def resolve_correct(
    info: Info,
    digest: str,
    given: Annotated[FigureCorrection, _INPUT],
    *,
    dry_run: bool = False,
) -> FigureResult | None:
    refuse_anonymous(info)
    service = info.context.services.figures
    before = (await service.figure(digest)).figure
    kept: dict[str, Any] = orjson.loads(before.content)
    label = FigureLabel(
        indicator=before.indicator,
        title_fr=(given.title_fr or before.title_fr).strip(),
        title_en=(given.title_en or before.title_en).strip(),
        year=before.year,
        deliberation=(given.deliberation or kept["deliberation"] or "").strip() or None,
        comment_fr=_comment(given.comment_fr, kept, "fr"),
        comment_en=_comment(given.comment_en, kept, "en"),
    )
    if kept["service"] is not None and given.statement is None:
        # Its text is `service name@version activation`: as it is activated today, of that year.
        values_before: dict[str, str] = dict(kept["query"]["parameters"][0])
        values = values_before
        if given.service_parameters is not None:
            values = {one.name: one.value for one in given.service_parameters}
            values |= {YEAR: values_before[YEAR]} if YEAR in values_before else {}
        answered = await _service_answer(
            kept["query"]["text"].split()[-1],
            values,
            info,
            again=given.service_parameters is None,
        )
        frozen = await service.correct_by(
            digest, label, answered, given.what_changed, seen=given.seen, dry_run=dry_run
        )
        return _result("correct_figure", frozen, info, dry_run=dry_run)
    statement = given.statement or kept["query"]["text"]
    parameters = (
        kept["query"]["parameters"] if given.statement is None else _parameters(given.parameters)
    )
    frozen = await service.correct(
        digest,
        label,
        statement,
        parameters,
        given.what_changed,
        seen=given.seen,
        dry_run=dry_run,
    )
    return _result("correct_figure", frozen, info, dry_run=dry_run)


def _comment(given: str | None, kept: Mapping[str, Any], language: Language) -> str | None:
    """The comment of a corrected figure: the given text, else the figure's own comment. None where
    it has none, or where the given text is empty.
    """
    before = (kept.get("comment") or {}).get(language)
    return (before if given is None else given.strip()) or None


async def _service_answer(
    activation: str, values: Mapping[str, str], info: Info, *, again: bool = False
) -> FigureAnswer:
    """`again`: with what of the values of a former run is of that run alone."""
    activations = info.context.services.activations
    known = activations.activation(activation)
    _, service = await activations.service(known.published)
    if again:
        values = of_one_run(service, values)
    run = await activations.run(activation, values)
    return await asyncio.to_thread(service_answer, run, known, service, activations.standpoint)


def resolve_check(info: Info, digest: str) -> FigureCheck | None:
    """Open to anybody: the address of this page stands on each paper."""
    known = checked(digest, info.context.snapshot)
    if known is None:
        return None
    organisations = info.context.snapshot.organisations
    return FigureCheck(
        kind=known.kind.value,
        figure=known.figure,
        digest=known.digest,
        bodies=[
            write_organisation(organisations[siren])
            for siren in known.bodies
            if siren in organisations
        ],
        at=known.at,
        state=known.state,
        corrected_by=known.corrected_by,
        coverage=known.coverage,
        to_review=_sentence(known.to_review),
    )


def _parameters(text: str | None) -> Sequence[object]:
    """A JSON list. Raises InvalidArgument."""
    try:
        parameters = orjson.loads(text or "[]")
    except orjson.JSONDecodeError:
        raise InvalidArgument from None
    if not isinstance(parameters, list):
        raise InvalidArgument
    return parameters


def _result(act: str, frozen: Frozen, info: Info, *, dry_run: bool) -> FigureResult:
    figure = frozen.figure
    year = "" if figure.year is None else f" {figure.year}"
    fr, en = (
        (f"Serait figé : {figure.indicator}{year}.", f"Would be frozen: {figure.indicator}{year}.")
        if dry_run
        else (
            f"Figé : {figure.indicator}{year}, version {figure.version}, {figure.id}.",
            f"Frozen: {figure.indicator}{year}, version {figure.version}, {figure.id}.",
        )
    )
    return FigureResult(
        act=act,
        applied=not dry_run,
        sentences=[Sentence(fr=fr, en=en)],
        figure=_figure(SeenFigure(figure, None), info),
        seen=frozen.seen,
    )


def _figure(seen: SeenFigure, info: Info, versions: Sequence[SeenFigure] = ()) -> Figure:
    figure = seen.figure
    known = told_of(figure)
    mending = mended(known.brief, info.context.snapshot)
    return Figure(
        digest=strawberry.ID(figure.id),
        body=write_organisation(info.context.snapshot.organisations[Siren(figure.body)]),
        indicator=figure.indicator,
        year=figure.year,
        title=Sentence(fr=figure.title_fr, en=figure.title_en),
        version=figure.version,
        state="current" if seen.corrected_by is None else "corrected",
        corrected_by=seen.corrected_by,
        replaces=figure.replaces,
        purpose=figure.purpose,
        agreements=list(figure.agreements),
        datasets=[strawberry.ID(name) for name in figure.datasets],
        at=figure.at,
        by=figure.by_sub,
        content=figure.content,
        coverage=known.coverage,
        to_review=None if mending is None else _sentence(mending.text),
        versions=[_version(one) for one in versions],
    )


def _sentence(text: Bilingual | None) -> Sentence | None:
    return None if text is None else Sentence(fr=text.fr, en=text.en)


def _version(seen: SeenFigure) -> FigureVersion:
    what_changed = orjson.loads(seen.figure.content)["what_changed"]
    return FigureVersion(
        digest=strawberry.ID(seen.figure.id),
        version=seen.figure.version,
        at=seen.figure.at,
        what_changed=what_changed,
        is_current=seen.corrected_by is None,
    )


@strawberry.type
class FigureQuery:
    figures: list[Figure] | None = strawberry.field(
        resolver=resolve_figures,
        description=(
            "Les chiffres figés de votre organisme, les derniers d'abord. / "
            "The frozen figures of your organisation, the last year first."
        ),
    )
    figure: Figure | None = strawberry.field(
        resolver=resolve_figure,
        description="Un chiffre figé, par son empreinte. / A frozen figure, by its digest.",
    )
    document_check: FigureCheck | None = strawberry.field(
        resolver=resolve_check,
        description=(
            "Si un chiffre figé ou une convention signée a cette empreinte ; jamais son contenu. / "
            "Whether a frozen figure or a signed agreement has this digest; never its content."
        ),
    )


@strawberry.type
class FigureMutation:
    freeze_figure: FigureResult | None = strawberry.mutation(
        resolver=resolve_freeze,
        description=(
            "Exécute une requête SQL et fige sa réponse avec sa preuve. / "
            "Runs a statement in SQL and freezes its answer with its proof."
        ),
    )
    freeze_service_result: FigureResult | None = strawberry.mutation(
        resolver=resolve_freeze_service,
        description=(
            "Exécute un service activé et fige son résultat avec sa preuve. / "
            "Runs an activated service and freezes its result with its proof."
        ),
    )
    correct_figure: FigureResult | None = strawberry.mutation(
        resolver=resolve_correct,
        description=(
            "Une nouvelle version, qui dit ce qui change ; l'ancienne reste. / "
            "A new version, which says what changes; the earlier one stays."
        ),
    )
