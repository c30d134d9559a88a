"""Pages that tell: scorecard, KPI, statement; as HTML that needs nothing else, for the terminal, as JSON and CSV."""
