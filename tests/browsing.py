"""A real browser for tests: pages that meet no error, pictures of them, and whom they keep out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PICTURES = Path(__file__).parent / "output" / "web"


def opened(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    options.setdefault("viewport", {"width": 1280, "height": 900})
    context = browser.new_context(base_url=address, locale="en-AU", **options)
    found = context.new_page()
    complaints: list[str] = []
    requests: list[str] = []

    def complain(message: ConsoleMessage) -> None:
        # A page with problems is answered with 4xx, of which the browser tells the console.
        if message.type in ("error", "warning") and "server responded with a status of 4" not in message.text:
            complaints.append(message.text)

    found.on("console", complain)
    found.on("pageerror", lambda error: complaints.append(str(error)))
    found.on("request", lambda request: requests.append(request.url))
    yield found
    context.close()
    assert not complaints
    assert all(url.startswith((address, "data:")) for url in requests), requests


def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def money(text: str) -> Decimal:
    (amount,) = re.findall(r"\$([0-9,]+\.[0-9]{2})", text)
    return Decimal(amount.replace(",", ""))


BROKEN = """table => {
  const found = [];
  const texts = document.createTreeWalker(table, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (text.parentElement.closest("details:not([open])") || !text.parentElement.offsetParent) continue;
    for (const word of text.data.matchAll(/[^\\s\\/·–—\\u3000-\\u9fff-]+/g)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const bands = [...range.getClientRects()].filter(one => one.width > 0.5);
      if (bands.some(one => one.top > bands[0].bottom - 2)) found.push(word[0]);
    }
  }
  return found;
}"""


def broken_words(table: Locator) -> list[str]:
    """The words and figures of a table that go on in a second line, where spaces part them."""
    found: list[str] = table.evaluate(BROKEN)
    return found


def kept_out(page: Page) -> list[tuple[str, list[str]]]:
    """What would keep somebody from using the page, with all its parts open: serious findings alone."""
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    found = Axe().run(page).response["violations"]
    serious = [each for each in found if each["impact"] in ("serious", "critical")]
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in serious]
