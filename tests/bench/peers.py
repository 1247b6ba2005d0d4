"""What the JSON of a list is held against: the best wheel, the same columns."""

import io
import time

import arro3.io
import msgspec
import orjson

FIELDS = """dateCollecte flux modeCollecte tonnageKg idPesee codeCommune
  commune { code nom population }"""


def write_arro3(table):
    """Rust, straight from the columns, nulls kept."""
    written = io.BytesIO()
    arro3.io.write_json(table, written, explicit_nulls=True)
    return written.getvalue()


def write_orjson(table):
    return orjson.dumps(table.to_pylist(), default=str)


def write_msgspec(table):
    return msgspec.json.encode(table.to_pylist())


WHEELS = {"arro3": write_arro3, "orjson": write_orjson, "msgspec": write_msgspec}


def best_wheel(table):
    """The name of the wheel that writes this table as JSON in the least time, and its writer."""

    def least(write):
        def once():
            started = time.perf_counter()
            write(table)
            return time.perf_counter() - started

        return min(once() for _ in range(4))

    return min(WHEELS.items(), key=lambda each: least(each[1]))
