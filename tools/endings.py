"""The end of a program of `tools`: a sentence and an exit code, as `./interco` ends."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import NoReturn

from catalog.model.problem import Problem
from deploy.local import CommandFailed, MissingPrerequisite, ServerFailed
from gateway.cli.main import exit_code, tell

_FAILED = 1
_MISSING = 3


def end_with(program: Callable[[], int]) -> NoReturn:
    """Exits with what `program` returns; 3 when something is missing on this machine."""
    try:
        code = program()
    except Problem as problem:
        tell(problem)
        code = exit_code(problem)
    except MissingPrerequisite as missing:
        print(missing, file=sys.stderr)
        code = _MISSING
    except (CommandFailed, ServerFailed) as failure:
        print(failure, file=sys.stderr)
        code = _FAILED
    sys.exit(code)
