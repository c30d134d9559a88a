"""Engines compute leaves over files of rows: one small protocol, each engine its own writer of SQL."""
