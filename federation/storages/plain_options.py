"""Options as a steward types them: plain text, or refused before anything is dialled."""

from __future__ import annotations

import ipaddress
import re
from pathlib import PurePosixPath

from catalog.actions.texts import unsafe_text
from federation.storages.problems import InvalidStorageOption

_HOST = re.compile(r"(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?(\.[A-Za-z0-9_-]+)*\.?")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_REGION = re.compile(r"[a-z0-9-]{1,40}")
_STORAGE_ID = re.compile(r"[a-z][a-z0-9_]{0,62}")
SSL_MODES = frozenset({"disable", "prefer", "require", "verify-ca", "verify-full"})


def is_plain(text: str) -> bool:
    """Safe, as every text that is kept is; and without invisible blanks, as names here are."""
    return unsafe_text(text) is None and text.isprintable()


def checked_text(option: str, text: str, *, longest: int = 255) -> str:
    if not 0 < len(text) <= longest or not is_plain(text):
        raise InvalidStorageOption(option=option)
    return text


def checked_host(option: str, host: str) -> str:
    """A name or an address: never a path, which libpq would dial as a Unix socket, nor a list."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        if not _HOST.fullmatch(host):
            raise InvalidStorageOption(option=option) from None
    return host


def checked_port(option: str, port: int) -> int:
    if not 0 < port < 65536:
        raise InvalidStorageOption(option=option)
    return port


def checked_ssl_mode(option: str, mode: str) -> str:
    if mode not in SSL_MODES:
        raise InvalidStorageOption(option=option)
    return mode


def checked_bucket(option: str, bucket: str) -> str:
    if not _BUCKET.fullmatch(bucket) or ".." in bucket:
        raise InvalidStorageOption(option=option)
    return bucket


def checked_region(option: str, region: str) -> str:
    if not _REGION.fullmatch(region):
        raise InvalidStorageOption(option=option)
    return region


def checked_path(option: str, path: str) -> str:
    """An absolute path without a step up or a glob; a directory may end in "/"."""
    checked_text(option, path, longest=4096)
    steps = PurePosixPath(path)
    if not steps.is_absolute() or ".." in steps.parts or re.search(r"[*?\[\]{}\\]", path):
        raise InvalidStorageOption(option=option)
    return str(steps)


def checked_prefix(option: str, prefix: str) -> str:
    """Empty, or steps that end in "/": "org" would also match "org2/"."""
    if not prefix:
        return prefix
    checked_text(option, prefix, longest=900)
    steps = prefix.split("/")
    if steps[-1] or not all(steps[:-1]) or {".", ".."} & set(steps):
        raise InvalidStorageOption(option=option)
    if re.search(r"[*?#%\[\]{}\\]", prefix):
        raise InvalidStorageOption(option=option)
    return prefix


def checked_storage_id(storage_id: str) -> str:
    """Ours, but it names things inside engines: checked all the same."""
    if not _STORAGE_ID.fullmatch(storage_id):
        raise InvalidStorageOption(option="id")
    return storage_id
