"""A page gone through by the tab key alone."""

_MOST = 150
_IS_BUTTON = """(name) => document.activeElement.matches('button, a')
  && document.activeElement.textContent.trim().startsWith(name)"""
_IS_SUMMARY = """(words) => document.activeElement.matches('summary')
  && document.activeElement.textContent.trim().startsWith(words)"""
_MATCHES = "(selector) => document.activeElement.matches(selector)"


def tab_to(page, selector):
    """From where the focus is, forward."""
    _tab_until(page, _MATCHES, selector)


def press(page, name):
    """The button or the link whose words begin so, then Enter, which leads to a page."""
    _tab_until(page, _IS_BUTTON, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _tab_until(page, test, argument):
    for _ in range(_MOST):
        page.keyboard.press("Tab")
        if page.evaluate(test, argument):
            return
    raise AssertionError(argument)


def write(page, selector, text):
    """In the place of what the field holds."""
    tab_to(page, selector)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def choose(page, selector, value):
    """In a list, from its first option down."""
    tab_to(page, selector)
    page.keyboard.press("Home")
    for _ in range(_MOST):
        if page.evaluate("document.activeElement.value") == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(value)


def tick(page, selector):
    tab_to(page, selector)
    page.keyboard.press("Space")


def unfold(page, words):
    """What is folded under a line whose words begin so."""
    _tab_until(page, _IS_SUMMARY, words)
    page.keyboard.press("Enter")


def type_day(page, day):
    """`2026-11-20` into the field of a day that has the focus, in the order of this browser."""
    year, month, number = day.split("-")
    page.keyboard.type(f"{month}{number}{year}")


def sign(page, path, capacity, reference, since):
    """Reads an agreement to its end and signs it, without a mouse."""
    page.goto(path)
    press(page, "Ouvrir la convention à signer")
    fill_signature(page, capacity, reference, since)
    press(page, "Signer")


def fill_signature(page, capacity, reference, since):
    for selector, text in (("#capacity", capacity), ("#reference", reference)):
        tab_to(page, selector)
        page.keyboard.type(text)
    tab_to(page, "#since")
    type_day(page, since)
    tab_to(page, "#read")
    page.keyboard.press("Space")
