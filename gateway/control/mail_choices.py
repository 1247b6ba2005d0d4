"""A person's choices about messages: the rhythm of their mails, the data that they follow."""

from __future__ import annotations

import strawberry

from catalog.model.mail_choices import MailRhythm
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.dataset_names import dataset_called
from gateway.control.mirror import mirror
from gateway.control.outcome import DONE, Outcome
from gateway.control.sentence import Sentence
from gateway.control.types import Dataset, write_dataset

strawberry.enum(
    MailRhythm,
    description=(
        "Quand les messages partent par courriel : chacun, ou ensemble chaque jour ou chaque "
        "semaine. / When messages leave as mails: each, or together every day or every week."
    ),
)


@strawberry.type(description="Un service que vous suivez. / A service that you follow.")
class FollowedService:
    activation: strawberry.ID
    title: Sentence


@strawberry.type(
    description="Ce dont vous voulez être informé. / What you want to be told of.",
)
class MailChoices:
    rhythm: MailRhythm
    followed: list[Dataset] = strawberry.field(
        description="Les données que vous suivez. / The data that you follow."
    )
    followed_services: list[FollowedService] = strawberry.field(
        description="Les services dont vous suivez les alertes. / Whose alerts you follow."
    )


@strawberry.type(description="Si vous suivez ces données. / Whether you follow these data.")
class Following:
    follows: bool
    possible: bool = strawberry.field(
        description=(
            "Faux : rien n'en serait annoncé à votre organisme. / "
            "False: nothing of them would be told to your body."
        )
    )


@mirror(DONE)
class MailChoiceResult(Outcome): ...


async def resolve_choices(info: Info) -> MailChoices | None:
    refuse_anonymous(info)
    choices = await info.context.services.mail_choices.choices()
    if choices is None:
        return None
    view = info.context.view
    datasets = {dataset.id: dataset for dataset in view.datasets}
    followed = [
        write_dataset(datasets[each], view.snapshot.organisations[datasets[each].owner])
        for each in choices.followed
        if each in datasets
    ]
    return MailChoices(
        rhythm=choices.rhythm,
        followed=followed,
        followed_services=await _followed_services(info, choices.followed_services),
    )


async def _followed_services(info: Info, ids: tuple[str, ...]) -> list[FollowedService]:
    """Of activations that the body still has."""
    services = info.context.services.activations
    own = {activation.id: activation for activation in services.activations()}
    followed = []
    for activation_id in ids:
        if activation_id in own:
            _, service = await services.service(own[activation_id].published)
            title = Sentence(fr=service.title.fr, en=service.title.en)
            followed.append(FollowedService(activation=strawberry.ID(activation_id), title=title))
    return followed


async def resolve_following(info: Info, dataset: str) -> Following | None:
    refuse_anonymous(info)
    followed = dataset_called(dataset, info.context.view)
    services = info.context.services.mail_choices
    choices = await services.choices()
    return Following(
        follows=choices is not None and followed.id in choices.followed,
        possible=choices is not None and services.may_follow(followed, info.context.view.snapshot),
    )


async def resolve_choose(
    info: Info, rhythm: MailRhythm, *, dry_run: bool = False
) -> MailChoiceResult | None:
    refuse_anonymous(info)
    acted = await info.context.services.mail_choices.choose_rhythm(rhythm, dry_run=dry_run)
    return MailChoiceResult.after(acted, dry_run=dry_run)


async def resolve_follow(
    info: Info, dataset: str, *, dry_run: bool = False
) -> MailChoiceResult | None:
    refuse_anonymous(info)
    followed = dataset_called(dataset, info.context.view)
    acted = await info.context.services.mail_choices.follow(followed, dry_run=dry_run)
    return MailChoiceResult.after(acted, dry_run=dry_run)


async def resolve_unfollow(
    info: Info, dataset: str, *, dry_run: bool = False
) -> MailChoiceResult | None:
    """By its id too, so that what may no longer be discovered can be left."""
    refuse_anonymous(info)
    view = info.context.view
    spelt = view.snapshot.dataset_spelt(dataset)
    dataset_id = spelt.id if spelt is not None and spelt.id in view.discoverable else dataset
    acted = await info.context.services.mail_choices.unfollow(dataset_id, dry_run=dry_run)
    return MailChoiceResult.after(acted, dry_run=dry_run)


async def resolve_follow_service(
    info: Info, activation: strawberry.ID, *, dry_run: bool = False
) -> MailChoiceResult | None:
    refuse_anonymous(info)
    services = info.context.services
    published = services.activations.activation(activation).published
    _, service = await services.activations.service(published)
    acted = await services.mail_choices.follow_service(
        activation, service.title, has_alerts=service.alerts is not None, dry_run=dry_run
    )
    return MailChoiceResult.after(acted, dry_run=dry_run)


async def resolve_unfollow_service(
    info: Info, activation: strawberry.ID, *, dry_run: bool = False
) -> MailChoiceResult | None:
    refuse_anonymous(info)
    acted = await info.context.services.mail_choices.unfollow_service(activation, dry_run=dry_run)
    return MailChoiceResult.after(acted, dry_run=dry_run)


@strawberry.type
class MailChoiceQuery:
    mail_choices: MailChoices | None = strawberry.field(
        resolver=resolve_choices,
        description="Ce dont vous voulez être informé. / What you want to be told of.",
    )
    following: Following | None = strawberry.field(
        resolver=resolve_following,
        description="Si vous suivez ces données. / Whether you follow these data.",
    )


@strawberry.type
class MailChoiceMutation:
    choose_mails: MailChoiceResult | None = strawberry.mutation(
        resolver=resolve_choose,
        description=(
            "Choisit quand vos messages partent par courriel. / "
            "Chooses when your messages leave as mails."
        ),
    )
    follow: MailChoiceResult | None = strawberry.mutation(
        resolver=resolve_follow,
        description=(
            "Suit des données : un message vous dira chaque nouvelle version. / "
            "Follows data: a message will tell you each new version."
        ),
    )
    unfollow: MailChoiceResult | None = strawberry.mutation(
        resolver=resolve_unfollow,
        description="Cesse de suivre des données. / Stops following data.",
    )
    follow_service: MailChoiceResult | None = strawberry.mutation(
        resolver=resolve_follow_service,
        description=(
            "Suit un service programmé : un message vous dira ses alertes. / "
            "Follows a scheduled service: a message will tell you its alerts."
        ),
    )
    unfollow_service: MailChoiceResult | None = strawberry.mutation(
        resolver=resolve_unfollow_service,
        description="Cesse de suivre un service. / Stops following a service.",
    )
