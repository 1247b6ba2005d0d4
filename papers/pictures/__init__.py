"""Maps and charts as markup: plain values in, one `Picture` out, no library and no script.

Each picture is a sentence, a drawing, its legend in words, the table under it and its files.
"""

from __future__ import annotations

from papers.pictures.bars import Bar, ranked_bars
from papers.pictures.big_number import big_number
from papers.pictures.commune_map import StatusClass, rate_map, status_map
from papers.pictures.heat import HeatRow, StatusRow, heat_table, status_table
from papers.pictures.lines import YearLine, year_lines
from papers.pictures.markup import Drawn
from papers.pictures.palette import Tone
from papers.pictures.picture import Downloads, Picture
from papers.pictures.reader import Reader
from papers.pictures.stacks import Series, stacked_columns
from papers.pictures.timeline import MonthValue, month_bars
from papers.pictures.trajectory import Aim, YearValue, year_values

__all__ = [
    "Aim",
    "Bar",
    "Downloads",
    "Drawn",
    "HeatRow",
    "MonthValue",
    "Picture",
    "Reader",
    "Series",
    "StatusClass",
    "StatusRow",
    "Tone",
    "YearLine",
    "YearValue",
    "big_number",
    "heat_table",
    "month_bars",
    "ranked_bars",
    "rate_map",
    "stacked_columns",
    "status_map",
    "status_table",
    "year_lines",
    "year_values",
]
