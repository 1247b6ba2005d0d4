"""Links to saved questions: made, revoked, consented to; each address shown once, by its making."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import strawberry

from catalog.actions.question_links.links import LinkAsked
from catalog.model.question_link import LinkValue
from gateway.acts.question_links import LinkDone
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.mirror import Shown, mirror
from gateway.control.saved_operations import QuestionValueInput
from gateway.reading.reports.question_links import LinkOverData, OwnLink, ShownValue

_INPUT = strawberry.argument(name="input")


@mirror("Une valeur pour laquelle un lien est fait. / A value that a link is made for.")
class LinkValueShown(Shown[ShownValue]): ...


@mirror(
    "Un lien de votre organisme vers une question enregistrée. / "
    "A link of your body to a saved question.",
    state="open, awaits_consent, revoked, ended, maker_left ou question_changed. / "
    "open, awaits_consent, revoked, ended, maker_left or question_changed.",
    opened="Demandes de ses lignes. / Requests for its rows.",
    looked_at="Demandes de ses seuls en-têtes (HEAD), sans ligne. / "
    "Requests for its headers alone (HEAD), without a row.",
    awaits="Conventions dont le propriétaire doit encore donner son accord. / "
    "Agreements whose owner is still to consent.",
)
class QuestionLink(Shown[OwnLink]): ...


@mirror(
    "Un lien d'un autre organisme qui lit vos données. / "
    "A link of another body that reads your data.",
    datasets="Les vôtres seulement. / Yours alone.",
    awaits="Conventions par lesquelles il attend votre accord. / "
    "Agreements by which it awaits your consent.",
    consented="Conventions pour lesquelles il l'a. / Agreements for which it has it.",
)
class LinkOverYourData(Shown[LinkOverData]): ...


@mirror(
    "Ce qu'un acte a fait, ou ferait. L'adresse n'est montrée qu'ici, une fois. / "
    "What an act did, or would do. The address is shown here alone, once.",
    path="Son adresse sur cette plateforme : qui l'a peut lire ce qu'elle donne. / "
    "Its address on this platform: whoever has it can read what it gives.",
)
class LinkResult(Shown[LinkDone]): ...


@strawberry.input(
    description="La question d'un lien, et jusqu'à quand. / The question of a link, and until when."
)
class QuestionLinkInput:
    question: str
    format: str
    title: str = ""
    values: list[QuestionValueInput] = strawberry.field(default_factory=list)
    purpose: str | None = None
    last_day: dt.date | None = strawberry.field(
        default=None,
        description="366 jours au plus ; 90 sans rien dire. / 366 days at most; 90 unless said.",
    )
    networks: list[str] = strawberry.field(
        default_factory=list, description="CIDR ; vide : de partout. / Empty: from anywhere."
    )


async def resolve_links(info: Info) -> list[QuestionLink] | None:
    refuse_anonymous(info)
    return QuestionLink.all(await info.context.services.links.own())


async def resolve_over_data(info: Info) -> list[LinkOverYourData] | None:
    refuse_anonymous(info)
    return LinkOverYourData.all(await info.context.services.links.over_own_data())


async def resolve_make(
    info: Info, link: Annotated[QuestionLinkInput, _INPUT], *, dry_run: bool = False
) -> LinkResult | None:
    refuse_anonymous(info)
    link_asked = LinkAsked(
        question=link.question,
        answer_format=link.format,
        title=link.title,
        values=tuple(LinkValue(each.name, each.value) for each in link.values),
        purpose=link.purpose,
        last_day=link.last_day,
        networks=tuple(link.networks),
    )
    return LinkResult.of(await info.context.services.links.make(link_asked, dry_run=dry_run))


async def resolve_revoke(
    info: Info,
    id: strawberry.ID,  # noqa: A002 - the argument's name in GraphQL
    *,
    dry_run: bool = False,
) -> LinkResult | None:
    refuse_anonymous(info)
    return LinkResult.of(await info.context.services.links.revoke(str(id), dry_run=dry_run))


async def resolve_consent(
    info: Info,
    id: strawberry.ID,  # noqa: A002 - the argument's name in GraphQL
    *,
    dry_run: bool = False,
) -> LinkResult | None:
    refuse_anonymous(info)
    return LinkResult.of(await info.context.services.links.consent(str(id), dry_run=dry_run))


async def resolve_end_consent(
    info: Info,
    id: strawberry.ID,  # noqa: A002 - the argument's name in GraphQL
    *,
    dry_run: bool = False,
) -> LinkResult | None:
    refuse_anonymous(info)
    return LinkResult.of(await info.context.services.links.end_consent(str(id), dry_run=dry_run))


@strawberry.type
class LinkQuery:
    question_links: list[QuestionLink] | None = strawberry.field(
        resolver=resolve_links,
        description=(
            "Les liens de votre organisme vers ses questions enregistrées. / "
            "The links of your body to its saved questions."
        ),
    )
    links_over_your_data: list[LinkOverYourData] | None = strawberry.field(
        resolver=resolve_over_data,
        description=(
            "Les liens d'autres organismes qui lisent vos données. / "
            "The links of other bodies that read your data."
        ),
    )


@strawberry.type
class LinkMutation:
    make_question_link: LinkResult | None = strawberry.mutation(
        resolver=resolve_make,
        description=(
            "Fait un lien vers une question enregistrée : qui a son adresse peut lire ses lignes. /"
            " Makes a link to a saved question: whoever has its address can read its rows."
        ),
    )
    revoke_question_link: LinkResult | None = strawberry.mutation(
        resolver=resolve_revoke,
        description="Un lien n'ouvre plus rien, aussitôt. / A link opens nothing more, at once.",
    )
    consent_to_question_link: LinkResult | None = strawberry.mutation(
        resolver=resolve_consent,
        description=(
            "Accepte qu'un lien donne à d'autres vos données, reçues par une convention. / "
            "Consents to a link passing on your data, received under an agreement."
        ),
    )
    end_question_link_consent: LinkResult | None = strawberry.mutation(
        resolver=resolve_end_consent,
        description="Ne l'accepte plus, aussitôt. / Consents to it no more, at once.",
    )
