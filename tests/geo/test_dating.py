"""Which day a claim gets: its sentence's, what it inherits, the report's."""

from __future__ import annotations

import pytest

from made import claims


def days(text: str, published: str = "2020-06-10", title: str = "") -> list[tuple[str, str]]:
    found = claims(text, published, language="en", title=title)
    return [(str(c.date_start), str(c.date_end)) for c in found if c.kind in ("detention", "no_detention")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The minister told reporters on Tuesday that police had detained 40 protesters in Taraz on Saturday.", "2020-06-06"),
        ("Thirty-two protesters were detained in Taraz on Sunday; none had been freed as of Tuesday.", "2020-06-07"),
        ("TARAZ, Wednesday. Police detained 12 protesters at a rally on Monday.", "2020-06-08"),
        ("On Monday a rally was held in Taraz. The mayor told us on Tuesday that police had detained 12 protesters.", "2020-06-08"),
        (
            "In March last year oilmen rallied in Aktau. It was cold, and long. Police detained 14 of the protesters.",
            ("2019-03-01", "2019-03-31"),
        ),
    ],
)
def test_the_day_of_one_claim(text: str, wanted: str | tuple[str, str]) -> None:
    assert days(text) == [(wanted, wanted) if isinstance(wanted, str) else wanted]


def test_a_running_count_ends_on_the_day_it_was_counted() -> None:
    text = "As of 8 June, police had detained 60 protesters in Taraz since 5 June."
    assert days(text) == [("2020-06-05", "2020-06-08")]


def test_a_log_that_passes_midnight_began_the_day_before() -> None:
    text = (
        "22:40 Taraz. Police detained seven protesters at the rally.\n\n"
        "23:55 Taraz. Quiet.\n\n01:30 Semey. Police detained nine protesters at the rally."
    )
    assert days(text) == [("2020-06-09", "2020-06-09"), ("2020-06-10", "2020-06-10")]


def test_entries_of_a_diary_have_their_own_days() -> None:
    text = "Friday, 5 June\nThe rally in Taraz went by.\n\nPolice detained three protesters tonight.\n\nSaturday, 6 June\nPolice detained five protesters."
    assert [d for d, _ in days(text)] == ["2020-06-05", "2020-06-06"]
