"""The gateway of the doors: over the embedded demo, each body with its saved questions."""

from contextlib import asynccontextmanager

import httpx

from gateway.app import build_app


@asynccontextmanager
async def opened(state):
    settings = state.settings(log_level="error", policy_timeout_s=30)
    app = build_app(settings, demo=True, lasts=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://interco") as http,
    ):
        yield http, app.state.services
