"""Which of a report's numbers and groups of people are detentions: candidates, what is said around them, and their weights.

Rules find frames; this weighs them, together with the groups of people that no rule speaks of, by a linear model whose
every weight is a row of ``data/lexicon/<language>/judgement.csv``, learnt from labelled reports by ``data/tools/train_judgement.py``.
"""

from geo.extraction.judgement.candidates import Candidate, candidates
from geo.extraction.judgement.judge import Judge

__all__ = ["Candidate", "Judge", "candidates"]
