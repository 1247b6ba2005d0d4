"""Windows of the reference: a group among the periods, each period known by its number."""

from datetime import UTC, date

from catalog.model.dataset import ScalarType
from tests.unit.schema.plain_order import compare, percentile_of, raw_measure
from tests.unit.schema.plain_values import PARIS, PARTS, UNITS, column_of, key_value, wire

TEMPORAL = {ScalarType.DATE, ScalarType.TIMESTAMP, ScalarType.TIMESTAMP_TZ}


class Periods:
    """The groups whose other keys are those of `rows`, in the order of time."""

    def __init__(self, dataset, rows, keys, groups, over):
        self.dataset, self.rows = dataset, rows
        name = over or next(
            name
            for name, unit in keys
            if name != "commune"
            and unit not in PARTS
            and column_of(dataset, name).type.scalar in TEMPORAL
        )
        units = [unit for key, unit in keys if key == name and unit not in PARTS]
        unit = None if None in units else min(units, key=UNITS.index)
        others = [key for key in keys if key != (name, unit)]
        self.key, self.scalar = (name, unit), column_of(dataset, name).type.scalar
        alike = [
            group
            for group in groups
            if all(
                key_value(dataset, group[0], *key) == key_value(dataset, rows[0], *key)
                for key in others
            )
            and self.time(group) is not None
        ]
        self.line = sorted(alike, key=self.time)

    def time(self, group):
        return key_value(self.dataset, group[0], *self.key)

    def number(self, group):
        """Of a period among all of its kind."""
        value, unit = self.time(group), self.key[1]
        if self.scalar not in TEMPORAL:
            return value
        if unit == "HOUR":
            moment = value if value.tzinfo else value.replace(tzinfo=UTC)
            return int(moment.timestamp()) // 3600
        day = value.astimezone(PARIS) if getattr(value, "tzinfo", None) else value
        day = date(day.year, day.month, day.day)
        months = day.year * 12 + day.month - 1
        return {
            None: day.toordinal(),
            "DAY": day.toordinal(),
            "WEEK": (day.toordinal() - 1) // 7,
            "MONTH": months,
            "QUARTER": months // 3,
            "YEAR": day.year,
        }[unit]

    @property
    def place(self):
        return next((at for at, each in enumerate(self.line) if each is self.rows), None)

    def running(self, column):
        if self.place is None:
            return None
        sums = [raw_measure("sum", column, each) for each in self.line[: self.place + 1]]
        found = [each for each in sums if each is not None]
        return sum(found) if found else None

    def difference(self, read):
        if not self.place:
            return None
        before = self.line[self.place - 1]
        if self.number(self.rows) - self.number(before) != 1:
            return None
        one, other = read(self.rows), read(before)
        return None if one is None or other is None else one - other

    def rank(self, of):
        ((name, value),) = of.items()
        if name == "count":
            read, direction = len, value
        else:
            measured, fields = percentile_of(name, value)
            ((field, direction),) = fields.items()
            column = column_of(self.dataset, field)

            def read(rows):
                return raw_measure(measured, column, rows)

        own = read(self.rows)
        if own is None or self.place is None:
            return None
        others = [each for each in map(read, self.line) if each is not None]
        return 1 + sum(compare(each, own, direction) < 0 for each in others)


class Summed:
    """`running` or `difference`; of a difference, `sum` leads to the columns."""

    def __init__(self, periods, what):
        self.periods, self.what = periods, what

    def field(self, name):
        if name == "sum":
            return self
        if name == "count":
            return self.periods.difference(len)
        column = column_of(self.periods.dataset, name)
        value = (
            self.periods.running(column)
            if self.what == "running"
            else self.periods.difference(lambda rows: raw_measure("sum", column, rows))
        )
        is_whole = column.type.scalar is ScalarType.INTEGER
        return wire(value, ScalarType.BIGINT if is_whole else column.type.scalar)


def window_field(source, name, arguments):
    if isinstance(source, Summed):
        return source.field(name)
    if name == "rank":
        return source.rank(arguments["of"])
    return Summed(source, "running" if name == "runningSum" else "difference")
