"""A day that is over has one signed root, in the store and beside it, whoever signs it first.

Covers gateway.proof.keeping, gateway.proof.roots_folder, gateway.proof.roots_bucket,
gateway.proof.signing_key, gateway.wiring.proof, catalog.store.chain_roots, gateway.proof.problems.
"""

import json
import stat
from contextlib import closing
from dataclasses import replace

import boto3
import httpx
import pytest
from botocore.exceptions import ClientError

from catalog.chain.checking import Checked, check_roots
from catalog.chain.roots import read_signed
from gateway.base.problems import UnsafeConfiguration
from gateway.proof.keeping import extend_chain, sign_days, write_beside
from gateway.proof.problems import RootDiffers
from gateway.proof.roots_bucket import RootsBucket
from gateway.proof.signing_key import TrustedKeys, open_signing_key, public_pem, read_public_keys
from tests.integration.proof.conftest import OPEN, SDE35, proof_at, read_over_days


async def test_each_day_that_is_over_is_signed_and_follows_the_one_before(town):
    assert await read_over_days(town) == ["2026-11-25", "2026-11-26"]
    folder = town.state.folder / "roots"
    roots = {path.stem: read_signed(path.read_bytes()) for path in sorted(folder.glob("*.json"))}
    checked = Checked()
    check_roots(roots, TrustedKeys.of([town.services.proof.key.public]).verify, checked)
    assert (checked.is_whole, checked.days) == (True, 2)
    # The reader's own body and the two owners have none of each other's numbers.
    assert len(roots["2026-11-25"].document["leaves"]) >= 2


async def test_nothing_is_written_twice_and_nothing_that_is_there_is_replaced(town):
    await read_over_days(town)
    ports = proof_at(town, 2)
    assert await sign_days(ports) == []
    assert await write_beside(ports) == []
    spoilt = town.state.folder / "roots" / "2026-11-25.json"
    spoilt.write_bytes(spoilt.read_bytes().replace(b'"at":"2026', b'"at":"2025'))
    with pytest.raises(RootDiffers):
        await write_beside(ports)


async def test_a_day_without_a_record_has_its_root_too(town):
    await town.ask(OPEN)
    await extend_chain(proof_at(town, 0))
    assert await sign_days(proof_at(town, 3)) == ["2026-11-25", "2026-11-26", "2026-11-27"]


async def test_what_is_chained_after_its_day_was_signed_is_the_next_days(town):
    await town.ask(OPEN, request="in time")
    await extend_chain(proof_at(town, 0))
    await sign_days(proof_at(town, 1))
    await town.ask(OPEN, request="late")
    await extend_chain(proof_at(town, 0))
    days = [json.loads(text)["day"] async for text, _ in town.services.proof.chains.lines(SDE35)]
    assert days == ["2026-11-25"] * 2 + ["2026-11-26"] * 2


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path):
    path = tmp_path / "keys" / "proof.key"
    made = open_signing_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert open_signing_key(path).id == made.id
    trusted = read_public_keys(public_pem(made.public))
    assert trusted.verify(made.id, b"message", made.sign(b"message"))
    assert not trusted.verify(made.id, b"another", made.sign(b"message"))
    path.chmod(0o640)
    with pytest.raises(UnsafeConfiguration):
        open_signing_key(path)
    path.chmod(0o600)
    path.write_bytes(b"no key")
    with pytest.raises(UnsafeConfiguration):
        open_signing_key(path)


async def test_a_locked_bucket_lets_nobody_replace_or_delete_a_root(town, s3):
    client = boto3.client(
        "s3",
        endpoint_url=s3.endpoint,
        region_name=s3.region,
        aws_access_key_id=s3.access_key,
        aws_secret_access_key=s3.secret_key,
    )
    with closing(client):
        client.create_bucket(Bucket="roots", ObjectLockEnabledForBucket=True)
        async with httpx.AsyncClient(trust_env=False) as http:
            bucket = RootsBucket(
                client=http,
                endpoint=s3.endpoint,
                bucket="roots",
                prefix="interco-roots/",
                region=s3.region,
                access_key=s3.access_key,
                secret_key=s3.secret_key,
                lock_days=30,
            )
            ports = replace(town.services.proof, beside=bucket)
            changed = replace(town, services=replace(town.services, proof=ports))
            assert await read_over_days(changed) == ["2026-11-25", "2026-11-26"]
            assert await bucket.names() == {"2026-11-25.json", "2026-11-26.json"}
            assert await write_beside(replace(ports, clock=proof_at(town, 2).clock)) == []
        key = "interco-roots/2026-11-25.json"
        kept = client.get_object_retention(Bucket="roots", Key=key)["Retention"]
        assert kept["Mode"] == "COMPLIANCE"
        with pytest.raises(ClientError):
            client.delete_object(Bucket="roots", Key=key)
        with pytest.raises(ClientError):
            client.put_object(Bucket="roots", Key=key, Body=b"another")
