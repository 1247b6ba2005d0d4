"""Files that come by mail: where the operator's relay hands them over."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network

from pydantic import BaseModel, ConfigDict, Field


class MailDepositSettings(BaseModel):
    """The address at which the operator's relay hands over mails with files, and the relay's name
    in the Authentication-Results that it writes.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    domain: str = Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")
    authserv_id: str = Field(min_length=1, max_length=255)
    host: str = "127.0.0.1"
    port: int = Field(default=2525, ge=0)
    relays: tuple[IPv4Network | IPv6Network, ...] = (
        IPv4Network("127.0.0.0/8"),
        IPv6Network("::1/128"),
    )
    max_bytes: int = Field(default=30_000_000, ge=10_000, le=75_000_000)
    """Of a whole mail, whose attachment is a third larger there than by itself."""
