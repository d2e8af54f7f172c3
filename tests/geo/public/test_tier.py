"""The public tier: the same events and sums, and nothing of a site, a home or a person in any file."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import UsageError
from geo.events import reconcile
from geo.export import FORMATS, About, write
from geo.export.words import words
from geo.extraction import extract
from geo.model import Claim, Count, Place, Report
from geo.public import DROPPABLE, Tier, check, mask
from geo.public.secret import _secret, sign
from geo.totals import total
from made import claim, claims
from planted import ROWS as PLANTED
from planted import left, planted

SITES = (
    "Police detained 12 protesters on Republic Square in Almaty and 7 near Gandhi Park. Three people were detained on Gagarin Street in Shymkent. "
    "Nine people were detained in Semey."
)


@pytest.mark.parametrize("row", PLANTED, ids=[row["name"] for row in PLANTED])
def test_a_planted_name_is_masked(row: dict[str, str]) -> None:
    left = mask(row["sentence"], row["language"])
    assert not [word for word in re.findall(r"[\w-]{3,}", row["name"]) if word in left]
    assert left != row["sentence"]


def test_what_is_no_name_stays() -> None:
    kept = {
        "en": "Police detained about 30 activists of Oyan, Qazaqstan in Almaty on Sunday, RFE/RL reported.",
        "ru": "Полиция задержала в Алматы около 30 человек, сообщило Радио Свобода.",
        "kk": "Алматыда полиция 30-ға жуық белсендіні ұстады.",
    }
    for language, text in kept.items():
        assert mask(text, language) == text


def test_a_surname_alone_is_masked_where_it_was_learnt() -> None:
    first = claims(
        "Police detained Bolat Qwertykhan and nine others in Almaty. Supporters of Qwertykhan said 20 people were detained in Semey."
    )
    assert "Qwertykhan" not in " ".join(c.quote for c in Tier().claims(first))


@pytest.mark.parametrize("text", ["write to ivan@example.org", "call +7 701 123 45 67", "at 12 Abai Street", "ул. Абая, дом 15, кв. 3", "see @ivan_petrov",
                                  "43.2383, 76.9453", "Абай көшесі, 15 үй"])  # fmt: skip
def test_contacts_and_homes_are_masked(text: str) -> None:
    left = mask(text, "ru" if "ул" in text else "en")
    assert not re.search(r"\d\d|@", left)


def test_sums_stay_what_they_were() -> None:
    exact = claims(SITES)
    public = Tier().claims(exact)
    before, after = reconcile(exact), reconcile(public)
    assert len(before) == len(after)
    for place in (None, "country:KZ"):
        one, other = total(before, place), total(after, place)
        assert (one.min, one.max, one.best, one.unknown) == (other.min, other.max, other.best, other.unknown)


positions = st.tuples(st.floats(-89, 89), st.floats(-179, 179))


def site(lat: float, lon: float, name: str) -> Claim:
    path = ("country:KZ", "city:nowhere", f"site:{name}")
    place = Place(name, name, "site", path[-1], lat, lon, 50, "KZ", None, "Nowhere", name, "Nowhere", "gazetteer", path)
    day = date(2020, 6, 6)
    return Claim(
        "r",
        "Wire",
        None,
        day,
        "en",
        "detention",
        f"Seven were held at {name}.",
        0,
        9,
        day,
        day,
        "text",
        place,
        Count("Seven", 7, 7, 7, "exact"),
    )


@settings(max_examples=150, deadline=None)
@given(positions, st.sampled_from([0.0, 1.0, 5.0, 25.0, 100.0, 500.0]))
def test_no_position_is_exact(position: tuple[float, float], distance: float) -> None:
    lat, lon = position
    (made,) = Tier(distance).claims([site(lat, lon, "Quiet Court 7")])
    whole = str(made.to_json())
    assert "Quiet Court" not in whole
    assert made.place.lat is not None
    assert made.place.precision_m
    if distance:
        assert made.place.precision_m >= distance * 1000
        again = Tier(distance).claims([site(made.place.lat, made.place.lon or 0.0, "Quiet Court 7")])[0].place
        assert abs(again.lat - made.place.lat) < 1e-3  # the middle of its square: all positions within give one


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from(DROPPABLE), max_size=4), st.integers(2, 50))
def test_what_is_dropped_or_under_the_threshold_is_not_there(drop: set[str], threshold: int) -> None:
    exact = claims(SITES)
    for before, after in zip(exact, Tier(drop=frozenset(drop), threshold=threshold).claims(exact), strict=True):
        row = after.to_json()
        for name in drop - {"title"}:
            assert not row[name]
        assert not row["explain"]
        assert not row["mentions"]
        if before.count.min and before.count.min < threshold:
            assert (after.count.min, after.count.text, after.count.form) == (1, "", "withheld")
            assert after.count.best is None or after.count.best >= threshold - 1
            assert before.count.text not in after.quote


def test_settings_that_cannot_be_are_told() -> None:
    for wrong in ({"distance_km": 0.1}, {"drop": frozenset({"nothing"})}):
        with pytest.raises(UsageError):
            Tier(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(("url", "shown"), [
    ("https://example.org/news/bolat-atabayev-detained", "https://example.org/"),
    ("https://example.org/%D0%96%D0%B0%D0%BD%D0%B1%D0%BE%D0%BB%D0%B0%D1%82", "https://example.org/"),
    ("https://example.org/video/janbolat-mamaj-ustaldy", "https://example.org/"),
    ("https://social.example/@someone_else", "https://social.example/"),
    ("https://t.me/qwertykhan_blog/12", "https://t.me/"),
    ("https://ivan:secret@example.org/news/1", "https://example.org/"),
    ("https://qwertykhan.example.org/posts/1", None),
    ("https://dulatagadil.example.org/posts/1", None),
    ("https://www.rferl.org/a/dozens-detained-in-kazakhstan/30656158.html", "https://www.rferl.org/a/dozens-detained-in-kazakhstan/30656158.html"),
    ("https://berlin.example/news/view/8035", "https://berlin.example/news/view/8035"),
])  # fmt: skip
def test_an_address_that_spells_a_name_loses_its_path_or_all(url: str, shown: str | None) -> None:
    text = "Police detained Bolat Qwertykhan and 12 people in Almaty. Supporters of Жанболат Мамай were there."
    (made,) = Tier().claims(extract(Report("r", text, date(2020, 6, 6), url=url, language="en")))
    assert made.url == shown


@pytest.mark.parametrize("format", FORMATS)
def test_no_file_holds_a_name_or_an_exact_position(format: str) -> None:
    exact = [c for number, row in enumerate(PLANTED) for c in planted(number, row)[1]]
    tier = Tier()
    public, about = tier.claims(exact), About("v", note=tier.note(words("en")))
    assert len(left(str([c.to_json() for c in exact]).encode())) > 80
    for items in (reconcile(public), public):
        out = io.BytesIO()
        if items is public and FORMATS[format].takes == "events":
            continue
        write(items, format, out, "v", about)
        assert left(out.getvalue()) == set()


def test_the_check_names_what_would_be_shown() -> None:
    told = "Police detained Bolat Atabayev at his home, 12 Abai Street, and nine people on Republic Square in Almaty."
    exact = [replace(c, quote=told) for c in claims(SITES)]
    assert {"name", "home", "site"} <= {f.what for f in check(exact)}
    assert not {f.what for f in check(Tier().claims(exact))} - {"home"}  # "at his home" is for someone to look at


def test_rows_of_a_table_stay_apart() -> None:
    assert len(reconcile(Tier().claims([claim("KZ/almaty", 3), claim("KZ/almaty/a", 4), claim("KZ/almaty/b", 5)]))) == 3


def test_a_name_learnt_later_is_hidden_in_an_older_version_too() -> None:
    older = claims("Police detained 12 people in Almaty, among them Moldash.", id="r1")
    newer = claims("Police detained Bolat Moldash in Almaty.", id="r2")
    assert "Moldash" in Tier().claims(older)[0].quote
    assert "Moldash" not in Tier().claims(older, also=newer)[0].quote


def test_a_hidden_place_keeps_its_sign_whatever_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTION_MAP_PUBLIC_SECRET", "one")
    square, park = claim("KZ/almaty/republic-square", 12), claim("KZ/almaty/gandhi-park", 9)
    alone = Tier().claims([square])[0].place.id
    assert Tier().claims([park, square])[1].place.id == alone
    assert alone != Tier().claims([park])[0].place.id
    monkeypatch.setenv("DETENTION_MAP_PUBLIC_SECRET", "another")
    assert Tier().claims([square])[0].place.id != alone


def test_the_secret_is_made_once_and_for_its_owner(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("DETENTION_MAP_PUBLIC_SECRET", raising=False)
    signs = []
    for _ in range(2):
        _secret.cache_clear()  # as in another process
        signs.append(sign(("KZ", "almaty", "square")))
    _secret.cache_clear()
    assert signs[0] == signs[1]
    (held,) = tmp_path.rglob("public.key")
    assert held.stat().st_mode & 0o777 == 0o600
