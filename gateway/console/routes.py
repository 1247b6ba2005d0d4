"""The addresses of the pages: each folder's own, in the order in which they are tried."""

from __future__ import annotations

from starlette.routing import Route

from gateway.console.accessibility.pages import ROUTES as ACCESSIBILITY
from gateway.console.account.pages import ROUTES as ACCOUNT
from gateway.console.acting_for.pages import ROUTES as ACTING_FOR
from gateway.console.add.pages import ROUTES as ADD
from gateway.console.agreements.pages import ROUTES as AGREEMENTS
from gateway.console.asking.pages import ROUTES as ASKING
from gateway.console.boards.pages import ROUTES as BOARDS
from gateway.console.bodies.pages import ROUTES as BODIES
from gateway.console.campaigns.pages import ROUTES as CAMPAIGNS
from gateway.console.catalogue.pages import ROUTES as CATALOGUE
from gateway.console.contractor.pages import ROUTES as CONTRACTOR
from gateway.console.data.pages import ROUTES as DATA
from gateway.console.describe.pages import ROUTES as DESCRIBE
from gateway.console.developers.pages import ROUTES as DEVELOPERS
from gateway.console.drafts.pages import ROUTES as DRAFTS
from gateway.console.duties.pages import ROUTES as DUTIES
from gateway.console.ending.pages import ROUTES as ENDING
from gateway.console.exploring.pages import ROUTES as EXPLORING
from gateway.console.figures.pages import ROUTES as FIGURES
from gateway.console.files.pages import ROUTES as FILES
from gateway.console.graphiql.files import api_page, graphiql
from gateway.console.help.pages import ROUTES as HELP
from gateway.console.home.pages import ROUTES as HOME
from gateway.console.inbox.pages import ROUTES as INBOX
from gateway.console.indicators.pages import ROUTES as INDICATORS
from gateway.console.legal.pages import ROUTES as LEGAL
from gateway.console.linking.pages import ROUTES as LINKING
from gateway.console.look.pages import ROUTES as LOOK
from gateway.console.member_board.pages import ROUTES as MEMBER_BOARD
from gateway.console.mutualised.one_row import ROUTES as ROWS_OF_SERVICES
from gateway.console.mutualised.pages import ROUTES as MUTUALISED
from gateway.console.open_in.pages import ROUTES as OPEN_IN
from gateway.console.openings.pages import ROUTES as OPENINGS
from gateway.console.operator.pages import ROUTES as OPERATOR
from gateway.console.partners.pages import ROUTES as PARTNERS
from gateway.console.questions.pages import ROUTES as QUESTIONS
from gateway.console.receipt.pages import ROUTES as RECEIPT
from gateway.console.requests.pages import ROUTES as REQUESTS
from gateway.console.revisions.pages import ROUTES as REVISIONS
from gateway.console.scheduling.following import ROUTES as FOLLOWING_SERVICES
from gateway.console.scheduling.pages import ROUTES as SCHEDULING
from gateway.console.session.pages import ROUTES as SESSION
from gateway.console.settings.pages import ROUTES as SETTINGS
from gateway.console.sign_in.pages import ROUTES as SIGN_IN
from gateway.console.sign_list.pages import ROUTES as SIGN_LIST
from gateway.console.signing.pages import ROUTES as SIGNING
from gateway.console.style.pages import ROUTES as STYLE
from gateway.console.uses.pages import ROUTES as USES

API_PAGE = Route("/v1/docs", api_page)
"""Before what is mounted under /v1."""
PAGES: tuple[Route, ...] = (
    *HOME,
    *ASKING,
    *CATALOGUE,
    *DATA,
    *OPEN_IN,
    *EXPLORING,
    *ADD,
    *FILES,
    *CONTRACTOR,
    *DESCRIBE,
    *OPENINGS,
    *LINKING,
    *SIGN_IN,
    *ACCOUNT,
    *STYLE,
    *INBOX,
    *USES,
    *SETTINGS,
    *LOOK,
    *MUTUALISED,
    *ROWS_OF_SERVICES,
    *FOLLOWING_SERVICES,
    *SCHEDULING,
    *RECEIPT,
    *QUESTIONS,
    *INDICATORS,
    *BOARDS,
    *FIGURES,
    *DEVELOPERS,
    *OPERATOR,
    *ACCESSIBILITY,
    *LEGAL,
    *HELP,
    *SESSION,
    *DRAFTS,
    *ACTING_FOR,
    *REQUESTS,
    *MEMBER_BOARD,
    *CAMPAIGNS,
    *DUTIES,
    *SIGN_LIST,
    *AGREEMENTS,
    *PARTNERS,
    *BODIES,
    *SIGNING,
    *ENDING,
    *REVISIONS,
    Route("/graphiql", graphiql),
)
