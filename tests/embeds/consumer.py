"""Other sites: one that does with oEmbed what WordPress does, and one of plain files."""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from bs4 import BeautifulSoup

_SECRET = "Abc123Def4"
_ALLOWED = {
    "a": {"href"},
    "blockquote": set(),
    "iframe": {"src", "width", "height", "frameborder", "marginwidth", "marginheight",
               "scrolling", "title"},
}  # fmt: skip

#: The part of WordPress that listens to frames, in our own words: it shows the one that says how
#: high it is, and follows links that lead to the host of the frame.
LISTENER = """
addEventListener("message", (event) => {
  const frame = document.querySelector(`iframe[data-secret="${event.data.secret}"]`);
  if (!frame || frame.contentWindow !== event.source) return;
  document.querySelector("blockquote").hidden = true;
  frame.className = "shown";
  if (event.data.message === "height") {
    frame.height = Math.min(1000, Math.max(200, event.data.value));
  }
  if (event.data.message === "link") {
    if (new URL(event.data.value).host === new URL(frame.src).host) {
      window.top.location.href = event.data.value;
    }
  }
});
"""
_STYLE = "body{margin:1rem;font-family:serif} iframe{border:0;max-width:100%} .waiting{position:absolute;visibility:hidden}"  # noqa: E501


def discover(get, url: str) -> dict:
    """The answer that the page at ``url`` names; ``get(url)`` fetches text or JSON."""
    head = BeautifulSoup(get(url).text().partition("</head>")[0], "html.parser")
    link = head.find("link", type="application/json+oembed")["href"]
    return get(f"{link}&maxwidth=600&maxheight=900&dnt=1&format=json").json()


def as_wordpress(html: str) -> str:
    """What WordPress leaves of the ``html`` of a provider that it does not know."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.find_all():
        if element.name not in _ALLOWED:
            element.unwrap()
            continue
        allowed = _ALLOWED[element.name]
        element.attrs = {name: text for name, text in element.attrs.items() if name in allowed}
    cleaned = str(soup)
    found = re.search(
        r"(<blockquote>.*?</blockquote>)?.*(<iframe.*?></iframe>)", cleaned, re.DOTALL
    )
    assert found, cleaned
    quotation, frame = found[1] or "", found[2]
    frame = re.sub(r' src="([^"]*)"', rf' src="\1#?secret={_SECRET}"', frame)
    waiting = ' class="waiting"' if quotation else ""
    frame = frame.replace(
        "<iframe", f'<iframe{waiting} data-secret="{_SECRET}" sandbox="allow-scripts"'
    )
    return quotation + frame


def page_with(content: str, *, listens: bool = False) -> str:
    script = '<script src="listener.js"></script>' if listens else ""
    return (
        f'<!DOCTYPE html><html lang="pl"><head><meta charset="utf-8"><title>Inna strona</title>'
        f'<meta name="viewport" content="width=device-width">'
        f'<link rel="icon" href="data:,"><style>{_STYLE}</style>'
        f"</head><body><main><h1>Inna strona</h1>{content}</main>{script}</body></html>"
    )


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        """Say nothing."""


@contextmanager
def other_site(folder):
    """Serve ``folder`` from another port; gives the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
