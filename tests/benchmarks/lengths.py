"""Time against length, for several kinds of text in three languages: linear, or it is a fault. Prints a table.

    taskset -c 1 python tests/benchmarks/lengths.py [CHARACTERS ...]

Each row is one kind of text at growing lengths (default 100,000 to 1,600,000 characters, each twice the one before): seconds of the processor,
and microseconds a character, which stay the same where the time is linear. ``growth`` compares the last two lengths: about 2.
"""

from __future__ import annotations

import sys
import time
from datetime import date

from geo.extraction import extract
from geo.model import Report

SENTENCES = {
    "en": "Police detained at least seven people in Almaty on 6 June. ",
    "ru": "Полиция задержала не менее семи человек в Алматы 6 июня. ",
    "kk": "Полиция Алматыда 6 маусымда кемінде жеті адамды ұстады. ",
}
HEADS = {"en": "Detained:\n", "ru": "Задержаны:\n", "kk": "Ұсталғандар:\n"}
CITY = {"en": "Almaty", "ru": "Алматы", "kk": "Алматы"}
LENGTHS = (100_000, 200_000, 400_000, 800_000, 1_600_000)


def kinds(language: str) -> dict[str, tuple[str, str]]:
    """Kinds of text: how each begins, and what it repeats."""
    sentence, head, city = SENTENCES[language], HEADS[language], CITY[language]
    opening = sentence.partition(" 6")[0]
    return {
        "sentences on one line": ("", sentence),
        "one line without a stop": ("", sentence.rstrip(". ") + " "),
        "paragraphs": ("", sentence + "\n\n"),
        "lines": ("", sentence.strip() + "\n"),
        "list of places": (head, f"{city} - 25\n"),
        "rows of a table": (head + "| city | detained |\n", f"| {city} | 25 |\n"),
        "places": (opening + " ", f"{city} "),
        "names": (opening + " ", "Abcdef Абвгде "),
        "numbers": (opening + " ", "1,000 100 "),
        "dates": (opening + " ", "6.06.2020, 6 June "),
        "brackets": (opening + " ", '(«["'),
        "one word": (opening + " ", "ұa"),
        "marks nobody sees": ("", sentence.replace("e", "e\u200b").replace("а", "а\u0301")),
    }


def main() -> None:
    lengths = [int(a) for a in sys.argv[1:]] or LENGTHS
    print(f"{'':26} " + " ".join(f"{n:>16,}" for n in lengths) + "  growth")
    for language in SENTENCES:
        for kind, (head, repeated) in kinds(language).items():
            taken = []
            for length in lengths:
                text = head + repeated * ((length - len(head)) // len(repeated))
                report = Report(id="x", text=text, published=date(2020, 6, 7), language=language)
                began = time.process_time()
                found = extract(report)
                taken.append(time.process_time() - began)
                assert all(c.quote == text[c.start : c.end] for c in found)
            cells = " ".join(f"{t:7.2f} s {1e6 * t / n:4.1f} µs" for t, n in zip(taken, lengths, strict=True))
            print(
                f"{language} {kind:23} {cells} {taken[-1] / max(taken[-2], 1e-9):7.1f}" if len(taken) > 1 else f"{kind} {cells}", flush=True
            )


if __name__ == "__main__":
    main()
