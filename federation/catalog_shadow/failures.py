"""The failures of a shadow's own PostgreSQL, for those who may not import its driver."""

from __future__ import annotations

import subprocess

import psycopg

SHADOW_FAILURES: tuple[type[Exception], ...] = (
    psycopg.Error,
    subprocess.SubprocessError,
    OSError,
)
