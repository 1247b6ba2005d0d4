"""The statements that French law asks of a service online, as its operator gives them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class LegalSettings(BaseModel):
    """The publisher, the host and the officer for personal data (LCEN, article 6; GDPR, article
    13). The page tells each that is empty as not stated yet.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    publisher: str = ""
    """Name, form, address and telephone of the body that runs the platform."""
    director: str = ""
    """The person who answers for what is published."""
    host: str = ""
    """Name, address and telephone of the host of the gateway."""
    data_protection_officer: str = ""
    """An address of the operator's data protection officer."""
