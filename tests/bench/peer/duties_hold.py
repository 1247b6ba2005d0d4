"""Before anything is timed: the peer with duties really has them."""

import urllib.error
from dataclasses import replace

import psycopg

from tests.bench.peer.duties import GRANTEE, THEIR_COMMUNE
from tests.bench.peer.load import ask_once

_CODES = {"query": "{ allReleves(first: 3) { totalCount nodes { codeCommune } } }"}
_HIDDEN = {"query": "{ allReleves(first: 1) { nodes { saisiPar } } }"}
_LINES = "SELECT count(*) FROM droits.journal"


def assert_duties(side, state, ground):
    """Raises where somebody without a token or an agreement reads, or no line is left."""
    assert _status(replace(side, headers=())) == 401
    token = dict(side.headers)["Authorization"].split()[1]
    altered = token[:-8] + ("A" * 8 if token[-8:] != "A" * 8 else "B" * 8)
    assert _status(_asking(side, altered)) == 401
    theirs = ask_once(_asking(side, state.token_of(*GRANTEE)), _CODES)["data"]["allReleves"]
    assert theirs["totalCount"]
    assert {node["codeCommune"] for node in theirs["nodes"]} == {THEIR_COMMUNE}
    stranger = _asking(side, state.token_of("agent@inconnue", "200000016"))
    assert ask_once(stranger, _CODES)["data"]["allReleves"]["totalCount"] == 0
    with psycopg.connect(ground.owner_url) as connection:
        ((lines,),) = connection.execute(_LINES).fetchall()
    assert lines == 2, lines
    assert _status(side, _HIDDEN) == 400


def _asking(side, token):
    return replace(side, headers=(("Authorization", f"Bearer {token}"),))


def _status(side, body=_CODES):
    try:
        ask_once(side, body)
    except urllib.error.HTTPError as refused:
        return refused.code
    return 200
