"""Exact values of the contract trade: money, ratios, durations, periods, calendars. No input or output, no clock."""
