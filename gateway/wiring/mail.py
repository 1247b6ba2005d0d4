"""The sender of messages by mail, if the settings name one."""

from __future__ import annotations

import ssl

from gateway.notifications.mailing import Mailer, read_mailer
from gateway.settings import Settings


def mailer_of(settings: Settings, tls: ssl.SSLContext) -> Mailer | None:
    """Raises UnsafeConfiguration."""
    if settings.smtp_url is None:
        return None
    return read_mailer(settings.smtp_url.get_secret_value(), settings.mail_from, tls)
