"""The page in a real Chromium: at the width of a phone and of a desk, light and dark, by keyboard, without scripts."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_firm import open_firm
from servers.browser import Browser, find_chromium
from servers.dovecot import Account
from web_site import Shown, firm_with, settings_in, shown
from web_world import CREDIT, REF, SCAN_REF, task, world

from relanced.edge.store import Store
from relanced.model.tasks import TaskKind

PAGES = (
    "", "clients", "client?key=elan.example", "invoice?number=F2026-012", "todo", "plan", "letters", "health",
    "decide?verb=pause&number=F2026-012", f"mail?ref={REF}", f"credit?name={CREDIT}", f"state?mail={SCAN_REF}",
    f"task?id={task(TaskKind.CALL).message_id}",
)  # fmt: skip

# Contrast as WCAG 2.2 reckons it (1.4.3): of each text on the background that is really behind it.
CONTRAST = """
(() => {
  const lum = c => { const f = v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; };
    return .2126 * f(c[0]) + .7152 * f(c[1]) + .0722 * f(c[2]); };
  const rgb = s => s.match(/[\\d.]+/g).map(Number);
  const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] === 1) return c; } return [255, 255, 255]; };
  const bad = [];
  for (const e of document.querySelectorAll('body *')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    if (!own || !box.width || e.closest('svg, .unseen, .skip') || style.visibility === 'hidden') continue;
    const [a, b] = [lum(rgb(style.color)), lum(behind(e))].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    if ((a + .05) / (b + .05) < (large ? 3 : 4.5)) bad.push([e.tagName, e.className, e.textContent.slice(0, 40)]);
  }
  return bad;
})()
"""
# What a finger must hit (WCAG 2.2, 2.5.8 asks for 24 pixels; we ask for 40), and what runs over the edge.
TARGETS = """
[...document.querySelectorAll('button, .button, nav a, .rows a, .bars a, .doors a, input:not([type=hidden]), select')]
  .map(e => [e.type === 'radio' || e.type === 'checkbox' ? e.nextElementSibling : e, e])
  .map(([e, of]) => [e.getBoundingClientRect(), of])
  .filter(([r]) => r.width && (r.height < 40 || r.width < 40))
  .map(([r, e]) => [e.outerHTML.slice(0, 80), r.width, r.height])
"""
OVER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
# Words that stand over the edge of what they are written on.
CLIPPED = """
[...document.querySelectorAll('nav a, button, .button, .badge, .state, .mark, .figures dd, .sum, h1, h2')]
  .filter(e => e.clientWidth && !e.closest('.unseen') && e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    binary = find_chromium()
    if binary is None:
        said = "Chromium is not installed (Debian: apt install chromium)"
        if os.environ.get("RELANCED_REQUIRE_SERVERS") == "1":
            pytest.fail(said)
        pytest.skip(said)
    with Browser(binary) as opened:
        yield opened


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Shown]:
    with shown(firm_with(tmp_path_factory.mktemp("firm"), world())) as found:
        let_in(browser, found)
        yield found


def let_in(browser: Browser, site: Shown) -> None:
    """Open the link, as it is printed; the page that follows comes by itself."""
    browser.size(1280)
    browser.go(site.links[-1])
    browser.wait()
    assert "Atelier Verrier" in browser.eval("document.body.innerText")


@pytest.mark.parametrize(("width", "dark"), [(360, False), (360, True), (1280, False), (1280, True)])
def test_every_page_can_be_read_and_touched(browser: Browser, site: Shown, width: int, *, dark: bool) -> None:
    browser.size(width, dark=dark)
    for page in PAGES:
        browser.go(f"{site.base}/firm/firm/{page}")
        assert not browser.eval(OVER), page
        assert browser.eval(CLIPPED) == [], page
        assert browser.eval(CONTRAST) == [], page
        assert width > 600 or browser.eval(TARGETS) == [], page
    assert browser.console == []  # nothing that the policy had to forbid, nothing that was not found


def test_the_keyboard_reaches_the_content_first_and_everything_in_order(
    browser: Browser, site: Shown
) -> None:
    browser.size(1280)
    browser.go(f"{site.base}/firm/firm/decide?verb=pause&number=F2026-012")
    tab = ("Tab", 9)
    browser.key(*tab)
    assert browser.eval("document.activeElement.className") == "skip"
    assert browser.eval("document.activeElement.getBoundingClientRect().top") >= 0
    browser.key("Enter", 13, "\r")
    assert browser.eval("location.hash") == "#content"
    reached: list[str] = []
    for _ in range(8):
        browser.key(*tab)
        name = browser.eval("document.activeElement.id || document.activeElement.textContent.trim()")
        ring = browser.eval("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
        if name and (not reached or reached[-1] != name):
            reached.append(name)
            assert ring >= 2 or name == "until", name  # a date field draws the ring around its part
    assert reached[:4] == ["until", "note", "Confirmer", "Annuler"]


def test_a_screen_reader_hears_landmarks_headings_and_the_picture(browser: Browser, site: Shown) -> None:
    browser.go(f"{site.base}/firm/firm/")
    heard = {
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in browser.send("Accessibility.getFullAXTree")["nodes"]
        if not node["ignored"]
    }
    roles = {role for role, _ in heard}
    assert {"banner", "main", "navigation", "contentinfo", "heading"} <= roles
    assert ("heading", "Qui doit quoi") in heard
    assert any(role in {"image", "img"} and "ancienneté" in name for role, name in heard), heard
    assert all(name for role, name in heard if role in {"link", "button", "textbox"})


def test_without_scripts_a_decision_is_made_by_clicks_and_lies_in_the_mailbox(
    browser: Browser, account: Account, tmp_path: Path
) -> None:
    firm = open_firm(account, tmp_path)
    store = Store.open(f"sqlite:///{tmp_path}/relanced.db", lock=True)
    store.record((), world())
    store.close()
    with shown(settings_in(firm.config)) as site:
        let_in(browser, site)
        browser.size(360)
        browser.scripts(on=False)
        try:
            browser.go(f"{site.base}/firm/firm/invoice?number=F2026-012")
            browser.click('a[href*="verb=dispute"]')
            browser.click("form button")
            text = browser.eval("document.body.innerText")
        finally:
            browser.scripts(on=True)
    assert "F2026-012 en litige" in text
    firm.read_mailbox()
    found = json.loads(firm.ask("status", "--json", code=1).stdout)
    states = {each["number"]: each["state"] for each in found["invoices"]}
    assert states["F2026-012"] == "disputed"


def test_on_paper_there_is_no_menu_and_no_button(browser: Browser, site: Shown) -> None:
    browser.size(1280)
    browser.go(f"{site.base}/firm/firm/invoice?number=F2026-012")
    browser.send("Emulation.setEmulatedMedia", media="print")
    shown_ = browser.eval(
        "[...document.querySelectorAll('nav, .buttons')].filter(e => getComputedStyle(e).display !== 'none').length"
    )
    browser.send("Emulation.setEmulatedMedia", media="")
    assert shown_ == 0
