"""The documents that ask for a picture of some data and for the facts beside it: totals by month,
by commune or by category, as any reader asks for them.
"""

from __future__ import annotations

from typing import Final

from gateway.console.shared.described_data import DescribedData
from gateway.console.shared.proposed_picture import ProposedPicture, Shape, proposed_pictures

MOST_BARS: Final = 12


def overview_document(data: DescribedData, picture: ProposedPicture | None) -> str:
    """The number of rows, their months and communes where they may be told, and the totals of the
    picture: one decision for all.
    """
    shapes = {each.shape: each for each in proposed_pictures(data)}
    slices = ["aggregate { count }"]
    if Shape.MONTHS in shapes:
        slices.append(_slice("months", shapes[Shape.MONTHS], picture))
    if Shape.MAP in shapes:
        slices.append(_slice("map", shapes[Shape.MAP], picture))
    if picture is not None and picture.shape is Shape.BARS:
        slices.append(_slice("bars", picture, picture))
    return _document(data, slices)


def _slice(alias: str, grouped: ProposedPicture, drawn: ProposedPicture | None) -> str:
    """The groups, with the total of the measure where the picture is of them."""
    measure = grouped.measure.field if grouped == drawn and grouped.measure else None
    total = f" sum {{ {measure} }}" if measure else ""
    field = grouped.by.field
    if grouped.shape is Shape.MONTHS:
        key, arguments = f"{field}(by: MONTH)", f"orderBy: [{{ key: {{ {field}: ASC }} }}]"
    elif grouped.shape is Shape.MAP:
        key, arguments = f"{grouped.relation} {{ code nom }}", ""
    else:
        order = f"sum: {{ {measure}: DESC }}" if measure else "count: DESC"
        key, arguments = field, f"orderBy: [{{ {order} }}], first: {MOST_BARS + 1}"
    called = f"({arguments})" if arguments else ""
    return f"{alias}: groupBy{called} {{ key {{ {key} }} aggregate {{ count{total} }} }}"


def _document(data: DescribedData, slices: list[str]) -> str:
    inner = "\n      ".join(slices)
    owner, field = data.owner.field, data.field
    return f"query Overview {{\n  {owner} {{\n    {field} {{\n      {inner}\n    }}\n  }}\n}}\n"
