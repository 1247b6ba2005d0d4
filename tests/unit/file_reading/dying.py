"""A child that asks for more memory than it may have, as a spreadsheet's reader can."""

import os

from intake.file_reading.workbook_child import limit

limit()
try:
    held = bytearray(4 << 30)
except MemoryError:
    os.abort()
