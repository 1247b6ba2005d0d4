"""The body that runs a service, where the service wants to know whose figures these are."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.actions.services.problems import ServiceOfAnotherBody
from catalog.fold import fold
from catalog.standpoint import Standpoint
from services_run.folder import Service
from services_run.running import name_of_body


def of_runner(
    service: Service, values: Mapping[str, object], standpoint: Standpoint
) -> dict[str, object]:
    """The values with the body's SIREN, and its name beside it. Raises ServiceOfAnotherBody for
    another's, in whatever words.
    """
    completed = dict(values)
    siren = standpoint.body
    if siren is None:
        return completed
    body = standpoint.snapshot.organisations[siren]
    own = {_bare(str(siren)), _bare(body.name)}
    for name, parameter in service.parameters.items():
        if not parameter.is_body:
            continue
        wanted = values.get(name)
        if wanted is not None and _bare(str(wanted)) not in own:
            raise ServiceOfAnotherBody(value=str(wanted)[:80], parameter=name, body=body.name)
        completed |= {name: str(siren), name_of_body(name): body.name}
    return completed


def _bare(text: str) -> str:
    return "".join(fold(text).split())
