"""The page Chainlit is loaded by, without what it would fetch from elsewhere, and the policy that holds it to that."""

from __future__ import annotations

import base64
import hashlib
import re

_ELSEWHERE = re.compile(r'\s*<(?:link|meta)\b[^>]*"https?://[^>]*>')
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def at_home(html: str) -> str:
    """Return Chainlit's page without its links to fonts, formula styles and pictures on other machines."""
    return _ELSEWHERE.sub("", html)


def spoken(html: str, language: str, *, signed_in: bool = False) -> str:
    """Return the page with ``language`` as its own, for screen readers, hyphens and the right Chinese glyphs.

    It also tells its styles whether somebody is signed in, who may want to sign out.
    """
    person = " data-signed-in" if signed_in else ""
    return html.replace('<html lang="en">', f'<html lang="{language}"{person}>', 1)


def content_policy(html: str) -> str:
    """Return the Content-Security-Policy under which the page works and nothing else does."""
    hashes = " ".join(f"'sha256-{_sha256(script)}'" for script in _INLINE.findall(html))
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src 'self' blob: {hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "media-src 'self' blob:",
            "frame-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "object-src 'none'",
        ]
    )


def _sha256(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
