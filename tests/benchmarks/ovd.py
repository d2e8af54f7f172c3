"""OVD-Info's table of 2012, imported by a mapping: events, detentions in all, by year, by permission, of pickets.

python tests/benchmarks/ovd.py ovd-info-2012.csv
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date

from geo.pipeline import ingest
from geo.reports import Options
from geo.reports.event_tables import parse_map
from geo.store import Selection, Store
from geo.totals import total

MAP = "id=Id,date=date,place=place,count=number_of_detentions,type=event_type_eng+agreement_eng,title=description_eng,organiser=organizer_eng,url=links"
WANTED = {"events": 228, "total": 5169, "December 2011": 1312, "2012": 3857, "authorised": 1079, "unauthorised": 4090, "pickets": 682}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/ovd.db"
        ingest([sys.argv[1]], url, Options(columns=parse_map(MAP, "Moscow")))
        with Store.open(url) as store:

            def detained(first: date | None = None, last: date | None = None, type: str | None = None) -> int | None:
                return total(store.events(Selection(first=first, last=last, type=type)), None, first, last).min

            found = {
                "events": len(store.events()), "total": detained(), "December 2011": detained(date(2011, 12, 1), date(2011, 12, 31)),
                "2012": detained(date(2012, 1, 1), date(2012, 12, 31)), "authorised": detained(type="Authorised"),
                "unauthorised": detained(type="Unauthorised"), "pickets": detained(type="Picket"),
            }  # fmt: skip
    for name, wanted in WANTED.items():
        print(f"{name:14} {found[name]:>6}  {'right' if found[name] == wanted else f'WRONG, wanted {wanted}'}")


if __name__ == "__main__":
    main()
