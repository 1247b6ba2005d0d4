"""`python -m gateway.cli`, which ./interco calls."""

from gateway.cli.main import run

run()
