"""A gateway that cannot start logs what the person on call must mend.

Covers gateway.base.error_reporting, gateway.app.
"""

import pytest
from structlog.testing import capture_logs

from catalog.problems import StoreUnavailable
from deploy.local.process import free_port
from gateway import app as application
from gateway.app import build_app
from gateway.demo_mode.state import DemoState


async def test_a_database_that_does_not_answer_is_named(tmp_path):
    store = f"postgresql://nobody:hidden@127.0.0.1:{free_port()}/interco"
    app = build_app(DemoState(tmp_path).settings(store_url=store), demo=True)
    with capture_logs() as logs, pytest.raises(StoreUnavailable):
        async with app.router.lifespan_context(app):
            pass
    told = next(each for each in logs if each["event"] == "lifespan_failed")
    assert told["code"] == "store_unavailable"
    assert "OperationalError" in told["facts"]["reason"]
    assert "hidden" not in str(logs)


async def test_a_bug_is_told_by_its_place(tmp_path, monkeypatch):
    def broken(*_args, **_options):
        raise LookupError("a value")

    monkeypatch.setattr(application, "open_services", broken)
    app = build_app(DemoState(tmp_path).settings(), demo=True)
    with capture_logs() as logs, pytest.raises(LookupError):
        async with app.router.lifespan_context(app):
            pass
    told = next(each for each in logs if each["event"] == "bug")
    assert told["error"] == "LookupError"
    assert told["places"][-1].endswith(" broken")
    assert "a value" not in str(logs)
