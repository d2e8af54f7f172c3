"""Which addresses of reports may become links: those of the web alone."""

from __future__ import annotations

import re
from urllib.parse import urlsplit


def web_address(url: str | None) -> str | None:
    """The address, where it is one of the web; scripts, files, data and what is no address never become links."""
    address = (url or "").strip()
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    web = parts.scheme in ("http", "https") and _HOST.fullmatch(parts.hostname or "")
    return parts.geturl() if web and not _NOT_IN_ADDRESS.search(address) else None


_HOST = re.compile(r"\w(?:[\w.-]*\w)?\.?|[0-9a-f:.]*:[0-9a-f:.]*")
_NOT_IN_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f<>\"]")
