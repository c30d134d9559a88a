"""The terms of an agreement, one file a subject; the JSON Schema is made from them."""
