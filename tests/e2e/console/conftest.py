"""The pages as people open them: one demo for all, a browser signed in as one of its agents."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error as PlaywrightError

from tests.e2e.conftest import launched, start_demo

FOLDER = Path(__file__).parent
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 320, "height": 640}
LOCALES = {"fr": "fr-FR", "en": "en-GB"}


@pytest.fixture(scope="module")
def console(tmp_path_factory):
    """A demo of its own for each file, for its journey changes it."""
    process, running = start_demo(tmp_path_factory.mktemp("console") / "state")
    yield running
    process.terminate()
    assert process.wait(timeout=30) == 0


_OPENED = ExitStack()
_BROWSERS = []


@pytest.fixture(scope="module")
def browser(chromium_path):
    """One for all files of pages, for it takes seconds to start: tests have contexts of their own.

    No fixture of the session's: it must end before a test that has a loop of its own.
    """
    if not _BROWSERS:
        _BROWSERS.append(_OPENED.enter_context(launched(chromium_path)))
    return _BROWSERS[0]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem):
    """After the last test of this folder, the browser ends."""
    try:
        return (yield)
    finally:
        if nextitem is None or FOLDER not in nextitem.path.parents:
            _BROWSERS.clear()
            _OPENED.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A test that fails tells what each page that it had open said."""
    report = yield
    if report.when == "call" and report.failed and "browser" in item.funcargs:
        for context in item.funcargs["browser"].contexts:
            for page in context.pages:
                report.sections.append((f"the page at {page.url}", _text_of(page)))
    return report


def _text_of(page):
    try:
        return page.locator("body").inner_text(timeout=2_000)
    except PlaywrightError as error:
        return f"cannot be read: {error}"


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


@pytest.fixture(scope="session")
def read_by_axe():
    """The addresses that axe has read in this run."""
    return set()


@pytest.fixture
def looks_right(console, request, read_by_axe):
    """`looks_right(page, "/data")`: nothing for axe to say, no sideways scroll at 320 px.

    Of a daily run, axe reads each page once, in French: it looks at roles, names and contrasts,
    which are those of one template in both languages and for each reader. What an act changed is
    read by `violations_of`.
    """
    is_daily, read = request.config.getoption("daily"), read_by_axe

    def is_for_axe(page, path):
        if not is_daily:
            return True
        name = path.partition("?")[0]
        if name in read or page.locator("html").get_attribute("lang") != "fr":
            return False
        read.add(name)
        return True

    def look(page, *paths):
        for path in paths:
            answer = page.goto(f"{console.address}{path}")
            assert answer.status == 200, path
            assert page.locator("h1").count() == 1, path
            if is_for_axe(page, path):
                page.set_viewport_size(WIDE)
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
