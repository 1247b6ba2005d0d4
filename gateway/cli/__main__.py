"""`python -m gateway.cli`, which ./interco calls."""

from gateway.wiring.gc_tuning import look_rarely

look_rarely()

from gateway.cli.main import run  # noqa: E402 - what it imports is most of what a start makes

run()
