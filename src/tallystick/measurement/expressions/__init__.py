"""The KPI language: SQL's expression syntax, a closed list of words, types and units checked before anything runs."""
