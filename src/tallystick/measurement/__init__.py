"""Rows become exact numbers: contracts, deliveries, the KPI language, engines, measurements."""
