"""What Trino answers, as its official client reads it: nothing of ours lies between."""

from urllib.parse import urlsplit

import requests
import trino.auth
import trino.dbapi

from tests.locked_trino import token_for


def official_answer(server, statement, *, catalog=None, encoding=None):
    """(name, type) of each column, and rows of Python values; `encoding`: fetched from the store.

    Blocks: in an event loop, it belongs in a thread.
    """
    place = urlsplit(server.url)
    session = requests.Session()
    session.trust_env = False
    auth = None
    if server.keys is not None:
        session.verify = str(server.keys.ca_file)
        auth = trino.auth.JWTAuthentication(token_for(server, server.user))
    with trino.dbapi.connect(
        host=place.hostname,
        port=place.port,
        http_scheme=place.scheme,
        user=server.user,
        catalog=catalog,
        http_session=session,
        auth=auth,
        encoding=encoding,
        timezone="UTC",
    ) as connection:
        cursor = connection.cursor()
        cursor.execute(statement)
        rows = [list(row) for row in cursor.fetchall()]
        return [(each.name, each.type_code) for each in cursor.description], rows
