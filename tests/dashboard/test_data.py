"""What a view selects of a data set, and the sentence that says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from dashboard.charts import bins, step_for
from dashboard.data import Dataset
from dashboard.map import drawing
from dashboard.reckoning import reckoning
from dashboard.selection import by_place, select
from dashboard.sentence import legend, places_of, sentence
from dashboard.spots import drawn_as, spots
from dashboard.style import LIGHT
from dashboard.table import _frame, _styled
from dashboard.view import Span, View
from dashboard.words import words
from geo.errors import InputError
from geo.events import reconcile
from geo.model import Claim, Count
from handmade import DAY, claim, place

ALMATY = place("Almaty", id="geonames:1526384", lat=43.25, lon=76.9)
PARK = place(
    "Gandhi Park", "site", id="site:park", city="Almaty", site="Gandhi Park", precision_m=200,
    path=("country:KZ", "geonames:1526384", "site:park"),
)  # fmt: skip
COUNTRY = place("Kazakhstan", "country", id="country:KZ", path=("country:KZ",), city=None)
LOST = place("Nowhere", "unknown", id=None, lat=None, lon=None, path=(), basis="unplaced")


def count(low: int | None, high: int | None, form: str = "exact") -> Count:
    return Count("words", low, high, low if form != "unspecified" else None, form)


def made(**values: Any) -> Claim:
    return claim(**values)


def shown(*claims: Claim, language: str = "en", view: View | None = None) -> str:
    view = replace(view or View(), language=language)
    selection = select(reconcile(claims), view)
    return sentence(selection, spots(selection, None), view, words(language))


def test_the_sentence_in_three_languages() -> None:
    claims = [
        made(place=ALMATY, count=count(10, 14, "about")),
        made(
            place=place("Oral"),
            count=count(2, None, "unspecified"),
            date_start=date(2020, 6, 9),
            date_end=date(2020, 6, 9),
        ),
    ]
    assert shown(*claims) == "At least 12 detentions in 2 places, 6 to 9 June 2020; 1 event without a number."
    assert shown(*claims, language="ru") == ("Не менее 12 задержаний в 2 местах, 6–9 июня 2020 года; по 1 событию число неизвестно.")
    assert shown(*claims, language="kk") == ("2020 жылғы 6–9 маусым, 2 жерде: кемінде 12 ұстау жағдайы; 1 оқиғада саны белгісіз.")


def test_places_that_nobody_found_and_conflicts_are_said() -> None:
    said = shown(made(place=LOST), made(), made(source="Other", count=count(1, 3, "range")))
    assert "1 event with conflicting reports" in said
    assert "1 event whose place nobody could find is not on the map" in said


def test_an_event_that_reaches_beyond_the_dates_is_said_and_not_counted() -> None:
    long = made(place=ALMATY, date_end=DAY + timedelta(5))
    said = shown(made(), long, view=View(span=Span(DAY, DAY)))
    assert said.startswith("At least 7 detentions in 1 place (Kyzylorda), 6 June 2020")
    assert "1 event reaches beyond these dates and is not counted" in said


def test_a_place_holds_the_events_of_its_parts_and_a_circle_shows_their_total() -> None:
    selection = select(reconcile([made(place=ALMATY, count=count(5, 5)), made(place=PARK, count=count(9, 9))]), View())
    groups = by_place(selection.events)
    assert {key: len(events) for key, events in groups.items()} == {"geonames:1526384": 2, "site:park": 1}
    assert {s.id: s.total.min for s in spots(selection, None)} == {"geonames:1526384": 9, "site:park": 9}


@pytest.mark.parametrize(("places", "events"), [((), 3), (("country:KZ",), 3), (("geonames:1526384",), 1), (("site:park",), 0)])
def test_a_place_filter_takes_what_lies_within(places: tuple[str, ...], events: int) -> None:
    claims = [made(), made(place=ALMATY), made(place=COUNTRY)]
    assert len(select(reconcile(claims), View(places=places)).events) == events


def test_a_region_or_country_is_no_circle() -> None:
    (spot,) = spots(select(reconcile([made(place=COUNTRY)]), View()), None)
    assert spot.symbol is None


def test_the_legend_explains_what_is_drawn_and_no_more() -> None:
    selection = select(reconcile([made(), made(place=PARK, count=count(10, 14, "about"))]), View())
    drawn = drawing(spots(selection, None), selection, View(), Span(DAY, DAY), None, words("en"))
    html = legend(drawn, View(), words("en"), LIGHT)
    assert "10 to 14: lowest and highest number" in html
    assert "at least 7: no highest number known" in html
    assert "nobody detained" not in html
    assert "var(--" not in html


def test_the_first_look_is_the_month_with_most_events() -> None:
    days = [date(2019, 5, 1), date(2020, 6, 6), date(2020, 6, 9), date(2021, 1, 1)]
    dataset = Dataset("", "", tuple(made(date_start=d, date_end=d) for d in days))
    assert dataset.densest_month == Span(date(2020, 6, 1), date(2020, 6, 30))


@pytest.mark.parametrize(("days", "step", "bars"), [(1, "day", 1), (62, "day", 62), (63, "week", 9), (370, "week", 53), (371, "month", 13)])
def test_the_histogram_covers_the_span_without_gaps(days: int, step: str, bars: int) -> None:
    span = Span(date(2020, 6, 1), date(2020, 6, 1) + timedelta(days - 1))
    assert step_for(span) == step
    covered = list(bins(span, step_for(span)))
    assert len(covered) >= bars
    assert covered[0].first <= span.first
    assert span.last <= covered[-1].last
    assert all(b.first == a.last + timedelta(1) for a, b in pairwise(covered))


def test_other_kinds_are_said_without_a_word_of_detentions() -> None:
    view = View(kinds=("gathering", "release"))
    claims = [made(kind="gathering"), made(kind="release", place=ALMATY)]
    assert shown(*claims, view=view) == "Releases, gatherings in 2 places, 6 June 2020."
    assert shown(*claims, view=view, language="ru") == "Освобождения, собрания людей в 2 местах, 6 июня 2020 года."


def test_nobody_detained_is_said_with_its_places() -> None:
    assert shown(made(kind="no_detention", count=count(0, 0, "none"))) == "No detentions in 1 place (Kyzylorda), 6 June 2020."


def test_a_rule_that_gives_no_number_says_so() -> None:
    selection = select(reconcile([made(), made(place=ALMATY)], "one source", "Other"), View())
    assert sentence(selection, spots(selection, None), View(), words("en")).startswith("No number under this rule in 2 places")


def test_places_are_cities_and_what_has_no_city() -> None:
    region = place("Almaty Region", "region", id="region:x", path=("country:KZ", "region:x"), city=None)
    town = place("Talghar", id="city:t", path=("country:KZ", "region:x", "city:t"))
    counted = {"ALMATY": ALMATY, "PARK": PARK, "COUNTRY": COUNTRY, "LOST": LOST, "region": region, "town": town}

    def number(*names: str) -> int:
        return len(places_of([counted[n] for n in names]))

    assert number("ALMATY", "PARK") == number("PARK") == number("COUNTRY") == 1
    assert number("ALMATY", "COUNTRY", "LOST") == 2
    assert number("region", "ALMATY") == 2
    assert number("region", "town") == 1


def test_one_city_is_named_with_its_sites() -> None:
    said = shown(made(place=ALMATY, count=count(9, 9)), made(place=PARK, count=count(5, 5)))
    assert said == "At least 9 detentions in 1 place (Almaty), 6 June 2020; sites: Gandhi Park."


def test_an_area_that_is_the_whole_number_is_not_said_again() -> None:
    region = place("Region", "region", id="region:x", path=("country:KZ", "region:x"), city=None)
    assert "for whole areas" not in shown(made(place=region, count=count(19, None, "at_least")))
    assert "for whole areas: Region 3" in shown(made(place=region, count=count(3, 3)), made())


def test_the_reckoning_is_told_in_every_language() -> None:
    selection = select(reconcile([made(place=ALMATY, count=count(2716, 2716)), made(place=place("Oral"), count=count(714, 714))]), View())
    told = reckoning(selection, words("en"))
    assert "Kazakhstan, 6 June 2020: at least 3,430</b> – the sum of its parts by place" in told
    assert "Almaty, 6 June 2020: 2,716</b> “words”, says RFE/RL; rule: highest minimum" in told
    assert "сумма частей по местам" in reckoning(selection, words("ru"))
    assert "Алматы" in reckoning(selection, words("kk"))
    assert "the sum" not in reckoning(selection, words("kk"))


@pytest.mark.parametrize("number", [10**29, 10**400])
def test_any_stored_number_is_a_symbol_and_a_row(number: int) -> None:
    selection = select(reconcile([made(count=count(number, number))]), View())
    assert drawn_as(spots(selection, None))[0].symbol
    assert f"{number:,}" in shown(made(count=count(number, number)))
    html = _styled(_frame(selection.events, View(), words("ru")), words("ru")).to_html()
    assert "-5" in html or "≥ 9\u00a0007\u00a0199\u00a0254\u00a0740\u00a0991" in html


def test_the_legend_shows_a_sharp_edge_on_a_disc_and_names_every_tint() -> None:
    region = place("Almaty Region", "region", id="region:x", path=("country:KZ", "region:x"), city=None)
    unknown = made(place=PARK, count=count(2, None, "unspecified"))
    selection = select(reconcile([unknown, made(place=COUNTRY), made(place=region)]), View())
    drawn = drawing(spots(selection, None), selection, View(), Span(DAY, DAY), None, words("en"))
    html = legend(drawn, View(), words("en"), LIGHT)
    assert "sharp edge" not in html
    assert "Kazakhstan, Almaty Region: tint" in html


def test_a_link_with_a_version_gives_the_same_numbers_when_the_data_have_changed(sqlite_url: str) -> None:
    from dashboard.data import load
    from geo.store import Store
    from made import claims, report

    def least(dataset: Dataset) -> list[int]:
        return dataset.columns().low.tolist()

    with Store.open(sqlite_url) as store:
        for number in (5, 8):
            text = f"Police detained {number} protesters in Almaty."
            store.add(report(text), claims(text))
            if number == 5:
                then = store.version
                before = least(load(sqlite_url))
        assert least(load(sqlite_url)) == [8]
        assert before == least(load(sqlite_url, then)) == least(load(sqlite_url, then[:8])) == [5]
        claim = load(sqlite_url, then).claims[0]
        found = load(sqlite_url, then).report(claim)
        assert found is not None
        assert "detained 5" in found.text
        with pytest.raises(InputError, match="never had this version"):
            load(sqlite_url, "abcdef01")
