"""The readers of the figures of this process, and the address of its traces of requests: by
default, nobody and nowhere.
"""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator


class MetricsSettings(BaseModel):
    """`INTERCO_METRICS`: Prometheus reads `/metrics` on a port of its own, or with a token."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    port: int | None = Field(default=None, ge=1, le=65535)
    host: str = "127.0.0.1"
    token: SecretStr | None = None
    token_file: Path | None = None

    @model_validator(mode="after")
    def _opens_something(self) -> Self:
        if self.token is not None and self.token_file is not None:
            raise ValueError("token or token_file, not both")
        if self.port is None and self.token is None and self.token_file is None:
            raise ValueError("a port of its own, or a token")
        return self


class TracingSettings(BaseModel):
    """`INTERCO_TRACING`: where spans are sent, by OTLP over HTTP."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    endpoint: str = Field(pattern=r"^https?://\S+$")
    ratio: float = Field(default=1.0, ge=0.0, le=1.0)
    """Of the requests that bring no decision of their own about being traced."""
    service: str = Field(default="interco", min_length=1, max_length=60)
    headers_file: Path | None = None
    """`Name: value`, one a line, sent with each export: the credentials of a collector."""
