"""A service scheduled, or its schedule ended, by GraphQL."""

from __future__ import annotations

import strawberry

from catalog.actions.services.schedules import Timing
from catalog.model.run_schedule import Frequency
from gateway.acts.schedule_acts import EndSchedule, ScheduleService
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.mutualised import ServiceActResult, write_acted


async def resolve_schedule(
    info: Info,
    activation: strawberry.ID,
    frequency: Frequency,
    hour: int,
    day: int | None = None,
    *,
    dry_run: bool = False,
) -> ServiceActResult | None:
    refuse_anonymous(info)
    change = ScheduleService(activation, Timing(frequency, hour, day))
    acted = await info.context.services.activations.acts.done(change, dry_run=dry_run)
    return write_acted(acted, dry_run=dry_run)


async def resolve_end_schedule(
    info: Info, activation: strawberry.ID, *, dry_run: bool = False
) -> ServiceActResult | None:
    refuse_anonymous(info)
    change = EndSchedule(activation)
    acted = await info.context.services.activations.acts.done(change, dry_run=dry_run)
    return write_acted(acted, dry_run=dry_run)


@strawberry.type
class ScheduleMutation:
    schedule_service: ServiceActResult | None = strawberry.mutation(
        resolver=resolve_schedule,
        description=(
            "Un service activé calcule tout seul, avec les droits de qui le demande, ce jour-là. / "
            "An activated service runs by itself, by the rights of who asks, that day."
        ),
    )
    end_schedule: ServiceActResult | None = strawberry.mutation(
        resolver=resolve_end_schedule,
        description="Il ne calcule plus que si on l'ouvre. / It runs when opened alone.",
    )
