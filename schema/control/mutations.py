"""The root of mutations: each act is one field; they run one after the other."""

from __future__ import annotations

import strawberry

from schema.control.agreement_mutations import AgreementMutation
from schema.control.inbox import InboxMutation
from schema.control.mandate_mutations import MandateMutation
from schema.control.secrets import SecretMutation
from schema.control.webhooks import WebhookMutation


@strawberry.type
class Mutation(AgreementMutation, MandateMutation, InboxMutation, WebhookMutation, SecretMutation):
    pass
