"""The words that incentive terms are made of: bands, conditions, rounding stages, events."""
