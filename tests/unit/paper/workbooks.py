"""What is written in a workbook."""

import io
import re
import zipfile
from html import unescape


def texts_of(book):
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        shared = archive.read("xl/sharedStrings.xml").decode()
    return {unescape(text) for text in re.findall(r"<t[^>]*>([^<]*)</t>", shared)}
