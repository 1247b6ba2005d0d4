"""The words of one kind of message."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MessageText:
    """`{about}` is the citation or the id, `{dataset}` the title of the data, `{body}` the name of
    the organisation that it is about, `{used}` what it has used of a quota, `{reason}` a person's
    words, `{until}` until when it may be answered, `{end}` its last day, `{due}` the day on which
    it is awaited, `{turn}` whose turn it is, `{year}` what was read in a year, or the year of a
    report. `next_…` says what is expected of the reader.
    """

    title_fr: str
    fr: str
    next_fr: str
    title_en: str
    en: str
    next_en: str
