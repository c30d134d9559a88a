"""The rules of incentives, one file each: terms, clause, source, worked example, and a pure function."""
