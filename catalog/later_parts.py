"""Keeps, in an entry that is rewritten, parts by a later version that this one does not know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args, get_origin

from catalog.canonical_json import write_canonical
from catalog.codec import MARK, TAG, class_in, is_known, kinds_of_fields
from catalog.model.agreement import Approval, GrantedColumn
from catalog.model.board import BoardTile
from catalog.model.campaign import CampaignReceipt, CampaignReminder, CampaignRequest
from catalog.model.consent import ConsentedColumn, ConsentedRole
from catalog.model.dataset import CodeMeaning, Column, Link, Relation
from catalog.model.deposit import DepositVersion, MatchAnswer
from catalog.model.indicator import IndicatorSide, IndicatorVersion
from catalog.model.mail_sender import MailSender
from catalog.model.opening import ColumnOpening
from catalog.model.organisation import Appointment
from catalog.model.published_service import BoundField, ParameterValue, RoleBinding
from catalog.model.question_link import LinkConsent, LinkValue
from catalog.model.saved_operation import QuestionParameter
from catalog.model.service_account import StoredKey
from catalog.model.suspension import Suspension

_NAMED_BY: Mapping[Any, tuple[str, ...]] = {
    Column: ("id",),
    CodeMeaning: ("word",),
    Relation: ("name",),
    Link: ("name",),
    GrantedColumn: ("column",),
    Approval: ("organisation", "agent", "at"),
    Suspension: ("cause",),
    DepositVersion: ("number",),
    MatchAnswer: ("about", "name"),
    StoredKey: ("id",),
    MailSender: ("address",),
    RoleBinding: ("role", "dataset"),
    BoundField: ("field",),
    ParameterValue: ("name",),
    QuestionParameter: ("name",),
    LinkValue: ("name",),
    LinkConsent: ("agreement",),
    IndicatorSide: ("dataset", "measure", "where", "part"),
    IndicatorVersion: ("number",),
    BoardTile: ("id",),
    ConsentedColumn: ("column",),
    ConsentedRole: ("role",),
    CampaignRequest: ("member",),
    ColumnOpening: ("column",),
    Appointment: ("role",),
    CampaignReceipt: ("member",),
    CampaignReminder: ("step", "at"),
}
"""Fields that make an item the same item of a list from one writing to the next; an item of another
class is the same by all its fields but those that only inform.
"""


def with_later_parts(kind: Any, before: Any, after: Any) -> Any:
    """`after`, a written value of type `kind`, with what `before` holds of its parts that this
    version does not know. What is new, or another, gets nothing.
    """
    match before, after:
        case dict(), dict() if before.get(TAG) == after.get(TAG):
            of = class_in(kind, after)
            return after if of is None else _object(of, before, after)
        case list(), list():
            return _items(kind, before, after)
        case _:
            return after


def _object(of: Any, before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    kinds = kinds_of_fields(of)
    written = {
        key: with_later_parts(kinds.get(key), before.get(key), each) for key, each in after.items()
    }
    kept = {
        key: each
        for key, each in before.items()
        if key.startswith(MARK) and key not in after and not is_known(of, key, each)
    }
    return written | kept


def _items(kind: Any, before: list[Any], after: list[Any]) -> list[Any]:
    item = _item_of(kind)
    there = {_identity(item, each): each for each in reversed(before)}
    return [with_later_parts(item, there.get(_identity(item, each)), each) for each in after]


def _item_of(kind: Any) -> Any:
    lists = [each for each in (kind, *get_args(kind)) if get_origin(each) is tuple]
    return get_args(lists[0])[0] if lists else None


def _identity(kind: Any, item: Any) -> bytes:
    of = class_in(kind, item) if isinstance(item, dict) else None
    names = _NAMED_BY.get(of)
    if names is not None:
        return write_canonical([item.get(name) for name in names])
    return write_canonical(_known(item))


def _known(value: Any) -> Any:
    """A value without anything that only informs, known or not."""
    match value:
        case dict():
            return {key: _known(each) for key, each in value.items() if not key.startswith(MARK)}
        case list():
            return [_known(each) for each in value]
        case _:
            return value
