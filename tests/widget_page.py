"""A real browser for tests of widgets: an empty, strict page and a model in it.

The page may evaluate nothing and load nothing; what a widget asks of Python is
answered by the widget itself.
"""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlparse

import pytest

from alsjournal.widgets.chart_view import vega_bundle

FLAGS = [
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic"),
    *("--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
]
RUN_AXE = """
async (inside) => (await axe.run(inside, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
})).violations
"""
OWN = {
    *("_svg", "_table", "_status", "_head", "_cards"),
    *("selection", "set_id", "theme", "part", "wave", "done", "version"),
    "rectangle",
}
HOSTILE = "</script><img src=x onerror='globalThis.hit=1'>"
FORMULA = "=cmd()"
ORIGIN = "http://127.0.0.1/"
# No eval, nothing from elsewhere; Blobs are how the page gets its modules.
POLICY = (
    "default-src 'none'; script-src blob:; style-src 'unsafe-inline'; "
    "img-src blob: data:"
)
MODEL = """
async ([esm, css, state, bundle, name]) => {
  const handlers = {};
  const log = { sent: [], saved: [] };
  const model = {
    get: (name) => state[name],
    set: (name, value) => {
      state[name] = value;
      (handlers[`change:${name}`] ?? []).forEach((handler) => handler());
    },
    save_changes: () => {
      log.saved.push(structuredClone(state.selection));
      const { selection, set_id, theme, part, wave, rectangle } = state;
      const own = { selection, set_id, theme, part, wave, rectangle };
      ask({ type: "state", state: own });
    },
    on: (event, handler) => (handlers[event] ??= []).push(handler),
    off: (event, handler) => {
      handlers[event] = (handlers[event] ?? []).filter((one) => one !== handler);
    },
    send: (message) => {
      log.sent.push(message.type);
      if (message.type !== "need-vega") {
        ask(message);
        return;
      }
      if (!bundle) return;
      const bytes = new DataView(new TextEncoder().encode(bundle).buffer);
      setTimeout(() => tell({ type: "vega" }, [bytes]), 50);
    },
  };
  const ask = async (message) => {
    const { sent, changed } = await globalThis[name](message);
    for (const [key, value] of Object.entries(changed)) model.set(key, value);
    sent.forEach((one) => tell(one));
  };
  const tell = (message, buffers = []) =>
    (handlers["msg:custom"] ?? []).forEach((handler) => handler(message, buffers));
  const url = URL.createObjectURL(new Blob([esm], { type: "text/javascript" }));
  const style = document.createElement("style");
  style.textContent = css;
  document.head.append(style);
  const { default: widget } = await import(url);
  const el = document.body.appendChild(document.createElement("div"));
  globalThis.close = widget.render({ model, el });
  Object.assign(globalThis, { log, tell, state, model });
}
"""


def need_browser():
    """Skip where there is none, unless the machine promised one."""
    reason = None
    if shutil.which("chromium") is None:
        reason = "chromium is not installed"
    else:
        try:
            import playwright.sync_api  # noqa: F401
        except ImportError:
            reason = "playwright is not installed"
    if reason and os.environ.get("CI"):
        pytest.fail(f"{reason}, and CI must run the browser tests")
    if reason:
        pytest.skip(reason)


@pytest.fixture(scope="module")
def browser():
    need_browser()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        chromium = p.chromium.launch(
            executable_path=shutil.which("chromium"), headless=True, args=FLAGS
        )
        yield chromium
        chromium.close()


@pytest.fixture
def opened(browser):
    """Open a widget on a page; afterwards nothing may have left this machine."""
    pages, asked, broken = [], [], []

    def show(widget, *, live=False, **options):
        page = browser.new_page(**options)
        pages.append(page)
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: broken.append(str(error)))
        html = "<!DOCTYPE html><html lang=en><title>t</title><body></body></html>"
        headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html"}
        page.route("**/*", lambda route: route.fulfill(body=html, headers=headers))
        page.goto(ORIGIN)
        page.unroute("**/*")
        put(page, widget, bundle=vega_bundle().decode() if live else "")
        return page

    yield show
    for page in pages:
        page.close()
    assert not broken
    assert not [url for url in asked if not local(url)]


def put(page, widget, *, bundle=""):
    """Put a widget on a page that is open; what it sends, Python answers."""
    name = f"widget{id(widget)}"
    page.expose_function(name, lambda message: answered(widget, message))
    args = [str(widget._esm), str(widget._css), shown(widget), bundle, name]
    page.evaluate(MODEL, args)


def shown(widget):
    """The state of a widget that is its own."""
    return widget.get_state([name for name in widget.keys if name in OWN])


def answered(widget, message):
    """What a kernel would do: take the state or the message, and answer."""
    sent, before, send = [], shown(widget), type(widget).send
    type(widget).send = lambda self, content, buffers=None: sent.append(content)
    try:
        if message["type"] == "state":
            state = message["state"]
            widget.set_state({k: v for k, v in state.items() if k in widget.keys})
        else:
            widget._handle_custom_msg(message, [])
    finally:
        type(widget).send = send
    after = shown(widget)
    changed = {k: v for k, v in after.items() if v != before[k]}
    return {"sent": sent, "changed": changed}


def local(url):
    parts = urlparse(url)
    host = parts.hostname or urlparse(parts.path).hostname
    return parts.scheme in {"blob", "data"} or host in {"127.0.0.1", "localhost"}


def violations(page, inside=".als-view"):
    """What axe-core finds of WCAG 2.2, levels A and AA, inside these elements."""
    axe = Path(find_spec("axe_playwright_python").origin).with_name("axe.min.js")
    # A page that forbids scripts of others lets none in by tag; through the debugger
    # it runs without being a part of the page.
    page.evaluate(axe.read_text(encoding="utf-8") + ";undefined")
    found = page.evaluate(RUN_AXE, inside)
    return [(one["id"], [n["html"][:200] for n in one["nodes"]]) for one in found]
