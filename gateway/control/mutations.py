"""The root of mutations: each act is one field; they run one after the other."""

from __future__ import annotations

import strawberry

from gateway.control.agreement_lists import AgreementListMutation
from gateway.control.agreement_mutations import AgreementMutation
from gateway.control.agreement_proposals import AgreementProposalsMutation
from gateway.control.asking import AskingMutation
from gateway.control.boards import BoardMutation
from gateway.control.campaigns import CampaignMutation
from gateway.control.consents import ConsentMutation
from gateway.control.declarations import HostMutation
from gateway.control.disputes import DisputeMutation
from gateway.control.figures import FigureMutation
from gateway.control.inbox import InboxMutation
from gateway.control.indicators import IndicatorMutation
from gateway.control.keys import KeyMutation
from gateway.control.looks import LookMutation
from gateway.control.mail_choices import MailChoiceMutation
from gateway.control.mail_senders import MailSenderMutation
from gateway.control.mandate_mutations import MandateMutation
from gateway.control.mutualised import ServiceMutation
from gateway.control.openings import OpeningMutation
from gateway.control.people import PeopleMutation
from gateway.control.question_links import LinkMutation
from gateway.control.quotas import QuotaMutation
from gateway.control.saved_operations import OperationMutation
from gateway.control.scheduling import ScheduleMutation
from gateway.control.secrets import SecretMutation
from gateway.control.source_acts import SourceMutation
from gateway.control.verifying import VerificationMutation
from gateway.control.webhooks import WebhookMutation


@strawberry.type
class Mutation(
    AgreementMutation,
    AgreementListMutation,
    AgreementProposalsMutation,
    MandateMutation,
    InboxMutation,
    AskingMutation,
    WebhookMutation,
    SecretMutation,
    PeopleMutation,
    KeyMutation,
    OperationMutation,
    IndicatorMutation,
    BoardMutation,
    LinkMutation,
    MailChoiceMutation,
    SourceMutation,
    HostMutation,
    LookMutation,
    ServiceMutation,
    ScheduleMutation,
    ConsentMutation,
    FigureMutation,
    DisputeMutation,
    MailSenderMutation,
    CampaignMutation,
    QuotaMutation,
    OpeningMutation,
    VerificationMutation,
):
    pass
