"""Pages on a bad day: what a server sends comes late and by chance out of step, and the processor is a slow one."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page

# What a socket brings keeps its order; what is fetched does not.
_LATE = """(() => {
  const fetched = window.fetch, most = %d;
  window.fetch = (...asked) => new Promise((go) => setTimeout(go, most * Math.random())).then(() => fetched(...asked));
  window.WebSocket = class extends WebSocket {
    set onmessage(hear) { super.onmessage = hear && ((told) => setTimeout(() => hear(told), most / 4)); }
    get onmessage() { return super.onmessage; }
  };
})()"""


def make_late(context: BrowserContext, seconds: float) -> None:
    """Let the pages of ``context`` wait up to ``seconds`` for each thing they fetch, on a third of the processor."""
    context.add_init_script(_LATE % (1_000 * seconds))
    context.on("page", _slow)


def _slow(page: Page) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 3})
