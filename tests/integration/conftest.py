"""The authorities that this machine trusts are read once a process: each gateway that a test opens
would read them again, for twenty milliseconds.
"""

import ssl
from functools import cache
from types import SimpleNamespace

from gateway.wiring import services


@cache
def _trusting(_paths: ssl.DefaultVerifyPaths) -> ssl.SSLContext:
    return ssl.create_default_context()


services.ssl = SimpleNamespace(
    create_default_context=lambda: _trusting(ssl.get_default_verify_paths())
)
