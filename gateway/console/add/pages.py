"""`/add`: three ways to bring data; a database, tried light by light and its tables chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from gateway.console.add import documents
from gateway.console.add.forms import (
    DatabaseForm,
    FieldError,
    dataset_input,
    empty_database,
    errors_of,
    mistakes_of,
    read_database,
)
from gateway.console.visit import Refused, Visit, page_for_signed_in

_HOST_NOT_APPROVED = "host_not_approved"


@page_for_signed_in
async def add(visit: Visit) -> Response:
    return visit.page("add/add.html")


@page_for_signed_in
async def database(visit: Visit) -> Response:
    """Tried with the password, which is kept only once every light is green."""
    if visit.request.method == "GET":
        return _database_page(visit, empty_database(visit.request.query_params.get("kind", "")))
    sent = await visit.form()
    form = read_database(sent)
    if "ask_host" in sent:
        return await _ask_for_host(visit, form)
    errors = mistakes_of(form, visit)
    if errors:
        return _database_page(visit, form, errors=errors)
    storage = form.storage(with_secret=True)
    await visit.once(sent)
    try:
        tried = await visit.ask(documents.TRY, input=storage, password=form.password)
        lights = tried["testStorage"]["lights"]
        if any(light["status"] == "failed" for light in lights):
            steps = (await visit.ask(documents.INSTRUCTIONS, input=storage))["storageInstructions"]
            return _database_page(visit, form, lights=lights, steps=steps)
        await visit.ask(documents.SEAL, name=form.secret_name, value=form.password)
        await visit.ask(documents.REGISTER_STORAGE, input=storage)
    except Refused as refused:
        if refused.is_too_weak:
            raise
        return _database_page(visit, form, errors=errors_of(refused, form.values))
    return visit.see_other(f"/add/database/{form.name}", done="kept")


async def _ask_for_host(visit: Visit, form: DatabaseForm) -> Response:
    host = f"{form.values['host']}:{form.storage(with_secret=False)['port']}"
    why = visit.gettext("Base « %(database)s » à inscrire.", database=form.values["database"])
    try:
        done = await visit.ask(documents.REQUEST_HOST, host=host, why=why)
    except Refused as refused:
        return _database_page(visit, form, errors=errors_of(refused, form.values))
    sentences = [sentence[visit.language] for sentence in done["requestHost"]["sentences"]]
    return _database_page(visit, form, sentences=sentences)


def _database_page(
    visit: Visit,
    form: DatabaseForm,
    *,
    errors: list[FieldError] | None = None,
    lights: list[Mapping[str, Any]] | None = None,
    steps: list[Mapping[str, Any]] | None = None,
    sentences: list[str] | None = None,
) -> Response:
    errors = errors or []
    failed = [light for light in lights or () if light["status"] == "failed"]
    return visit.page(
        "add/database.html",
        status=422 if errors or failed else 200,
        form=form,
        errors=errors,
        error_of={error.id: error.text for error in errors},
        lights=lights or [],
        steps=steps or [],
        sentences=sentences or [],
        is_host_unapproved=any(light["code"] == _HOST_NOT_APPROVED for light in failed),
    )


@page_for_signed_in
async def tables(visit: Visit) -> Response:
    """The tables that a storage's account reads, none ticked; a sent form adds the ticked ones."""
    name = visit.request.path_params["storage"]
    data = await visit.ask(documents.OBJECTS, name=name)
    storage = data["storage"]
    if visit.request.method == "GET":
        return _tables_page(visit, storage)
    form = await visit.form()
    chosen = set(form.all("table"))
    inputs = [
        document
        for table in storage["objects"]
        if _key_of(table) in chosen and (document := dataset_input(name, table)) is not None
    ]
    if not inputs:
        error = FieldError("tables", visit.gettext("Cochez au moins une table."))
        return _tables_page(visit, storage, errors=[error])
    await visit.once(form)
    errors: list[FieldError] = []
    added = []
    for document in inputs:
        try:
            done = await visit.ask(documents.REGISTER_DATASET, input=document)
            added.append(done["registerDataset"]["id"])
        except Refused as refused:
            errors += [
                FieldError("tables", f"{document['name']} : {problem.sentence}", problem.next_step)
                for problem in refused.problems
            ]
    if errors:
        again = (await visit.ask(documents.OBJECTS, name=name))["storage"]
        return _tables_page(visit, again, errors=errors, added=added)
    if len(added) == 1:
        return visit.see_other(f"/data/{added[0]}/describe", done="added")
    return visit.see_other("/data?whose=ours", done="added")


def _tables_page(
    visit: Visit,
    storage: Mapping[str, Any],
    *,
    errors: list[FieldError] | None = None,
    added: list[str] | None = None,
) -> Response:
    return visit.page(
        "add/tables.html",
        status=422 if errors else 200,
        storage=storage,
        name=visit.request.path_params["storage"],
        tables=[{"key": _key_of(table), **table} for table in storage["objects"]],
        errors=errors or [],
        added=added or [],
    )


def _key_of(table: Mapping[str, Any]) -> str:
    return f"{table['schema'] or ''}/{table['name']}"


@page_for_signed_in
async def contractor(visit: Visit) -> Response:
    """A letter that is ready to sign, for whoever holds the data on the body's behalf."""
    asks = visit.request.query_params
    return visit.page(
        "add/contractor.html",
        company=asks.get("company", "").strip()[:120],
        about=asks.get("about", "").strip()[:200],
        contract=asks.get("contract", "").strip()[:120],
        address=str(visit.request.base_url).rstrip("/"),
    )


ROUTES = (
    Route("/add", add),
    Route("/add/database", database, methods=["GET", "POST"]),
    Route("/add/database/{storage}", tables, methods=["GET", "POST"]),
    Route("/add/contractor", contractor),
)
