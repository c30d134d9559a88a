"""Data in: bytes are stored and receipted, each row is accepted, quarantined with its reason, or a duplicate."""
