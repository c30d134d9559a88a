"""Tallystick: one agreement as code, one set of numbers, two parties."""
