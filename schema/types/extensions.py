"""Keys of `extensions`, under which our input types say of themselves more than GraphQL can."""

from __future__ import annotations

from typing import Final

LEAF: Final = "interco_leaf"
"""Of an input field: the Leaf that the values of its filter must be."""
STRUCTURAL: Final = "interco_structural"
"""Of an argument or input field: its value shapes the query, not only its rows."""
FREE_OPERATORS: Final = frozenset({"contains", "startsWith", "endsWith", "isNull", "fold"})
"""Operators of a filter whose value is not one of the column's: its codes do not close them."""
