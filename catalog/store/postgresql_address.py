"""A libpq address, as operators write it, for the driver of the hot path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from psycopg.conninfo import conninfo_to_dict

_IN_QUERY = (
    "sslmode",
    "sslcert",
    "sslkey",
    "sslrootcert",
    "sslcrl",
    "sslpassword",
    "ssl_min_protocol_version",
    "ssl_max_protocol_version",
    "passfile",
    "krbsrvname",
    "gsslib",
)
"""asyncpg reads these as libpq does, from the query of a URL only."""


def read_address(conninfo: str) -> Mapping[str, Any]:
    """Arguments of `asyncpg.connect`: where, as whom, over which TLS.

    What else libpq takes tunes libpq itself (`connect_timeout`, `keepalives`) and is left out:
    asyncpg would ask the server for it.
    """
    said = {name: str(value) for name, value in conninfo_to_dict(conninfo).items()}
    query = urlencode({name: said[name] for name in _IN_QUERY if name in said})
    settings = {"application_name": "interco-hot-path"}
    if "options" in said:
        settings["options"] = said["options"]
    address: dict[str, Any] = {"dsn": f"postgresql://?{query}", "server_settings": settings}
    hosts = [each for each in said.get("host", "").split(",") if each]
    ports = [int(each) for each in said.get("port", "").split(",") if each]
    if hosts:
        address["host"] = hosts
    if ports:
        address["port"] = ports if len(ports) > 1 else ports[0]
    for name, argument in (("user", "user"), ("password", "password"), ("dbname", "database")):
        if name in said:
            address[argument] = said[name]
    return address
