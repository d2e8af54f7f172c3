"""What each piece of evidence is worth when a name is resolved (``data/gazetteer/weights.csv``, where each is explained)."""

from geo.resources import table

WEIGHTS = {row["evidence"]: float(row["weight"]) for row in table("gazetteer/weights.csv", "evidence", "weight")}
