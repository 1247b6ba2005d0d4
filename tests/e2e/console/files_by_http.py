"""Files sent by the forms of the pages, without a browser: what is asserted is what a page says."""

from __future__ import annotations

import io
import re
import time
from html import unescape

import httpx
from python_calamine import CalamineWorkbook

from deploy.local.process import WITHOUT_TLS

_TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)
_READ_S = 60
DESCRIPTION = {
    "title": "Pesées OM",
    "description": "Une ligne par pesée de camion.",
    "frequency": "monthly",
    "contact_name": "Service déchets",
    "contact_email": "dechets@mairie.fr",
    "listing": "parties",
}


def workbook_rows(content, sheet):
    """The cells of one of its sheets, as texts."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [tuple(map(str, row)) for row in book.get_sheet_by_name(sheet).to_python()]


class Clerk:
    """One agent's session. `address` is the page that was last shown, `html` what it holds."""

    def __init__(self, console, agent, language="fr"):
        self._http = httpx.Client(
            base_url=console.address,
            headers={"Accept-Language": language, "Origin": console.address},
            follow_redirects=True,
            trust_env=False,
            verify=WITHOUT_TLS,
            timeout=120,
        )
        self.address, self.html = "", ""
        self.post("/sign-in/demo", agent=agent, second_factor="on", next="/")

    def get(self, path):
        """Of a service whose figures take long, the page with them, asked for by its button."""
        page = self._shown(self._http.get(path))
        if "quelques secondes encore" in page:
            page = self.post(path, **self.hidden_and_checked(), step="preview")
        return page

    def file(self, path):
        """What is downloaded, and not shown."""
        answer = self._http.get(path)
        assert "attachment" in answer.headers.get("Content-Disposition", ""), answer.text
        return answer.content

    def post(self, path, **fields):
        return self._shown(self._http.post(path, data=fields))

    def send(self, path, name, content):
        """The page of the file once it is read."""
        self._shown(self._http.post(path, files={"file": (name, content)}))
        waiting = time.monotonic() + _READ_S
        while "hx-get" in self.html and time.monotonic() < waiting:
            time.sleep(0.1)
            self.get(self.address)
        return self.text

    def made(self, name, content, **fields):
        """A dataset of the file, described and published; its address."""
        self.send("/add/file", name, content)
        described = self.hidden_and_checked(self.get(f"{self.address}/describe"))
        self.post(self.address, **{**described, **DESCRIPTION, **fields})
        self.post(self.address)
        assert "/versions" in self.address, self.text
        return self.address.partition("/versions")[0]

    def hidden_and_checked(self, _page=None):
        """What the form would send if nothing was touched."""
        fields = {}
        for tag in re.findall(r"<(?:input|textarea)\b[^>]*>", self.html):
            facts = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
            is_off = facts.get("type") in {"checkbox", "radio"} and " checked" not in tag
            if "name" in facts and not is_off:
                fields[facts["name"]] = unescape(facts.get("value", "on"))
        return {**fields, **self._chosen_of_lists()}

    def _chosen_of_lists(self):
        """Of each list the option that is selected, else the first, as a browser does."""
        chosen = {}
        for facts, inside in re.findall(r"<select\b([^>]*)>(.*?)</select>", self.html, re.DOTALL):
            options = re.findall(r'<option\b[^>]*value="([^"]*)"([^>]*)>', inside)
            name = re.search(r'\bname="([^"]*)"', facts)
            if name is not None and options:
                first = next(
                    (value for value, more in options if "selected" in more), options[0][0]
                )
                chosen[name[1]] = unescape(first)
        return chosen

    def chosen(self, name):
        """The value of the radio button that is chosen."""
        pattern = rf'<input type="radio" name="{name}" value="(\w+)" checked'
        found = re.search(pattern, self.html)
        return None if found is None else found[1]

    def buttons(self):
        """(class, words) of each."""
        found = re.findall(r"<button\b([^>]*)>(.*?)</button>", self.html, re.DOTALL)
        return [
            (" ".join(re.findall(r'class="([^"]*)"', facts)), _plain(words))
            for facts, words in found
        ]

    @property
    def text(self):
        """What a person reads of the page."""
        main = self.html.partition("<main")[2].partition("</main>")[0]
        return _plain(f"<main{main}")

    def close(self):
        self._http.close()

    def _shown(self, answer):
        self.address, self.html = answer.url.path, answer.text
        self.status = answer.status_code
        if answer.url.query:
            self.address = f"{answer.url.path}?{answer.url.query.decode()}"
        return self.text


def _plain(html):
    return " ".join(unescape(_TAGS.sub(" ", html)).replace("\u202f", " ").split())
