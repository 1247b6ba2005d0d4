"""Messages of a good conversation, cut, turned and repeated: each session ends by an error of the
protocol or goes on, others beside it answer, and nothing is kept of them.

Covers gateway.postgresql.session, gateway.postgresql.running, gateway.postgresql.portals.
"""

import asyncio
import gc
import random
import struct
from pathlib import Path

from tests.integration.postgresql.conftest import COLLECTES
from tests.integration.postgresql.test_nothing_gets_past_the_fence import (
    encrypted,
    start_packet,
    until,
)

SESSIONS = 400
MOST_GROWTH = 48 * 1024**2
_QUERY = f"SELECT id_pesee, tonnage_kg FROM {COLLECTES} WHERE flux = $1 ORDER BY 1 LIMIT 3"


def message(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!I", len(body) + 4) + body


GOOD = (
    message(b"Q", b"SELECT 1\0"),
    message(b"Q", b"BEGIN; SELECT 1; COMMIT\0"),
    message(b"P", b"s\0" + _QUERY.encode() + b"\0" + struct.pack("!HI", 1, 25)),
    message(b"B", b"p\0s\0" + struct.pack("!HHHI", 0, 0, 1, 3) + b"OMR" + struct.pack("!H", 0)),
    message(b"D", b"Sp\0"),
    message(b"D", b"Pp\0"),
    message(b"E", b"p\0" + struct.pack("!I", 2)),
    message(b"C", b"Pp\0"),
    message(b"H", b""),
    message(b"S", b""),
    message(b"Q", f"COPY (SELECT * FROM {COLLECTES} LIMIT 2) TO STDOUT\0".encode()),
    message(b"Q", b"DECLARE c CURSOR FOR SELECT 1; FETCH 5 FROM c\0"),
    message(b"d", b"rows"),
    message(b"f", b"no\0"),
)


def turned(chance: random.Random) -> bytes:
    """Some of the messages, in any order; of most conversations one has an error in it."""
    sent = [chance.choice(GOOD) for _ in range(chance.randint(1, 8))]
    place = chance.randrange(len(sent))
    wrong = bytearray(sent[place])
    match chance.randrange(5):
        case 0:
            wrong[chance.randrange(len(wrong))] = chance.randrange(256)
        case 1:
            del wrong[chance.randrange(len(wrong)) :]
        case 2:
            wrong[5:5] = chance.randbytes(chance.randint(1, 9))
        case 3:
            wrong[1:5] = struct.pack("!I", chance.choice((0, 4, 5, 2**16, 2**20, 2**31 - 1)))
    sent[place] = bytes(wrong)
    return b"".join(sent)


def errors_in(answer: bytes) -> list[str]:
    """The states of the errors; fails for what is no sequence of messages."""
    states, place = [], 0
    while place + 5 <= len(answer):
        (length,) = struct.unpack("!I", answer[place + 1 : place + 5])
        if answer[place : place + 1] == b"E":
            states.append(answer[place : place + 1 + length].partition(b"\0C")[2][:5].decode())
        place += 1 + length
    assert place == len(answer)
    return states


def memory() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


async def sent_alone(postgresql, token: bytes, content: bytes) -> list[str]:
    reader, writer = await encrypted(postgresql)
    writer.write(start_packet())
    await reader.readexactly(9)
    writer.write(b"p" + struct.pack("!I", len(token) + 5) + token + b"\0")
    await reader.readuntil(b"Z\0\0\0\x05I")
    writer.write(content + message(b"S", b"") + message(b"X", b""))
    # What waits for the rest of a message is ended by its client.
    answer = await asyncio.wait_for(read_some(reader, writer), 10)
    writer.close()
    return errors_in(answer)


async def read_some(reader, writer) -> bytes:
    got = bytearray()
    while True:
        try:
            part = await asyncio.wait_for(reader.read(65_536), 0.3)
        except TimeoutError:
            writer.transport.abort()
            return bytes(got)
        except ConnectionError:
            return bytes(got)
        if not part:
            return bytes(got)
        got += part


async def test_turned_messages_are_refused_and_end_nobody_else(postgresql, scaled):
    chance, seen = random.Random(36), set()
    token = (await postgresql.token("agent@valcobreizh")).encode()
    async with await postgresql.connect() as beside:
        before = memory()
        for number in range(scaled(SESSIONS)):
            seen.update(await sent_alone(postgresql, token, turned(chance)))
            if number % 20 == 0:
                assert await (await beside.execute("SELECT 1")).fetchone() == (1,)
        gc.collect()
        assert memory() - before < MOST_GROWTH
    # No state of an unexpected failure.
    assert seen.isdisjoint({"XX000", "58000"})
    assert "08P01" in seen
    await until(lambda: not postgresql.door._wires)
