"""A record of what a journey asks of people: clicks, fields, and all words of each page crossed.

Five seconds for each click and each field, 200 words a minute. Words are those that a page shows,
proposed values and the words in empty fields included: what is folded, said to screen readers alone
or behind a menu counts once it is opened, and of a closed list the option that is chosen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Error as PlaywrightError

SECONDS_AN_ACT, WORDS_A_MINUTE = 5, 200
# One word is what stands between spaces and holds a letter or a digit.
_WORDS = """() => {
  const texts = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const isShown = (element) => {
    if (!element.checkVisibility({visibilityProperty: true, opacityProperty: true})) return false;
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const {width, height, right, bottom} = at.getBoundingClientRect();
      if (getComputedStyle(at).display === 'contents') continue;
      if (width <= 1 || height <= 1 || right + scrollX <= 0 || bottom + scrollY <= 0) return false;
    }
    return true;
  };
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent.closest('script, style, template, noscript, option, textarea')) continue;
    if (node.data.trim() && isShown(parent)) texts.push(node.data);
  }
  for (const field of document.querySelectorAll('input, textarea, select')) {
    if (!isShown(field) || /^(checkbox|radio|hidden|file|submit)$/.test(field.type)) continue;
    const chosen = field.selectedOptions;
    texts.push(chosen ? [...chosen].map(option => option.text).join(' ')
      : field.value || field.placeholder);
  }
  return texts.join(' ').split(/\\s+/).filter(word => /[\\p{L}\\p{N}]/u.test(word));
}"""
_SEEN = f"() => [performance.timeOrigin, ({_WORDS})()]"

_LEADS_ON = 4
"""The most pages that one click crosses."""


@dataclass
class Crossed:
    """A page that somebody crossed; `words` grow where something is unfolded or put in place."""

    person: str
    path: str
    words: list[str]
    read: int = 0
    clicks: int = 0
    fields: int = 0

    @property
    def seconds(self) -> float:
        return SECONDS_AN_ACT * (self.clicks + self.fields) + 60 * self.read / WORDS_A_MINUTE


@dataclass
class Journey:
    """What several people do, each in a page (Playwright's) of their own."""

    name: str
    crossed: list[Crossed] = field(default_factory=list)

    def of(self, person, page):
        return Hand(self, person, page)

    @property
    def clicks(self):
        return sum(each.clicks for each in self.crossed)

    @property
    def seconds(self):
        return sum(each.seconds for each in self.crossed)

    def lines(self) -> Iterator[str]:
        total = sum(each.read for each in self.crossed)
        fields = sum(each.fields for each in self.crossed)
        acts = f"{self.clicks} clicks, {fields} fields, {total} words"
        yield f"{self.name}: {self.seconds / 60:.1f} min, {acts}"
        for each in self.crossed:
            yield (
                f"  {each.person:<34} {each.path:<52} {each.clicks:>3} {each.fields:>3} "
                f"{each.read:>5} {each.seconds:>6.1f} s"
            )


@dataclass
class Hand:
    """One person's hand and eyes on one page of a browser."""

    journey: Journey
    person: str
    page: object
    _origin: float = -1.0

    def open(self, address):
        """What is typed, kept as a bookmark or come by mail: no click of a page."""
        self.page.goto(address)
        self.look()

    def look(self):
        """Reads what is on the page now: a page that was loaded anew whole, else what is new."""
        origin, words = self._seen()
        if origin != self._origin:
            self._origin = origin
            path = urlsplit(self.page.url).path
            self.journey.crossed.append(Crossed(self.person, path, words, len(words)))
            return
        crossed = self._here
        known = list(crossed.words)
        fresh = [word for word in words if word not in known or known.remove(word)]
        crossed.read += len(fresh)
        crossed.words += fresh

    def _seen(self):
        """When the page that is there was loaded, and its words; of one that leads on by itself,
        those of the page where it ends.
        """
        for _ in range(_LEADS_ON):
            try:
                self.page.wait_for_load_state("networkidle")
                return self.page.evaluate(_SEEN)
            except PlaywrightError as gone:
                if "context was destroyed" not in gone.message:
                    raise
        raise AssertionError(f"{self.page.url} leads on and on")

    def click(self, locator):
        self._here.clicks += 1
        locator.click()
        self.look()

    def follow(self, locator):
        """A click on what leads to a page."""
        self._here.clicks += 1
        with self.page.expect_navigation():
            locator.click()
        self.look()

    def fill(self, locator, text):
        """What somebody types, they need not read."""
        self._here.fields += 1
        locator.fill(text)
        self._here.words += text.split()
        self.look()

    def press(self, key):
        """The key by which a form is sent, and leads to a page: as a click."""
        self._here.clicks += 1
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.look()

    def choose(self, locator, value):
        self._here.fields += 1
        locator.select_option(value)
        self.look()

    def give_file(self, locator, file):
        """A file is chosen by a click on the field, and one in the dialog."""
        self._here.clicks += 2
        locator.set_input_files(file)
        self.look()

    @property
    def _here(self):
        return self.journey.crossed[-1] if self._mine is None else self._mine

    @property
    def _mine(self):
        mine = [each for each in self.journey.crossed if each.person == self.person]
        return mine[-1] if mine else None
