"""The ports that telling needs, built once in `app.py`."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from catalog.model.storage import SecretReference
from catalog.store.deliveries import Deliveries
from gateway.acts.ports import ActPorts, WritableCatalog
from gateway.sharing.notifications.mailing import Mailer


@dataclass(frozen=True, slots=True)
class NotificationPorts:
    """`name` is this process's own: claims bear it. Without `mailer` nobody is told by mail.

    `acts` change the catalog; `demo` is a fact of the deployment, as for acts. `tls` says which
    certificates are trusted. `platform` is the address at which people reach the platform.
    """

    name: str
    catalog: WritableCatalog
    acts: ActPorts
    deliveries: Deliveries
    clock: Callable[[], datetime]
    resolve_secret: Callable[[SecretReference], str]
    tls: ssl.SSLContext
    platform: str
    mailer: Mailer | None = None
    demo: bool = False
