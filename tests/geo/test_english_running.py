"""English news: running totals, days counted from others, and whose place a count is."""

from __future__ import annotations

import pytest

from made import claims


def found(text: str, published: str = "2020-06-10") -> list[tuple[int | None, str, str, str]]:
    told = claims(text, published, language="en")
    return [(c.count.best, c.place.name, str(c.date_start)[5:], str(c.date_end)[5:]) for c in told if c.kind == "detention"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("As of Monday, 300 protesters had been detained in Kenya in the unrest that began on June 3.", ("06-03", "06-08")),
        ("In Taraz police detained 80 protesters during four days of riots that began on Friday, June 5.", ("06-05", "06-08")),
        ("Lawyers verified 80 arrests of protesters in Taraz between Friday 5 June and 6 pm on Sunday 7 June.", ("06-05", "06-07")),
        ("Two protesters have been in custody in Taraz since Friday evening.", ("06-05", "06-05")),
        ("On Wednesday of last week police detained 8 protesters in Taraz.", ("06-03", "06-03")),
        ("The march was on Saturday. In a statement on Tuesday police in Taraz said 40 protesters had been detained.", ("06-06", "06-06")),
        (
            "On Monday soldiers closed the square in Taraz. Three protesters were detained and had not been seen by Tuesday.",
            ("06-08", "06-08"),
        ),
        (
            "In Taraz police detained 70 protesters since what they called an anti-terrorist operation began there on Monday.",
            ("06-08", "06-10"),
        ),
        ("Lawyers in Taraz recorded 120 arrests of protesters between February and April.", ("02-01", "04-30")),
        ("On Monday 9 protesters were detained in Taraz, where shops have been closed since Friday.", ("06-08", "06-08")),
    ],
)
def test_the_span_of_one_count(text: str, wanted: tuple[str, str]) -> None:
    assert [days[2:] for days in found(text)] == [wanted]


def test_the_saturday_before_is_its_own_count_s_day() -> None:
    text = "On Saturday 60 protesters were detained in Kyiv, compared with 40 the Saturday before."
    assert found(text) == [(60, "Kyiv", "06-06", "06-06"), (40, "Kyiv", "05-30", "05-30")]


def test_a_day_put_in_by_commas_is_that_of_what_is_put_in() -> None:
    text = "A march was held on Monday. In Taraz, where 30 protesters were detained on Friday, another 12 protesters were detained."
    assert [(n, first) for n, _, first, _ in found(text)] == [(30, "06-05"), (12, "06-08")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Police detained protesters in these states: Carabobo 108, Zulia 81, Lara 59.", ["Carabobo", "Zulia", "Lara"]),
        ("In Fars Province, 30 protesters were detained on Monday.", ["Fars"]),
        ("In Almaty Region, including the towns of Talgar and Esik, 812 protesters were detained.", ["Almaty Region"]),
        ("Soldiers stood in Perm. Police detained 15 protesters there on Monday, and 20 in Ufa.", ["Perm", "Ufa"]),
        ("KAMPALA, June 10 - Ugandan police arrested 812 protesters in three days of marches.", ["Uganda"]),
        ("KAMPALA, June 10 - Ugandan police arrested 12 protesters on Tuesday.", ["Kampala"]),
        ("In Makassar a crowd met. Ten protesters were detained there on Monday, South Sulawesi police said.", ["Makassar"]),
    ],
)
def test_whose_place_a_count_is(text: str, wanted: list[str]) -> None:
    assert [place for _, place, _, _ in found(text)] == wanted
