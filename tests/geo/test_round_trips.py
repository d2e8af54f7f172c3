"""Days written out in Russian and Kazakh, in every form, read back."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from geo.extraction import kazakh, russian

RU_MONTHS = ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"]
KK_MONTHS = ["қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"]
RU_WEEKDAYS = ["в понедельник", "во вторник", "в среду", "в четверг", "в пятницу", "в субботу", "в воскресенье"]
KK_WEEKDAYS = ["дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі"]
PUBLISHED = st.dates(date(1990, 1, 1), date(2030, 12, 31))
BACK = st.integers(0, 330)


def case(month: str, soft: str, hard: str, soft_voiceless: str, hard_voiceless: str) -> str:
    """A Kazakh month with the case ending that its last letters ask for."""
    front = next(c in "әеіөү" for c in reversed(month) if c in "аоұыуәеіөү")
    voiceless = month[-1] in "кқпстшз" and month[-1] != "з"
    return month + ((soft_voiceless if front else hard_voiceless) if voiceless else (soft if front else hard))


@given(PUBLISHED, BACK)
@settings(deadline=None)
def test_a_russian_day_reads_back(published: date, back: int) -> None:
    day = published - timedelta(days=back)
    month = RU_MONTHS[day.month - 1]
    for text in (
        f"{day.day} {month} {day.year} года", f"{day.day} {month} {day.year} г.", f"{day.day} {month}", f"{day.day}-го {month} {day.year}-го",
        f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day.year}", day.isoformat(),
    ):  # fmt: skip
        (found,) = russian.find_dates(f"Задержали {text} в центре.", published)
        assert (found.first, found.last) == (day, day), text


@given(PUBLISHED, BACK)
@settings(deadline=None)
def test_a_kazakh_day_reads_back(published: date, back: int) -> None:
    day = published - timedelta(days=back)
    month = KK_MONTHS[day.month - 1]
    for text in (
        f"{day.year} жылғы {day.day} {case(month, 'де', 'да', 'те', 'та')}", f"{day.day} {case(month, 'де', 'да', 'те', 'та')}",
        f"{day.year} жылы {day.day} {month} күні", f"{day.day} {month} күні", f"{day:%d.%m.%Y}", day.isoformat(),
    ):  # fmt: skip
        (found,) = kazakh.find_dates(f"Полиция {text} он адамды ұстады.", published)
        assert (found.first, found.last) == (day, day), text


@given(PUBLISHED, st.integers(0, 6))
def test_a_weekday_is_the_last_one(published: date, back: int) -> None:
    day = published - timedelta(days=back)
    (found,) = russian.find_dates(f"Их задержали {RU_WEEKDAYS[day.weekday()]} вечером.", published)
    assert found.first == day
    (found,) = kazakh.find_dates(f"Оларды {KK_WEEKDAYS[day.weekday()]} күні ұстады.", published)
    assert found.first == day


@given(PUBLISHED, st.integers(1, 60))
def test_so_many_days_ago(published: date, ago: int) -> None:
    day = published - timedelta(days=ago)
    (found,) = russian.find_dates(f"Их задержали {ago} дней назад.", published)
    assert found.first == day
    (found,) = kazakh.find_dates(f"Оларды {ago} күн бұрын ұстады.", published)
    assert found.first == day


@given(PUBLISHED, st.integers(1, 27), st.integers(1, 12))
@settings(deadline=None)
def test_a_span_within_a_month_reads_back(published: date, first: int, month: int) -> None:
    year = published.year - 1
    wanted = (date(year, month, first), date(year, month, first + 1))
    (found,) = russian.find_dates(f"с {first} по {first + 1} {RU_MONTHS[month - 1]} {year} года", published)
    assert (found.first, found.last) == wanted
    (found,) = kazakh.find_dates(f"{year} жылғы {first}-{first + 1} {KK_MONTHS[month - 1]} аралығында", published)
    assert (found.first, found.last) == wanted
