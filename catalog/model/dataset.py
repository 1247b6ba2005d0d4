"""A dataset: one physical object of one storage, its typed columns, and what the law says of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from catalog.model.acceptance import Acceptance
from catalog.model.hosting import HostingDemand
from catalog.model.identifiers import Name, Siren
from catalog.model.later_field import restricts
from catalog.model.terms import Contact, Secret


class ScalarType(StrEnum):
    """The closed set of column types."""

    STRING = "string"
    INTEGER = "integer"
    BIGINT = "bigint"
    DECIMAL = "decimal"
    FLOAT = "float"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    TIMESTAMP = "timestamp"
    TIMESTAMP_TZ = "timestamp_tz"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class ColumnType:
    """`precision` and `scale` for decimal only."""

    scalar: ScalarType
    precision: int | None = None
    scale: int | None = None


class Classification(IntEnum):
    """Sensitivity of a column; the highest of a dataset counts for all of it."""

    OPEN = 0
    INTERNAL = 1
    PERSONAL = 2
    SENSITIVE = 3


class AccessLevel(StrEnum):
    OPEN = "open"
    OPEN_WITH_ACCOUNT = "open_with_account"
    RESTRICTED = "restricted"


_PUBLIC = frozenset({AccessLevel.OPEN, AccessLevel.OPEN_WITH_ACCOUNT})


class Listing(StrEnum):
    """The bodies and people who may discover that the dataset exists."""

    PUBLIC = "public"
    ORGANISATIONS = "organisations"
    PARTIES = "parties"


class UpdateFrequency(StrEnum):
    """The rhythm at which rows come or change, as the owner says; NEVER is for data made once."""

    CONTINUOUS = "continuous"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    SEMIANNUAL = "semiannual"
    ANNUAL = "annual"
    IRREGULAR = "irregular"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class TextFormat:
    """The way a column is written where its source is text (CSV): all formats are declared.

    `thousands` stands between groups of three digits, a space meaning a no-break one too; `suffix`
    (€, %) may follow a number, after a space or none: "" where there is none. Cells that are one of
    `empty` (NC, -) hold nothing.
    """

    date: str = "%Y-%m-%d"
    timestamp: str = "%Y-%m-%dT%H:%M:%S"
    decimal_mark: str = "."
    true: str = "true"
    false: str = "false"
    thousands: str = ""
    suffix: str = ""
    empty: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TotalRows:
    """Lines that add up others: `column` (of the header) is one of `values`, trimmed."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CsvFormat:
    """`header_row` is the number of the header's line in each file, from 1."""

    delimiter: str = ","
    quote: str = '"'
    encoding: str = "utf-8"
    columns: tuple[str, ...] = ()
    """The header's names in the files' order, where engines read by position: in a bucket. The
    files of a folder are read by the names in each file's own header.
    """
    header_row: int = 1
    total_rows: TotalRows | None = None
    """They are in no answer."""


@dataclass(frozen=True, slots=True)
class CodeMeaning:
    """`word`, as the column writes it, is `code` in the standard that its dataset cites."""

    word: str
    code: str


@dataclass(frozen=True, slots=True)
class Column:
    """`id` never changes and is never used again; `source_name` is its name in the storage.

    `code_list` closes the values (a literal outside it is the caller's mistake).
    """

    id: str
    name: Name
    type: ColumnType
    source_name: str
    label_fr: str
    label_en: str
    description_fr: str = ""
    description_en: str = ""
    unit: str | None = None
    concept: str | None = None
    classification: Classification = Classification.INTERNAL
    share_of_whole: bool = False
    secret: Secret | None = None
    """The legal secret that covers it, if any."""
    code_list: tuple[str, ...] = ()
    text_format: TextFormat | None = None
    codes: tuple[CodeMeaning, ...] = restricts(())
    """The standard's meaning of the column's own words, where its owner says it: beside the words
    that the standard itself knows.
    """


class ObjectKind(StrEnum):
    TABLE = "table"
    CSV = "csv"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class PhysicalObject:
    """An object of a storage, registered once: a table (`schema`, `name`) or one file pattern under
    the storage.

    For CSV and Parquet `name` is a path relative to the storage's root: one file
    (`collectes/2025.csv`) or all of one kind in one directory (`collectes/*.parquet`).
    """

    kind: ObjectKind
    name: str
    schema: str | None = None
    csv: CsvFormat | None = None


@dataclass(frozen=True, slots=True)
class TerritoryBinding:
    """The column that holds commune codes, and the map on which they are read.

    Exactly one of `date_column` (the row's own date, a column id) and `vintage` (1 January of that
    year for every row).
    """

    column: str
    date_column: str | None = None
    vintage: int | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation from a column (id) to reference data, under a name of its own (`commune`)."""

    name: Name
    column: str
    concept: str


@dataclass(frozen=True, slots=True)
class Link:
    """Rows here belong to rows of another dataset (id): what `column` (id) holds here, `key` (id)
    holds there. Seen from there, the rows here bear the name `reverse`.

    `elsewhere`: of a dataset of another body, `organisation.dataset.key` as they were called when
    the link was declared. It is told from that alone, and never from what became of the dataset.
    """

    name: Name
    column: str
    dataset: str
    key: str
    reverse: Name
    elsewhere: str | None = restricts(None)


@dataclass(frozen=True, slots=True)
class OnceOpen:
    """Columns, as they were, that everybody could read beside each other."""

    columns: tuple[Column, ...]

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(column.id for column in self.columns)


@dataclass(frozen=True, slots=True)
class Dataset:
    """Ids of columns everywhere; names only where a person or a query reads them."""

    id: str
    owner: Siren
    storage_id: str
    name: Name
    title_fr: str
    title_en: str
    physical: PhysicalObject
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = ()
    territory: TerritoryBinding | None = None
    relations: tuple[Relation, ...] = ()
    unit_key: str | None = None
    time_zone: str = "Europe/Paris"
    standard: str | None = None
    description_fr: str = ""
    description_en: str = ""
    licence: str | None = None
    personal_data: bool = False
    synthetic: bool = False
    access_level: AccessLevel = AccessLevel.RESTRICTED
    listing: Listing = Listing.PARTIES
    reader_groups: frozenset[str] = frozenset()
    version: int = 1
    retired_columns: tuple[str, ...] = ()
    """Ids of columns that were dropped: never given again."""
    hosting: HostingDemand | None = None
    """The owner's demand on hosting, which holds for every reader, the owner included."""
    update_frequency: UpdateFrequency | None = None
    contact: Contact | None = None
    """Whom to ask about it, shown to whoever may know that it exists."""
    withdrawn: bool = False
    """Nobody reads or finds it any more. It is kept: what was once read of it is known still, and
    its column ids are never given again.
    """
    once_open: tuple[OnceOpen, ...] = ()
    """Columns that everybody could read, and can no longer, or no longer beside each other: they
    are known still, and never forgotten.
    """
    acceptance: Acceptance | None = None
    """Conditions under which a file may be deposited into the dataset."""
    links: tuple[Link, ...] = ()
    _by_id: dict[str, Column] = field(init=False, repr=False, compare=False, hash=False)
    _by_name: dict[str, Column] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {column.id: column for column in self.columns})
        object.__setattr__(self, "_by_name", {column.name: column for column in self.columns})

    def column(self, column_id: str) -> Column:
        """The column with this id; KeyError when there is none (ids are ours)."""
        return self._by_id[column_id]

    def column_named(self, name: str) -> Column | None:
        return self._by_name.get(name)

    @property
    def open_columns(self) -> tuple[Column, ...]:
        """The columns that everybody reads without any agreement."""
        sensitive = self.personal_data or self.highest_classification >= Classification.PERSONAL
        if sensitive or self.access_level not in _PUBLIC:
            return ()
        return tuple(
            column for column in self.columns if column.classification is Classification.OPEN
        )

    @property
    def columns_ever_open(self) -> tuple[Column, ...]:
        """Its columns, then those that are gone and that everybody once could read."""
        gone = {column.id: column for once in self.once_open for column in once.columns}
        return (*self.columns, *(gone[key] for key in gone if key not in self._by_id))

    @property
    def highest_classification(self) -> Classification:
        return max((column.classification for column in self.columns), default=Classification.OPEN)
