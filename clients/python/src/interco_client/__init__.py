"""A client of Interco's gateway: `connect(url, key)`, then `sql` and `graphql`."""

from interco_client.answers import Answer
from interco_client.client import Client, connect
from interco_client.problems import (
    Denied,
    Incomplete,
    Mistake,
    NotFound,
    NotSignedIn,
    Problem,
    TooMany,
    Unavailable,
    Unreachable,
)
from interco_client.receipts import Receipt, ReceiptRefused
from interco_client.rows import Rows

__all__ = [
    "Answer",
    "Client",
    "Denied",
    "Incomplete",
    "Mistake",
    "NotFound",
    "NotSignedIn",
    "Problem",
    "Receipt",
    "ReceiptRefused",
    "Rows",
    "TooMany",
    "Unavailable",
    "Unreachable",
    "connect",
]
