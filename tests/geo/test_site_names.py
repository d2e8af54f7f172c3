"""English names of sites that no gazetteer holds."""

from __future__ import annotations

import pytest

from geo.places.site_names import english, romanized


@pytest.mark.parametrize(
    ("name", "language", "wanted"),
    [
        ("площади Свободы", "ru", "Freedom Square"),
        ("улице Чичинадзе", "ru", "Chichinadze Street"),
        ("Центральном парке", "ru", "Central Park"),
        ("проспекте Абая", "ru", "Abay Avenue"),
        ("ТРЦ «Керуен»", "ru", "Keruen Mall"),
        ("Азаттық алаңынан", "kk", "Freedom Square"),
        ("Ресей елшілігінің", "kk", "Russian Embassy"),
        ("Құрманғазы көшесінде", "kk", "Qurmanghazy Street"),
        ("Keel Square", "en", "Keel Square"),
    ],
)
def test_told_in_english(name: str, language: str, wanted: str) -> None:
    assert english(name, language) == wanted


def test_two_languages_name_one_site_alike() -> None:
    assert english("площадь Свободы", "ru") == english("Азаттық алаңы", "kk")


def test_letters_of_both_alphabets() -> None:
    assert romanized("Жаңаөзен Щучинск") == "zhangaozen shchuchinsk"
