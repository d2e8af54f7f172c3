"""Whatever a report says, the panel shows it as text, marked where the number, place and date come from."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dashboard.evidence import panel, passage
from dashboard.safety import safe
from dashboard.words import words
from geo.events import reconcile
from geo.export.links import web_address as link
from geo.model import Claim, Count
from handmade import DAY, QUOTE, TEXT, claim, place, report

PAYLOADS = [
    "<script>window.hacked=1</script>", "<img src=x onerror=alert(1)>", "${alert(1)}", "`${alert(1)}`", "{{7*7}}",
    "\\u003cscript\\u003e", "'\"><svg onload=alert(1)>", "</blockquote></article><iframe src=//evil.example>",
    "[a](javascript:alert(1)) ![b](http://evil.example/x.png)",
]  # fmt: skip


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def shown(*claims: Claim, text: str = TEXT, language: str = "en") -> str:
    (event,) = reconcile(claims)
    return panel(event, lambda _: report(text), words(language))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_field_of_a_claim_or_report_becomes_markup(payload: str) -> None:
    text = TEXT.replace("Several", payload + " Several")
    quote = QUOTE.replace("Police", payload)
    text = text.replace(QUOTE, quote)
    hostile = claim(
        text, quote, source=payload, url="javascript:" + payload, attributed_to=payload, organisers=(payload,),
        place=place(payload, id=None, path=(), basis=payload),
        count=Count(payload, 7, None, 7, payload), date_basis=payload,
    )  # fmt: skip
    html = shown(hostile, text=text)
    plain = Tags(shown(replace(hostile, url=None, source="x"), text=text))
    seen = Tags(html)
    assert set(seen.tags) <= {"div", "h2", "h3", "p", "small", "article", "blockquote", "mark", "span", "ul", "li", "b"}
    assert all(name == "class" for name, _ in seen.attributes)
    assert seen.tags == plain.tags
    assert not set("`$\\{") & set(html)
    assert payload in "".join(seen.words)


@given(some.text())
def test_safe_text_holds_nothing_that_any_reader_of_it_runs(text: str) -> None:
    assert not set("<>\"'`$\\{") & set(safe(text))


@pytest.mark.parametrize(
    ("url", "shown_as"),
    [
        ("https://example.org/a?b=1", "https://example.org/a?b=1"),
        (" http://example.org ", "http://example.org"),
        ("javascript:alert(1)", None), ("data:text/html,x", None),
        ("//example.org", None), ("file:///etc/passwd", None),
        ("https://", None), ("http://[", None), ("http://exa mple.org", None), ("https://a.b/c d", None), ("http:///a", None),
        ("https://a.b:99999/", None), ("http://-", None), ("https://пример.рф/а", "https://пример.рф/а"),
        ("", None), (None, None), ("java\nscript:alert(1)", None),
    ],
)  # fmt: skip
def test_links_lead_to_the_web_only(url: str | None, shown_as: str | None) -> None:
    assert link(url) == shown_as


def test_the_quote_stands_marked_in_its_paragraph_and_no_other() -> None:
    html = passage(claim(), TEXT)
    assert html == f"Several squares were closed. <mark>{QUOTE}</mark> They left."


def test_the_words_that_gave_number_and_place_are_marked_in_the_quote() -> None:
    count, town = TEXT.index("at least seven people"), TEXT.index("Kyzylorda")
    explain = (("count", count, count + 21, "at_least"), ("place", town, town + 9, "gazetteer"))
    html = passage(claim(explain=explain), TEXT)
    assert '<span class="count">at least seven people</span> in <span class="place">Kyzylorda</span>.</mark>' in html
    assert html.count("<mark>") == 1


def test_a_long_paragraph_is_cut_around_the_quote() -> None:
    text = "word " * 2000 + QUOTE + " word" * 2000
    html = passage(claim(text), text)
    assert html.startswith("… ")
    assert html.endswith(" …")
    assert len(html) < 1200


def test_conflicting_claims_are_named_side_by_side() -> None:
    police = claim(source="Kazinform", attributed_to="police", count=Count("three", 3, 3, 3, "exact"))
    html = shown(claim(), police)
    assert "These reports cannot all be true: 3, says police; at least 7, says RFE/RL." in html


def test_a_seen_arrest_is_a_lower_bound() -> None:
    assert "a lower bound of 1, never the total" in shown(claim(instance=True, count=Count("a man", 1, 1, 1, "exact")))


def test_a_running_total_says_from_when_it_counts() -> None:
    before = claim(report_id="r0", date_start=DAY - timedelta(2), date_end=DAY - timedelta(2))
    event = next(e for e in reconcile([before, claim(running=True)]) if e.date_end == DAY)
    html = panel(event, lambda _: report(), words("en"))
    assert "running total: counts from 4 June 2020" in html
    assert "running total" not in shown(claim(running=True))


def test_other_kinds_of_claims_are_listed_as_context() -> None:
    html = shown(claim(), claim(kind="gathering", report_id="r2"))
    assert html.index("Also reported there and then") > html.index("gives the number under this rule")


def test_a_report_that_changed_shows_the_quote_as_kept() -> None:
    html = shown(claim(), text="Something else altogether.")
    assert f"<mark>{QUOTE}</mark>" in html
    assert "no longer in the store" in html
