"""Tables as objects of an S3 store."""

from __future__ import annotations

from collections.abc import Mapping

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from demo.generate.table import ORIGIN
from deploy.local.s3_server import S3Server

_PRESENT = frozenset({"BucketAlreadyOwnedByYou", "BucketAlreadyExists"})


def write_s3(server: S3Server, bucket: str, objects: Mapping[str, bytes]) -> None:
    """Makes the bucket if need be; `objects` by key; each carries the origin as metadata."""
    client = boto3.client(
        "s3",
        endpoint_url=server.endpoint,
        region_name=server.region,
        aws_access_key_id=server.access_key,
        aws_secret_access_key=server.secret_key,
        config=Config(s3={"addressing_style": "path"}, proxies={}),
    )
    try:
        client.create_bucket(
            Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": server.region}
        )
    except ClientError as error:
        if error.response["Error"]["Code"] not in _PRESENT:
            raise
    for key, content in sorted(objects.items()):
        client.put_object(Bucket=bucket, Key=key, Body=content, Metadata=dict(ORIGIN))
