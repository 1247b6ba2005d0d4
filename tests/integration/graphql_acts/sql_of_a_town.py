"""A statement as one of a town's people asks it: names of columns, and rows of texts."""

import csv
import io
from uuid import uuid4

from federation.results.formats.choice import FORMATS
from gateway.cli.demo_folder import find_agent
from gateway.reading.query.sql_answer import answer_sql
from gateway.reading.query.sql_request import SqlRequest
from gateway.reading.query.streaming import Outgoing


async def rows_of(town, statement, agent, purpose=None):
    sent = bytearray()

    async def send(data):
        sent.extend(data)

    known = find_agent(await town.ports.catalog.current(), agent)
    request = SqlRequest(
        uuid4().hex,
        statement,
        authorization=f"Bearer {town.state.token(known)}",
        purpose=purpose,
        answer_format="csv",
    )
    await answer_sql(request, town.ports, Outgoing(FORMATS["csv"](), send, town.ports.writers))
    first, *rows = csv.reader(io.StringIO(sent.decode("utf-8-sig")))
    return first, rows
