"""The gateway of the doors: over the embedded demo, each body with its saved questions."""

from contextlib import asynccontextmanager

import httpx

from gateway.app import build_app
from gateway.cli.serving import listen
from gateway.demo_mode.certificate import with_postgresql
from gateway.wiring.postgresql import postgresql_sockets


@asynccontextmanager
async def opened(state):
    settings = with_postgresql(state, state.settings(log_level="error"), 0)
    sockets = postgresql_sockets(settings, listen("127.0.0.1", 0), 1)
    app = build_app(settings, demo=True, lasts=False, postgresql=sockets)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://interco") as http,
    ):
        http.postgres_port = sockets.port
        yield http, app.state.services
