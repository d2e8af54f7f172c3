"""Kazakh in both scripts: the counting rules, numbers, dates, and who is said to have been detained where."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.extraction import counts, detect_language, extract, numbers
from geo.extraction.kazakh import find_dates, respell
from geo.model import Claim, Report

TABLE = [
    ("жеті адам", 7, 7, 7, "exact"),
    ("7 адам", 7, 7, 7, "exact"),
    ("кемінде 20 адам", 20, None, 20, "at_least"),
    ("аз дегенде жетпіс", 70, None, 70, "at_least"),
    ("жетпістен кем емес", 70, None, 70, "at_least"),
    ("83+", 83, None, 83, "at_least"),
    ("жүзден астам адам", 101, None, 101, "more_than"),
    ("20-дан аса", 21, None, 21, "more_than"),
    ("отыздан көп", 31, None, 31, "more_than"),
    ("елуден асты", 51, None, 51, "more_than"),
    ("қырыққа дейін адам", 1, 40, 40, "up_to"),
    ("оннан кем", 1, 9, 9, "fewer_than"),
    ("шамамен 12", 10, 14, 12, "about"),
    ("30-ға жуық", 24, 36, 30, "about"),
    ("он бес шақты адам", 12, 18, 15, "about"),
    ("бес жүздей адам", 400, 600, 500, "about"),
    ("20-дай", 16, 24, 20, "about"),
    ("жүз қаралы адам", 80, 120, 100, "about"),
    ("онға тарта адам", 8, 12, 10, "about"),
    ("алпысқа таяу", 48, 72, 60, "about"),
    ("елу дерлік", 40, 50, 50, "nearly"),
    ("12-15 адам", 12, 15, 13, "range"),
    ("екі-үш адам", 2, 3, 2, "range"),
    ("он екі-он үш адам", 12, 13, 12, "range"),
    ("бес-алтауын", 5, 6, 5, "range"),
    ("екі-үш мың адам", 2000, 3000, 2500, "range"),
    ("қос белсенді", 2, 2, 2, "exact"),
    ("үшеуін", 3, 3, 3, "exact"),
    ("жетеуі", 7, 7, 7, "exact"),
    ("тоғызымызды", 9, 9, 9, "exact"),
    ("бірнеше адам", 3, 9, 3, "vague"),
    ("ондаған адам", 24, 99, 24, "vague"),
    ("бірнеше ондаған адам", 24, 99, 24, "vague"),
    ("жүздеген адам", 200, 999, 200, "vague"),
    ("мыңдаған адам", 2000, 9999, 2000, "vague"),
    ("бір топ белсенді", 2, None, None, "unspecified"),
    ("жарты мың адам", 500, 500, 500, "exact"),
    ("үш жарым мыңнан астам", 3501, None, 3501, "more_than"),
    ("1 449 адам", 1449, 1449, 1449, "exact"),
    ("алты жүз отыз екі", 632, 632, 632, "exact"),
    ("небәрі үш адам", 3, 3, 3, "exact"),
]


@pytest.mark.parametrize(("words", "low", "high", "best", "form"), TABLE, ids=[t[0] for t in TABLE])
def test_the_contracts_table(words: str, low: int, high: int | None, best: int | None, form: str) -> None:
    (found,) = counts.find(words, "kk")
    assert (found.count.min, found.count.max, found.count.best, found.count.form) == (low, high, best, form)


@pytest.mark.parametrize(
    "words",
    ["62 жастағы", "15 тәулікке", "10-15 тәулікке", "20 пайыз", "14:30", "екі рет", "бес айда", "50 метрлік", "3-ші", "2020 жылы", "үш автозак"],
)  # fmt: skip
def test_what_is_no_amount_of_people(words: str) -> None:
    assert all(q.count.form == "unspecified" for q in counts.find(words, "kk"))


ONES = ["нөл", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз"]
TENS = ["", "он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан"]
OFFICIAL = dict(
    zip(
        "абвгғдеёжзийкқлмнңоөпрстуұүфхһцчшыіэюя",
        [
            "a",
            "b",
            "v",
            "g",
            "ğ",
            "d",
            "e",
            "e",
            "j",
            "z",
            "i",
            "i",
            "k",
            "q",
            "l",
            "m",
            "n",
            "ñ",
            "o",
            "ö",
            "p",
            "r",
            "s",
            "t",
            "u",
            "ū",
            "ü",
            "f",
            "h",
            "h",
            "s",
            "ch",
            "ş",
            "y",
            "ı",
            "e",
            "iu",
            "ia",
        ],
        strict=True,
    )
)
ACUTE = OFFICIAL | dict(zip("әғңөүұуиійш", ["á", "ǵ", "ń", "ó", "ú", "u", "ý", "ı", "i", "ı", "sh"], strict=True))
PLAIN = OFFICIAL | dict(zip("әғқңөүұуиійш", ["a", "g", "k", "n", "o", "u", "u", "u", "i", "i", "i", "sh"], strict=True))
SCRIPTS = {"official": OFFICIAL | {"ә": "ä"}, "acute": ACUTE, "plain": PLAIN}


def in_words(n: int) -> str:
    if n == 0:
        return ONES[0]
    parts = []
    if n >= 1000:
        parts.append("мың" if n // 1000 == 1 else f"{in_words(n // 1000)} мың")
    if n % 1000 >= 100:
        parts.append("жүз" if n % 1000 // 100 == 1 else f"{ONES[n % 1000 // 100]} жүз")
    parts += [TENS[n % 100 // 10]] if n % 100 >= 10 else []
    parts += [ONES[n % 10]] if n % 10 else []
    return " ".join(parts)


def latin(text: str, script: str) -> str:
    return "".join(SCRIPTS[script].get(c, c) for c in text.casefold())


def in_cyrillic(text: str) -> str:
    respelt = respell(text)
    assert respelt is not None
    return respelt.text


@given(st.integers(0, 999_999))
@settings(deadline=None)
def test_a_number_written_out_reads_back_in_every_script(n: int) -> None:
    written = in_words(n)
    assert numbers.value(written, "kk") == n
    for script in SCRIPTS:
        assert numbers.value(in_cyrillic(latin(written, script)), "kk") == n
    if n:
        (found,) = counts.find(f"{written} адам", "kk")
        assert (found.count.min, found.count.max, found.count.best) == (n, n, n)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("6 маусымда", "2022-06-06", "2022-06-06"),
        ("2020 жылғы 6 маусымда", "2020-06-06", "2020-06-06"),
        ("06.06.2020", "2020-06-06", "2020-06-06"),
        ("жұма күні", "2022-09-16", "2022-09-16"),
        ("өткен сенбіде", "2022-09-17", "2022-09-17"),
        ("кеше", "2022-09-18", "2022-09-18"),
        ("бүгін", "2022-09-19", "2022-09-19"),
        ("алдыңғы күні", "2022-09-17", "2022-09-17"),
        ("өткен аптада", "2022-09-12", "2022-09-18"),
        ("өткен айда", "2022-08-01", "2022-08-31"),
        ("демалыс күндері", "2022-09-17", "2022-09-18"),
        ("сенбі мен жексенбі күндері", "2022-09-17", "2022-09-18"),
        ("2022 жылдың қаңтарында", "2022-01-01", "2022-01-31"),
        ("былтыр мамырда", "2021-05-01", "2021-05-31"),
        ("тамыз айында", "2022-08-01", "2022-08-31"),
        ("2-7 қаңтар аралығында", "2022-01-02", "2022-01-07"),
        ("2 қаңтардан 7 қаңтарға дейін", "2022-01-02", "2022-01-07"),
        ("6 қаңтарға қараған түні", "2022-01-06", "2022-01-06"),
        ("қаңтардың бесінде", "2022-01-05", "2022-01-05"),
        ("жұмадан бері", "2022-09-16", "2022-09-19"),
        ("16 тамыздан бері", "2022-08-16", "2022-09-19"),
        ("екі апта бұрын", "2022-09-05", "2022-09-05"),
        ("бір жыл бұрын", "2021-01-01", "2021-12-31"),
        ("2019 жылы", "2019-01-01", "2019-12-31"),
        ("2012-нің ақпанында", "2012-02-01", "2012-02-29"),
        ("Он жетісі күні", "2022-09-17", "2022-09-17"),
        ("Сегізінде", "2022-09-08", "2022-09-08"),
        ("былтыр дәл осы күні", "2021-09-19", "2021-09-19"),
        ("12.09, дс. Орал", "2022-09-12", "2022-09-12"),
        ("Шілде. Оралда", "2022-07-01", "2022-07-31"),
    ],
)
def test_dates(words: str, first: str, last: str) -> None:
    (found,) = find_dates(words, date(2022, 9, 19))
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


def test_a_years_report_goes_month_by_month_in_its_year() -> None:
    told = find_dates("2024 жылы, 2023 жылмен салыстырғанда, аз.\n\nҚаңтар. 7-сінде екеу.\n\nЖыл бойы отыз.", date(2025, 1, 20))
    assert [d.first.isoformat() for d in told if d.precision == "day"] == ["2024-01-07"]
    assert told[-1].first == date(2024, 1, 1)


@pytest.mark.parametrize(
    "words", ["сенбіге жоспарланған", "келесі жексенбіде", "ертең", "Мәскеу мен Қазанда", "қалалардың бесінде", "екісі күні бойы"]
)
def test_what_is_no_date_told_of(words: str) -> None:
    assert not find_dates(words, date(2022, 9, 19))


def claims(text: str, published: str = "2023-06-12", title: str = "") -> list[Claim]:
    return extract(Report(id="r", text=text, title=title, published=date.fromisoformat(published), language="kk"))


def detained(text: str, published: str = "2023-06-12") -> list[tuple[str | None, int | None, int | None]]:
    found = [c for c in claims(text, published) if c.kind in ("detention", "no_detention") and not c.subset and not c.instance]
    return [(c.place.city, c.count.min, c.count.max) for c in found]


WHO = [
    ("Алматыда наразылық акциясында полиция 12 адамды ұстады.", [("Almaty", 12, 12)]),
    ("Шымкентте митингіге келген үш белсенді полиция бөлімшесіне жеткізілді.", [("Shymkent", 3, 3)]),
    ("Ақтауда наразылық білдірген мұнайшылардың жетеуін полиция тұтқындады.", [("Aktau", 7, 7)]),
    ("Астанада митингіге шыққан ондаған адамды автозактарға тиеп әкетті.", [("Astana", 24, 99)]),
    ("Алматыда митинг өтетін алаңнан отызға жуық адамды күштеп автобусқа отырғызды.", [("Almaty", 24, 36)]),
    ("Өскеменде митингіде жаппай ұстау басталды.", [("Ust-Kamenogorsk", 1, None)]),
    ("Екібастұзда митингіге қатысушылар ұсталды.", [("Ekibastuz", 2, None)]),
    ("Астанада алаңға жиналған жастарды полиция автобустарға тоғытты.", [("Astana", 2, None)]),
    ("Семейде митингіден кейін ұсталғандар саны 30-ға жетті.", [("Semey", 30, 30)]),
    ("Алматыда митингіде ұсталған 15 белсенді түнде босатылды.", [("Almaty", 15, 15)]),
    ("Полиция Алматыда митингіге шыққан 12 адамның ұсталғанын растады.", [("Almaty", 12, 12)]),
    ("Алматыда митингіге шыққан елу адамдай ұсталды.", [("Almaty", 40, 60)]),
    ("Алматыда митингіде 40 адамнан астамы ұсталды.", [("Almaty", 41, None)]),
    ("Алматыда митингіге шыққан бір қыз бен екі жігітті полиция ұстап кетті.", [("Almaty", 3, 3)]),
    ("Қостанайда пикетке жалғыз шыққан белсенді Ерлан Сәдуақасов ұсталды.", [("Kostanay", 1, 1)]),
    ("Алматыда полиция наразыларды ұстай бастады.", [("Almaty", 2, None)]),
    ("Митингіде Қызылордада алты, Түркістанда үш адам ұсталды.", [("Kyzylorda", 6, 6), ("Turkistan", 3, 3)]),
    ("Пикетке шыққан үш әйел Оралда, ал Ақтөбеде сонша адам ұсталды.", [("Oral", 3, 3), ("Aktobe", 3, 3)]),
    ("Митингіде ел бойынша 45 адам ұсталды, оның 20-сы Астанада.", [(None, 45, 45), ("Astana", 20, 20)]),
    ("Атырауда жиын кезінде ешкім ұсталмады.", [("Atyrau", 0, 0)]),
    ("Павлодарда полиция митингіге шыққандардың ешқайсысын ұстаған жоқ.", [("Pavlodar", 0, 0)]),
    ("Таразда митингіге байланысты ұстау болған жоқ.", [("Taraz", 0, 0)]),
]


@pytest.mark.parametrize(("text", "wanted"), WHO, ids=[t for t, _ in WHO])
def test_who_is_detained(text: str, wanted: list[tuple[str | None, int, int | None]]) -> None:
    assert sorted(detained(text), key=str) == sorted(wanted, key=str)


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize(("text", "wanted"), [w for w in WHO if "Ерлан" not in w[0]], ids=[t for t, _ in WHO if "Ерлан" not in t])
def test_who_is_detained_in_latin_script(text: str, wanted: list[tuple[str | None, int, int | None]], script: str) -> None:
    written = " ".join(
        w[:1].upper() + w[1:] if o[:1].isupper() else w for w, o in zip(latin(text, script).split(), text.split(), strict=True)
    )
    assert sorted(detained(written), key=str) == sorted(wanted, key=str)


@pytest.mark.parametrize(
    "text",
    [
        "Сот Оралда митингіге шыққан белсендіні 15 тәулікке қамады.",
        "Полиция ертең Алматыда митингіге шыққандардың бәрі ұсталады деп ескертті.",
        "Егер Алматыда митингіге жүз адам шықса, бәрін ұстайды.",
        "Алматыда митингіге қатысқан 20 адамға айыппұл салынды.",
        "Алматыдағы митинг кезінде 15 адам жараланды, екеуі қаза тапты.",
        "Полиция Алматыда белсендінің ұсталғанын жоққа шығарды.",
        "Шымкентте есірткі сатқан үш адам ұсталды.",
        "Жиында ұсталғандардың бәрін босатуды талап етті.",
        "Алматыда митингіде қанша адам ұсталды?",
        "Белсенді Алматыда митингіде плакат ұстап тұрды.",
        "Алматыда митингіде екі белсенді прокуратураға шақырылды.",
        "Ақсақал жетпіс жыл бойы жылқы ұстады, митингіге шықпаған.",
        "«Мені Алматыда ұстаған жоқ, митингіде өзім кетіп қалдым», – деді ол.",
    ],
)
def test_what_is_no_detention(text: str) -> None:
    assert detained(text) == []


def test_offsets_point_into_the_text_as_stored_in_latin_script() -> None:
    text = "Oralda jeksenbı künı jiynğa şyqqan bırneşe belsendını polisia alyp kettı.\n\nShymkentte 15-20 adamdy ustap ketti."
    found = claims(text, "2021-10-10")
    assert [c.count.text for c in found if c.kind == "detention"] == ["bırneşe belsendını", "15-20 adamdy"]
    for c in found:
        assert c.quote == text[c.start : c.end]
        assert c.place.mention in ("Oralda", "Shymkentte")


def test_a_site_takes_its_city_with_it() -> None:
    (claim,) = claims("6 маусымда Шымкентте Ордабасы алаңында митингіде 20-дан астам адам ұсталды.", "2020-06-06")
    assert (claim.place.city, claim.place.site) == ("Shymkent", "Ordabasy Square")
    assert claim.date_start == date(2020, 6, 6)


@pytest.mark.parametrize(
    "text",
    [
        "Алматыда 12 адам ұсталды.",
        "Astanada Táýelsizdik alańynda elýge jýyq adam ustalyp, bólimshege jetkizildi.",
        "Oralda jeksenbı künı qymbatşylyqqa qarsy jiynğa şyqqandardy polisia alyp kettı.",
        "Halyk, keshe Almatyda on bes adamdy ustap ketti, eshkim bilmeidi.",
    ],
)
def test_the_language_tells_in_both_scripts(text: str) -> None:
    assert detect_language(text) == "kk"


@given(
    st.lists(
        st.sampled_from(
            [
                "Алматыда",
                "ешкім",
                "ұсталған",
                "жоқ",
                "12",
                "адамды",
                "жүзден",
                "астам",
                ",",
                ".",
                "автобусқа",
                "салып",
                "әкетті",
                "сот",
                "6",
                "маусымда",
                "он",
                "ұстау",
                "болды",
                "ustaldy",
                "Oralda",
                "«",
            ]
        ),
        max_size=14,
    )
)
@settings(deadline=None)
def test_any_order_of_words_is_survived(words: list[str]) -> None:
    text = " ".join(words)
    for claim in claims(text):
        assert 0 <= claim.start < claim.end <= len(text)
        assert claim.quote == text[claim.start : claim.end]


@given(st.text(max_size=60))
@settings(deadline=None)
def test_any_text_is_survived(text: str) -> None:
    respelt = respell(text)
    if respelt is not None:
        assert len(respelt.starts) == len(respelt.text) + 1
        assert respelt.starts == sorted(respelt.starts)
    claims(text)


def test_who_says_so_and_who_called_the_rally() -> None:
    (claim,) = claims("Полицияның мәліметінше, Алматыда Демократиялық партияның үш жақтасы ұсталды.")
    assert (claim.attributed_to, claim.organisers) == ("Полиция", ("Democratic Party of Kazakhstan",))


def test_a_part_of_a_count_is_no_claim_of_its_own() -> None:
    found = claims("Алматыда митингіде 56 адам ұсталды, оның ішінде бес жасөспірім бар.")
    assert [(c.count.best, c.subset) for c in found] == [(56, False), (5, True)]


@pytest.mark.parametrize(("text", "city", "first"), [
    ("Қазанда Алматыда митингіде 5 адам ұсталды.", "Almaty", "2022-10-01"),
    ("Мәскеуде шеруде 5 адам жиналды, ал Қазанда 3 адам ұсталды.", "Kazan", "2023-06-12"),
])  # fmt: skip
def test_a_month_and_a_city_of_one_name(text: str, city: str, first: str) -> None:
    (claim,) = [c for c in claims(text) if c.kind == "detention"]
    assert (claim.place.city, str(claim.date_start)) == (city, first)
