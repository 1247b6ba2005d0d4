"""Documents that a body keeps under names, to ask by name or hash, or for keys alone."""

from __future__ import annotations

import strawberry

from catalog.actions.operations.operations import OperationWanted
from catalog.model.saved_operation import QuestionParameter as Wanted
from gateway.acts.saved_operations import Operation, Parameter
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.mirror import Shown, mirror
from gateway.control.outcome import DONE, Outcome
from gateway.reading.query.question_answer import SHOWN_ROWS
from gateway.reading.query.question_answer import QuestionAnswer as Answer
from schema.problems import TooManyRowsAsked

_KIND = "questions"


@mirror("Une valeur à remplir. / A value to fill in.")
class QuestionParameter(Shown[Parameter]): ...


@mirror(
    "Un document que votre organisme a enregistré. / A document that your body has saved.",
    language="graphql ou sql. / graphql or sql.",
    title="Son titre, ou son nom. / Its title, or its name.",
    owner="La personne qui en répond. / The person who answers for it.",
    hash="SHA-256 de son texte. / SHA-256 of its text.",
    roles="Rôles avec lesquels il est partagé. / Roles with which it is shared.",
    people="Personnes avec lesquelles il est partagé ; sans rôle ni personne, tout l'organisme. / "
    "People with whom it is shared; without a role or a person, the whole body.",
)
class SavedOperation(Shown[Operation]): ...


@strawberry.input(
    description=(
        "Une valeur à remplir : l'un des « ? » du texte, dans leur ordre. / "
        "A value to fill in: one of the text's `?`, in their order."
    )
)
class QuestionParameterInput:
    name: str
    type: str
    default: str | None = None


@mirror(
    "La réponse à une question enregistrée. / The answer to a saved question.",
    rows="Les 200 premières, en textes. / The first 200, as texts.",
    count="De toutes. / Of all.",
    synthetic="Des lignes lues sont inventées. / Some of the rows read are invented.",
)
class QuestionAnswer(Shown[Answer]): ...


@strawberry.input(description="Une valeur, par son nom. / A value, by its name.")
class QuestionValueInput:
    name: str
    value: str


@mirror(DONE)
class OperationResult(Outcome): ...


async def resolve_operations(info: Info, search: str = "") -> list[SavedOperation] | None:
    refuse_anonymous(info)
    return SavedOperation.all(await info.context.services.operations.operations(search[:200]))


async def resolve_save(
    info: Info,
    name: str,
    document: str,
    language: str = "graphql",
    title: str | None = None,
    purpose: str | None = None,
    owner: str | None = None,
    parameters: list[QuestionParameterInput] | None = None,
    roles: list[str] | None = None,
    people: list[str] | None = None,
    *,
    dry_run: bool = False,
) -> OperationResult | None:
    refuse_anonymous(info)
    operation = OperationWanted(
        name=name,
        language=language,
        document=document,
        title=title,
        purpose=purpose,
        owner=owner,
        parameters=tuple(Wanted(each.name, each.type, each.default) for each in parameters or ()),
        roles=tuple(roles or ()),
        people=tuple(people or ()),
    )
    acted = await info.context.services.operations.save(operation, dry_run=dry_run)
    return OperationResult.after(acted, dry_run=dry_run)


async def resolve_remove(info: Info, name: str, *, dry_run: bool = False) -> OperationResult | None:
    refuse_anonymous(info)
    acted = await info.context.services.operations.remove(name, dry_run=dry_run)
    return OperationResult.after(acted, dry_run=dry_run)


async def resolve_answer(
    info: Info, name: str, values: list[QuestionValueInput] | None = None
) -> QuestionAnswer | None:
    """One in a document, for each runs a whole statement. Raises TooManyRowsAsked."""
    refuse_anonymous(info)
    context = info.context
    context.shown[_KIND] += SHOWN_ROWS
    if context.shown[_KIND] > SHOWN_ROWS:
        raise TooManyRowsAsked(rows=context.shown[_KIND], limit=SHOWN_ROWS)
    by_name = {each.name: each.value for each in values or ()}
    return QuestionAnswer.of(await info.context.services.questions.answer(name, by_name))


@strawberry.type
class OperationQuery:
    question_answer: QuestionAnswer | None = strawberry.field(
        resolver=resolve_answer,
        description=(
            "Les lignes d'une question que votre organisme a enregistrée en SQL. / "
            "The rows of a question that your body has saved in SQL."
        ),
    )
    operations: list[SavedOperation] | None = strawberry.field(
        resolver=resolve_operations,
        description=(
            "Les documents que votre organisme a enregistrés. / "
            "The documents that your body has saved."
        ),
    )


@strawberry.type
class OperationMutation:
    save_operation: OperationResult | None = strawberry.mutation(
        resolver=resolve_save,
        description=(
            "Enregistre un document sous un nom, pour le demander par ce nom ou pour une clé. / "
            "Saves a document under a name, to be asked by that name or for a key."
        ),
    )
    remove_operation: OperationResult | None = strawberry.mutation(
        resolver=resolve_remove,
        description=(
            "Retire un document enregistré ; les clés faites pour lui servent encore. / "
            "Takes a saved document away; keys made for it still serve."
        ),
    )
