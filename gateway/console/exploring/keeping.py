"""`/data/{dataset}/explore/keep`: an exploration kept as a saved question, in one act."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from gateway.console.data.asked_data import asked_data
from gateway.console.exploring.address import read_address
from gateway.console.exploring.answers import KEEP, NAMES, OFFER, STATEMENT
from gateway.console.exploring.words import chosen_communes, explored_words
from gateway.console.questions.editing import name_of
from gateway.console.visit import Visit, page_for_signed_in

_LONGEST_TITLE: Final = 120


@page_for_signed_in
async def keep(visit: Visit) -> Response:
    """The address says the exploration, as it does on its page; the statement kept is its own."""
    form = await visit.form()
    await visit.once(form)
    data = await asked_data(visit)
    dataset, purpose = data.description.id, data.purpose
    address = read_address(visit, data.description)
    variables = {"dataset": dataset, **address.variables}
    answer = await STATEMENT.ask(visit, purpose=purpose, **variables)
    offer = (await OFFER.ask(visit, purpose=purpose, dataset=dataset)).explorable
    statement = None if answer.exploration is None else answer.exploration.statement
    assert statement is not None
    assert offer is not None
    title = explored_words(address, offer, visit, await chosen_communes(address, visit)).title
    owner = data.description.owner.name
    title = f"{title} ({owner})"[:_LONGEST_TITLE]
    operations = (await NAMES.ask(visit)).operations or ()
    name = name_of(title, {operation.name for operation in operations})
    await KEEP.ask(
        visit,
        name=name,
        document=statement.text,
        title=title,
        purpose=purpose,
        parameters=[
            {"name": each.name, "type": each.type, "default": each.value}
            for each in statement.parameters
        ],
        people=[visit.agent],
    )
    # It has a value for each of its places, and is asked at once.
    return visit.see_other(f"/questions/{name}?_ask=1", done="saved")
