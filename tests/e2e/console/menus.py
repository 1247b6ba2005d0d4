"""Steps that pages of several tests share: a menu of the head, figures that are asked for."""

import re

_FIGURES = re.compile("^(Voir sur nos chiffres|See it on our figures)$")


def open_entry(page, menu, words):
    """Opens a menu by its word, then follows one of its links."""
    opened = page.locator("header.top details.menu-of", has=page.locator("summary", has_text=menu))
    opened.locator("summary").click()
    opened.get_by_role("link", name=words, exact=True).click()


def ask_for_figures(page):
    """By the button of a page that did not wait for them."""
    button = page.get_by_role("button", name=_FIGURES)
    if button.is_visible():
        with page.expect_navigation(timeout=90_000):
            button.click()
