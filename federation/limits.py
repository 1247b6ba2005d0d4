"""The most that one query may cost; settings of the gateway, given to planning as a value."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Limits:
    """`max_rows` is per slice, `max_document_rows` and `max_bytes` for all slices of one answer
    together; `max_codes` what a condition may list before it is refused.

    `max_reference_lines` bounds the names of communes that one query may carry: all of France.
    `max_streamed_rows`, `max_streamed_bytes` and `stream_timeout_s` are for an answer that leaves
    as it is read.
    """

    max_rows: int = 10_000
    max_bytes: int = 100_000_000
    max_codes: int = 2_000
    max_reference_lines: int = 60_000
    max_document_rows: int = 100_000
    timeout_s: float = 30.0
    max_streamed_rows: int = 10_000_000
    max_streamed_bytes: int = 20_000_000_000
    stream_timeout_s: float = 600.0

    def streaming(self) -> Limits:
        """The limits that planning is given for an answer that is streamed."""
        return replace(
            self,
            max_rows=self.max_streamed_rows,
            max_bytes=self.max_streamed_bytes,
            timeout_s=self.stream_timeout_s,
        )
