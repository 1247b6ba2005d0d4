"""The settings of one session: a closed list, what each takes, and what it is at first."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from catalog.model.problem import Language
from gateway.postgresql.problems import PostgresqlSetting
from gateway.reading.query.overlap import Overlap, read_overlap
from gateway.reading.query.request import read_file_reference

SERVER_VERSION = "15.18"
"""A version of PostgreSQL whose catalogs and whose dialect clients then speak."""
_FIXED: Mapping[str, str] = {
    "server_encoding": "UTF8",
    "integer_datetimes": "on",
    "is_superuser": "off",
    "in_hot_standby": "off",
    "max_identifier_length": "63",
    "transaction_read_only": "on",
    "lc_collate": "C",
    "lc_ctype": "C.UTF-8",
    "max_index_keys": "32",
    "block_size": "8192",
    "wal_level": "replica",
}
"""Shown, and set by nobody."""
_OF_THE_SESSION = ("server_version", "server_version_num", "session_authorization")
REPORTED = (
    *("server_version", "server_encoding", "client_encoding", "application_name"),
    *("default_transaction_read_only", "in_hot_standby", "is_superuser", "session_authorization"),
    *("DateStyle", "IntervalStyle", "TimeZone", "integer_datetimes", "standard_conforming_strings"),
)
"""Told to a client at its start, and when they change."""


def _one_of(*values: str) -> Callable[[str], str | None]:
    allowed = {each.lower(): each for each in values}
    return lambda value: allowed.get(value.strip().lower())


def _encoding(value: str) -> str | None:
    return "UTF8" if value.strip().lower() in {"utf8", "utf-8", "unicode"} else None


def _date_style(value: str) -> str | None:
    parts = {each.strip().lower() for each in value.split(",")}
    return "ISO, MDY" if "iso" in parts or parts <= {"mdy", "dmy", "ymd"} else None


def _zone(value: str) -> str | None:
    name = value.strip().strip("'")
    if name.upper() in {"UTC", "GMT", "Z", "ETC/UTC", "DEFAULT", "LOCAL", "UCT", "ZULU"}:
        return "UTC"
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return name


def _timeout(value: str) -> str | None:
    amount = re.fullmatch(r"\s*([0-9]{1,9})\s*(ms|s|min|h)?\s*", value)
    if amount is None:
        return None
    scale = {"ms": 1, "s": 1_000, "min": 60_000, "h": 3_600_000, None: 1}[amount[2]]
    return str(int(amount[1]) * scale)


def _text(value: str) -> str | None:
    return value[:64] if value.isprintable() else None


def _number(value: str) -> str | None:
    return value.strip() if re.fullmatch(r"\s*-?[0-9]{1,9}\s*", value) else None


def _path(value: str) -> str | None:
    return value if len(value) <= 2_000 and value.isprintable() else None


_ISOLATION = _one_of("read uncommitted", "read committed", "repeatable read", "serializable")
_SET: Mapping[str, tuple[str, Callable[[str], str | None]]] = {
    "application_name": ("", _text),
    "bytea_output": ("hex", _one_of("hex", "escape")),
    "client_encoding": ("UTF8", _encoding),
    "client_min_messages": ("notice", _text),
    "DateStyle": ("ISO, MDY", _date_style),
    "default_transaction_isolation": ("read committed", _ISOLATION),
    "default_transaction_read_only": ("on", _one_of("on", "true")),
    "extra_float_digits": ("1", _number),
    "idle_in_transaction_session_timeout": ("0", _timeout),
    "interco.file_reference": ("", _text),
    "interco.on_behalf_of": ("", _text),
    "interco.overlap": ("REFUSE", _one_of("REFUSE", "COMPETENT", "ALL")),
    "interco.purpose": ("", _text),
    "IntervalStyle": ("postgres", _one_of("postgres", "iso_8601")),
    "jit": ("off", _one_of("on", "off")),
    "lc_messages": ("fr_FR.UTF-8", _text),
    "lock_timeout": ("0", _timeout),
    "row_security": ("on", _one_of("on")),
    "search_path": ('"$user", public', _path),
    "standard_conforming_strings": ("on", _one_of("on", "true")),
    "statement_timeout": ("0", _timeout),
    "synchronize_seqscans": ("off", _one_of("on", "off")),
    "TimeZone": ("UTC", _zone),
    "transaction_isolation": ("read committed", _ISOLATION),
    "work_mem": ("4MB", _text),
}
_NAMES = {each.lower(): each for each in (*_SET, *_FIXED, *_OF_THE_SESSION)}
_ALIASES = {"names": "client_encoding", "time zone": "timezone"}


@dataclass(slots=True)
class SessionSettings:
    """`user` is the name that its client gave itself: it says nothing of who that is."""

    user: str = ""
    version: str = SERVER_VERSION
    values: dict[str, str] = field(default_factory=dict)
    begun: dict[str, str] = field(default_factory=dict)
    """Asked for at the start: RESET goes back to it."""
    last_answer: dict[str, str] = field(default_factory=dict)
    """The reference and the receipt of the last answer, by the names that SHOW takes."""

    def show(self, name: str) -> tuple[str, str]:
        """The name as PostgreSQL writes it, and the value. Raises PostgresqlSetting."""
        setting = self._canonical(name)
        if setting in self.last_answer:
            return setting, self.last_answer[setting]
        if setting == "server_version":
            return setting, self.version
        if setting == "server_version_num":
            major, _, minor = self.version.partition(".")
            return setting, str(int(major) * 10_000 + int(minor))
        if setting == "session_authorization":
            return setting, self.user
        if setting in _FIXED:
            return setting, _FIXED[setting]
        return setting, self.values.get(setting, self.begun.get(setting, _SET[setting][0]))

    def set(self, name: str, value: str | None) -> str:
        """The name as PostgreSQL writes it; `value` None: what it was at first. Raises
        PostgresqlSetting.
        """
        setting = self._canonical(name)
        if setting not in _SET:
            raise PostgresqlSetting(name=setting[:60])
        if value is None:
            self.values.pop(setting, None)
            return setting
        value = _SET[setting][1](value)
        if value is None or not _fits(setting, value):
            raise PostgresqlSetting(name=setting[:60])
        self.values[setting] = value
        return setting

    def begin(self, parameters: Mapping[str, str]) -> None:
        """Takes the settings of the start: one that is unknown, or takes no such value, stays as it
        is.
        """
        self.user = parameters.get("user", "")[:63]
        asked_for = {
            name: value for name, value in parameters.items() if name not in {"user", "database"}
        }
        for option in re.finditer(
            r"(?:-c\s*|--)([A-Za-z_.]+)=((?:\\.|[^\s\\])*)", asked_for.pop("options", "")
        ):
            asked_for[option[1].replace("-", "_")] = re.sub(r"\\(.)", r"\1", option[2])
        for name, value in asked_for.items():
            setting = _NAMES.get(name.lower())
            if setting is None or setting not in _SET:
                continue
            accepted = _SET[setting][1](value)
            if accepted is not None and _fits(setting, accepted):
                self.begun[setting] = accepted

    def all(self) -> list[tuple[str, str]]:
        return [self.show(each) for each in sorted(_NAMES.values(), key=str.lower)]

    def reset(self) -> None:
        self.values.clear()

    def reported(self) -> list[tuple[str, str]]:
        return [self.show(each) for each in REPORTED]

    @property
    def language(self) -> Language:
        return "en" if self._value("lc_messages").lower().startswith(("en", "c", "posix")) else "fr"

    @property
    def zone(self) -> str:
        return self._value("TimeZone")

    @property
    def timeout_s(self) -> float | None:
        milliseconds = int(self._value("statement_timeout"))
        return milliseconds / 1_000 if milliseconds else None

    @property
    def search_path(self) -> tuple[str, ...]:
        """None where its client has set none: names are then said with their organisation, and
        catalogs show the tables of all.
        """
        if self._value("search_path") == _SET["search_path"][0]:
            return ()
        parts = (each.strip().strip('"').lower() for each in self._value("search_path").split(","))
        return tuple(each for each in parts if each and each not in {"$user", "pg_catalog"})

    @property
    def overlap(self) -> Overlap:
        return read_overlap(self._value("interco.overlap")) or Overlap.REFUSE

    def optional(self, name: str) -> str | None:
        """Of a setting that may be empty; None where it is."""
        return self._value(name) or None

    def _value(self, name: str) -> str:
        return self.show(name)[1]

    def _canonical(self, name: str) -> str:
        lower = _ALIASES.get(name.lower(), name.lower())
        setting = _NAMES.get(lower)
        if setting is None and lower in self.last_answer:
            return lower
        if setting is None:
            raise PostgresqlSetting(name=name[:60])
        return setting


def _fits(name: str, value: str) -> bool:
    """Raises InvalidFileReference for one that cannot be read."""
    if name == "interco.file_reference" and value:
        return read_file_reference(value) is not None
    return True
