"""The pages as people open them: one demo for all, a browser signed in as one of its agents."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests.e2e.conftest import start_demo

WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 320, "height": 640}
LOCALES = {"fr": "fr-FR", "en": "en-GB"}


@pytest.fixture(scope="module")
def console(tmp_path_factory):
    """A demo of its own for each file, for its journey changes it."""
    process, running = start_demo(tmp_path_factory.mktemp("console") / "state")
    yield running
    process.terminate()
    assert process.wait(timeout=30) == 0


@pytest.fixture(scope="module")
def browser(chromium_path):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path,
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
        )
        yield browser
        browser.close()


@pytest.fixture
def signed_in(browser, console):
    """`signed_in("steward@valcobreizh", "en")`: a page of its own context; its errors fail."""
    contexts, errors = [], []

    def sign_in(agent=None, language="fr", *, second_factor=True):
        context = browser.new_context(viewport=WIDE, locale=LOCALES[language])
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if _is_ours(said) else None)
        if agent is not None:
            page.goto(f"{console.address}/sign-in?next=/")
            if not second_factor:
                page.uncheck("input[name=second_factor]")
            page.click(f"button[value='{agent}']")
            page.wait_for_url(f"{console.address}/")
        return page

    yield sign_in
    for context in contexts:
        context.close()
    assert not errors


def _is_ours(said):
    """A refusal has a status that browsers log: the page itself tells it."""
    return said.type == "error" and "Failed to load resource" not in said.text


@pytest.fixture
def looks_right(console):
    """`looks_right(page, "/data")`: nothing for axe to say, no sideways scroll at 320 px."""

    def look(page, *paths):
        for path in paths:
            page.set_viewport_size(WIDE)
            answer = page.goto(f"{console.address}{path}")
            assert answer.status == 200, path
            assert page.locator("h1").count() == 1, path
            assert not violations_of(page), path
            page.set_viewport_size(NARROW)
            assert overflow_of(page) <= 0, path
        page.set_viewport_size(WIDE)

    return look


def violations_of(page):
    """What axe finds on the page as it is, with the place."""
    return [
        (found["id"], [node["html"][:200] for node in found["nodes"]])
        for found in Axe().run(page).response["violations"]
    ]


def overflow_of(page):
    """Pixels by which the page is wider than the window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
