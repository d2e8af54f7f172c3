"""What may be shown to everyone: positions rounded, people's names masked, small numbers hidden; and a check before publishing."""

from geo.public.check import Finding, check
from geo.public.tier import DROPPABLE, Tier, mask, tier_in_use

__all__ = ["DROPPABLE", "Finding", "Tier", "check", "mask", "tier_in_use"]
