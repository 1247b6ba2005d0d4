"""Before anything is believed or kept of a connection: its bytes, its encryption, its key.

Covers gateway.postgresql.wire, gateway.postgresql.frames, gateway.postgresql.server,
gateway.postgresql.places,
gateway.wiring.postgresql, gateway.demo_mode.certificate, gateway.wiring.setting_problems.
"""

import asyncio
import random
import ssl
import struct

import psycopg
import pytest
from pydantic import ValidationError

from gateway.base.settings import Settings
from gateway.cli.serving import listen
from gateway.wiring.postgresql import postgresql_sockets
from gateway.wiring.setting_problems import PostgresqlCertificateMissing
from tests.integration.postgresql.conftest import COLLECTES

SSL_REQUEST = struct.pack("!II", 8, 80877103)
GSSENC_REQUEST = struct.pack("!II", 8, 80877104)
LONG = f"SELECT a.id_pesee FROM {COLLECTES} a, {COLLECTES} b ORDER BY a.tonnage_kg * b.tonnage_kg"


def start_packet(version=0x00030000, **parameters):
    body = struct.pack("!I", version)
    for name, value in (parameters or {"user": "moi"}).items():
        body += f"{name}\0{value}\0".encode()
    body += b"\0"
    return struct.pack("!I", len(body) + 4) + body


async def plain(postgresql):
    return await asyncio.open_connection("127.0.0.1", postgresql.port)


async def encrypted(postgresql):
    reader, writer = await plain(postgresql)
    writer.write(SSL_REQUEST)
    assert await reader.readexactly(1) == b"S"
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    await writer.start_tls(context)
    return reader, writer


async def rest_of(reader):
    async with asyncio.timeout(10):
        try:
            return await reader.read()
        except ConnectionError:
            return b""


async def until(holds):
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 - what runs in the gateway rings no bell
            await asyncio.sleep(0.001)


def state_in(message):
    found = message.partition(b"\0C")[2]
    return found[:5].decode()


async def test_a_start_without_encryption_is_refused(postgresql):
    reader, writer = await plain(postgresql)
    writer.write(GSSENC_REQUEST)
    assert await reader.readexactly(1) == b"N"
    writer.write(start_packet())
    assert state_in(await rest_of(reader)) == "28000"
    writer.close()


@pytest.mark.parametrize(
    "sent",
    [
        struct.pack("!I", 100_000_000) + b"\0\x03\0\0",
        struct.pack("!I", 3) + b"\0",
        struct.pack("!II", 8, 0x00020000),
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        SSL_REQUEST + start_packet(),
    ],
)
async def test_a_start_that_is_none_is_ended(postgresql, sent):
    reader, writer = await plain(postgresql)
    writer.write(sent)
    answer = await rest_of(reader)
    assert state_in(answer) == "08P01"
    assert answer[:1] != b"S"
    writer.close()


async def test_a_password_of_any_length_is_no_way_in(postgresql):
    for password in (b"", b"x", b"interco_k_rien", b"x" * 9_000, b"x" * 20_000):
        reader, writer = await encrypted(postgresql)
        writer.write(start_packet())
        head = await reader.readexactly(9)
        assert head == b"R\0\0\0\x08\0\0\0\x03"
        writer.write(b"p" + struct.pack("!I", len(password) + 5) + password + b"\0")
        expected = "08P01" if len(password) > 10_000 else "28P01"
        assert state_in(await rest_of(reader)) == expected
        writer.close()


async def test_a_later_version_is_told_which_is_spoken(postgresql):
    reader, writer = await encrypted(postgresql)
    writer.write(start_packet(0x0003270F, user="moi", _pq_x="1", **{"_pq_.later": "on"}))
    told = await reader.readexactly(1)
    length = struct.unpack("!I", await reader.readexactly(4))[0]
    body = await reader.readexactly(length - 4)
    assert told == b"v"
    assert struct.unpack("!II", body[:8]) == (0x00030000, 1)
    assert body[8:] == b"_pq_.later\0"
    writer.close()


async def test_messages_that_are_cut_or_random_end_one_session_alone(postgresql):
    chance = random.Random(34)
    token = await postgresql.token("agent@valcobreizh")
    async with await postgresql.connect() as beside:
        for _ in range(25):
            reader, writer = await encrypted(postgresql)
            writer.write(start_packet())
            await reader.readexactly(9)
            writer.write(b"p" + struct.pack("!I", len(token) + 5) + token.encode() + b"\0")
            while not (await reader.readuntil(b"Z\0\0\0\x05I")).endswith(b"I"):
                pass
            kind = chance.choice(b"QPBEDCSHXFdcfpZ\x00\xff")
            body = chance.randbytes(chance.randrange(60))
            announced = chance.choice([len(body) + 4, len(body) + 4, 3, 2**31, 2_000_000])
            writer.write(bytes([kind]) + struct.pack("!I", announced) + body)
            writer.write_eof() if writer.can_write_eof() else writer.write(b"X\0\0\0\x04")
            await rest_of(reader)
            writer.close()
        assert await (await beside.execute("SELECT 1")).fetchone() == (1,)


async def test_a_session_that_is_ended_twice_can_still_be_broken_off(postgresql):
    """As when the gateway stops while a client does not answer its farewell."""
    connection = await postgresql.connect()
    (wire,) = postgresql.door._wires
    wire.close()
    wire.close()
    wire.abort()
    await until(lambda: not postgresql.door._wires)
    await connection.close()


async def test_keys_that_open_nothing_are_refused_alike(postgresql):
    with pytest.raises(psycopg.OperationalError) as unknown:
        await postgresql.connect(password="interco_unknown")
    with pytest.raises(psycopg.OperationalError) as other:
        await postgresql.connect(password="eyJhbGciOiJFUzI1NiJ9.e30.AA")
    assert str(unknown.value) == str(other.value)
    assert "28P01" not in str(unknown.value)
    assert "postgresql_password" in str(unknown.value)


async def test_a_query_is_cancelled_by_who_knows_its_secret(postgresql):
    async with await postgresql.connect() as connection:
        running = asyncio.create_task(connection.execute(LONG))
        await until(lambda: postgresql.ports.running.queries)
        postgresql.door.cancel(connection.info.backend_pid, b"\0\0\0\0")
        assert not running.done()
        await connection.cancel_safe()
        with pytest.raises(psycopg.errors.QueryCanceled):
            await running
        assert await (await connection.execute("SELECT 1")).fetchone() == (1,)


async def test_a_statement_ends_at_the_time_that_its_session_gives(postgresql):
    async with await postgresql.connect() as connection:
        await connection.execute("SET statement_timeout = 200")
        with pytest.raises(psycopg.errors.QueryCanceled):
            await connection.execute(LONG)
        assert await (await connection.execute("SELECT 1")).fetchone() == (1,)


async def test_a_query_ends_with_its_client(postgresql):
    connection = await postgresql.connect()
    running = asyncio.create_task(connection.execute(LONG))
    await until(lambda: postgresql.ports.running.queries)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await connection.close()
    await until(lambda: not postgresql.ports.running.queries)


async def test_one_connection_too_many_is_told_so(postgresql):
    places = postgresql.door.places
    most = places.most
    async with await postgresql.connect():
        places.most = places.count
        try:
            reader, writer = await plain(postgresql)
            assert state_in(await rest_of(reader)) == "53300"
            writer.close()
        finally:
            places.most = most


async def test_who_proves_nothing_takes_no_place_of_others(postgresql):
    """An eighth of all places is for senders of one address who have shown no key yet."""
    places = postgresql.door.places
    before = places.count
    async with await postgresql.connect() as connection:
        silent = [await plain(postgresql) for _ in range(places.most // 8)]
        await until(lambda: places.count == before + 1 + len(silent))
        reader, writer = await plain(postgresql)
        assert state_in(await rest_of(reader)) == "53300"
        writer.close()
        assert await (await connection.execute("SELECT 1")).fetchone() == (1,)
        for _, each in silent:
            each.close()
        await until(lambda: places.count == before + 1)
        await (await postgresql.connect()).close()


async def test_one_caller_takes_half_of_the_places_and_no_more(postgresql):
    places = postgresql.door.places
    await until(lambda: not places.count)
    most, places.most = places.most, 4
    try:
        async with await postgresql.connect(), await postgresql.connect():
            with pytest.raises(psycopg.OperationalError, match="postgresql_full"):
                await postgresql.connect()
            await (await postgresql.connect("agent@mesnil-roc-h", None)).close()
    finally:
        places.most = most


def test_the_door_stays_shut_without_a_certificate(tmp_path):
    settings = Settings(state=tmp_path, postgres_port=0)
    with pytest.raises(PostgresqlCertificateMissing):
        postgresql_sockets(settings, listen("127.0.0.1", 0), 1)
    other = tmp_path / "no.pem"
    other.write_text("-----BEGIN CERTIFICATE-----\n")
    settings = Settings(
        state=tmp_path,
        postgres_port=0,
        postgres_certificate_file=other,
        postgres_key_file=other,
    )
    with pytest.raises(PostgresqlCertificateMissing):
        postgresql_sockets(settings, listen("127.0.0.1", 0), 1)
    with pytest.raises(ValidationError):
        Settings(state=tmp_path, postgres_port=-1)
