"""Chromium through Playwright, axe, and a watcher of the Content-Security-Policy.

``RKRES_CHROMIUM`` names the browser; otherwise it is looked for. Without one the tests marked
``browser`` are skipped, unless ``RKRES_REQUIRE_BROWSER=1`` makes that an error.
"""

from __future__ import annotations

import os
from types import SimpleNamespace

import pytest

from .chromium import find_chromium

_BROWSER_FIXTURES = {"page", "context", "new_context", "browser", "live_site", "strict_page"}

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

#: Violations that are Wagtail's own (8.0, modeladmin 2.5): rule -> parts of the node's HTML or
#: target. They are forgiven on admin pages only.
WAGTAIL_VIOLATIONS = {
    "aria-input-field-name": ["public-DraftEditor-content"],
    "page-has-heading-one": ["html"],
    "target-size": ["w-minimap-toggle"],
    "color-contrast": ["button button-secondary"],
    "heading-order": ["<h4", "other-searches-title"],
    "list": ["workflow-tasks"],
    "listitem": ["workflow-tasks__task"],
    "aria-allowed-role": ['role="alert"'],
    "label": ["ui-autocomplete-input", "handsontableInput"],
}

_CSP_SCRIPT = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(
    `securitypolicyviolation ${event.violatedDirective} ${event.blockedURI} ` +
    `${event.sourceFile || ""}:${event.lineNumber} ${event.sample || ""}`
  );
});
"""


def pytest_configure(config):
    if os.environ.get("RKRES_REQUIRE_BROWSER") == "1" and not find_chromium():
        raise pytest.UsageError(
            "RKRES_REQUIRE_BROWSER=1, but there is no Chromium: install one "
            "(`apt-get install chromium`) or name it in RKRES_CHROMIUM."
        )


def mark_browser_tests(items):
    """Mark what uses a browser, and skip it where there is none."""
    found = find_chromium()
    for item in items:
        own = getattr(item, "_fixtureinfo", None) and item._fixtureinfo.name2fixturedefs.get("page")
        if own and own[-1].baseid:
            # It would run in the cell with a browser alone.
            raise pytest.UsageError(f"{item.nodeid}: the fixture “page” is Playwright's.")
        if _BROWSER_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
        if item.get_closest_marker("browser") and not found:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session", autouse=True)
def _wait_for_the_new_page():
    """Let a click or a key that opens another page wait until that page is read.

    Playwright waits until the answer begins; what is asked of the page at once (``count()``,
    ``content()``, ``is_visible()``) would then see a document that is still empty.
    """
    try:
        from playwright.sync_api import Locator
    except ImportError:
        yield
        return

    def waiting(act):
        def then_wait(self, *args, **kwargs):
            act(self, *args, **kwargs)
            if not self.page.is_closed():
                self.page.wait_for_load_state("domcontentloaded")

        return then_wait

    with pytest.MonkeyPatch.context() as patch:
        for name in ("click", "press"):
            patch.setattr(Locator, name, waiting(getattr(Locator, name)))
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": find_chromium(), "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "locale": "pl-PL",
        "timezone_id": "Europe/Warsaw",
        "reduced_motion": "reduce",
        "viewport": {"width": 1280, "height": 900},
    }


@pytest.fixture
def live_site(live_server, site):
    """The site behind a live server: ``.url`` of the server, ``.home`` page, ``.site``."""
    site.port = live_server.thread.port
    site.save()
    return SimpleNamespace(url=live_server.url, home=site.root_page.specific, site=site)


@pytest.fixture
def csp_violations(context):
    """A list that grows with every violation of the Content-Security-Policy in this test."""
    found: list[str] = []

    def on_console(message):
        text = message.text
        if "securitypolicyviolation" in text or "Content Security Policy" in text:
            found.append(f"{message.page.url if message.page else '?'}: {text}")

    context.add_init_script(_CSP_SCRIPT)
    context.on("console", on_console)
    return found


@pytest.fixture
def strict_page(page, csp_violations):
    """A browser page; the test fails at its end if anything violated the policy."""
    yield page
    assert csp_violations == []


@pytest.fixture
def browser_login(context, live_server):
    """Return ``login(user)``: gives the browser a session of that user, without the form."""
    from django.conf import settings
    from django.test import Client

    def login(user) -> None:
        client = Client()
        client.force_login(user)
        context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": live_server.url,
                }
            ]
        )

    return login


_IS_MOVING = """() => document.getAnimations().some((each) =>
    each.playState === "running" && each.effect.getComputedTiming().iterations !== Infinity)"""


def _is_wagtails_own(rule: str, node: dict) -> bool:
    text = " ".join([str(node.get("target", "")), node.get("html", "")])
    return any(part in text for part in WAGTAIL_VIOLATIONS.get(rule, ()))


@pytest.fixture
def axe():
    """Return ``axe(page, admin=False, context=None)``: fails on any violation found on the page.

    ``admin=True`` forgives what is known to be Wagtail's own; ``context`` is a CSS selector
    that limits the check.
    """
    from axe_playwright_python.sync_playwright import Axe

    def run(page, context: str | None) -> dict:
        options = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"]}
        for _attempt in range(9):
            try:
                return Axe().run(page, context=context, options=options).response
            except Exception as error:
                # Wagtail's editor checks itself with the same axe, which runs once at a time.
                if "already running" not in str(error):
                    raise
                page.wait_for_timeout(500)
        return Axe().run(page, context=context, options=options).response

    def check(page, *, admin: bool = False, context: str | None = None) -> None:
        # What fades in has no contrast yet.
        for _moment in range(30):
            if not page.evaluate(_IS_MOVING):
                break
            page.wait_for_timeout(100)
        response = run(page, context)
        assert "violations" in response, response
        problems = []
        for violation in response["violations"]:
            for node in violation["nodes"]:
                if admin and _is_wagtails_own(violation["id"], node):
                    continue
                problems.append(f"{violation['id']} ({violation['impact']}): {node['html'][:300]}")
        assert not problems, f"{page.url}:\n" + "\n".join(problems)

    return check
