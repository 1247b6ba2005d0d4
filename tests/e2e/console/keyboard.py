"""A page gone through by the tab key alone."""

_MOST = 150
_IS_BUTTON = """(name) => document.activeElement.matches('button, a')
  && document.activeElement.textContent.trim().startsWith(name)"""
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


def sign(page, path, capacity, reference, since):
    """Reads an agreement to its end and signs it, without a mouse."""
    page.goto(path)
    press(page, "Ouvrir la convention à signer")
    tab_to(page, "#capacity")
    for text in (capacity, reference, since):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    press(page, "Approuver")
