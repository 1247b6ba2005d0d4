"""The pages of the settings, one module for each."""

from __future__ import annotations

from gateway.console.settings.keys import ROUTES as KEYS
from gateway.console.settings.mail import ROUTES as MAIL
from gateway.console.settings.mandates import ROUTES as MANDATES
from gateway.console.settings.overview import ROUTES as OVERVIEW
from gateway.console.settings.people import ROUTES as PEOPLE
from gateway.console.settings.secrets import ROUTES as SECRETS
from gateway.console.settings.webhooks import ROUTES as WEBHOOKS

ROUTES = (*OVERVIEW, *PEOPLE, *KEYS, *MANDATES, *WEBHOOKS, *SECRETS, *MAIL)
