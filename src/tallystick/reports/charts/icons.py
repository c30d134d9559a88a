"""Icons that stand beside their word: how a process varies, and a status."""

from __future__ import annotations

_PATHS = {
    "improving": ("good", "M4 11l3-3 2 2 4-5M9 5h4v4"),
    "worsening": ("bad", "M4 5l3 3 2-2 4 5M13 7v4H9"),
    "neutral change": ("plainline", "M4 8h3l2-3h4M11 3l2 2-2 2"),
    "common cause": ("plainline", "M3.5 9l2-3 2 4 2-4 2 3 1-1"),
    "cannot say": ("plainline", "M6 6.2a2 2 0 1 1 2.6 2c-.5.3-.6.6-.6 1.2M8 11.6v.2"),
}
_STATUS = {
    "met": '<circle cx="8" cy="8" r="7" class="good"/><path d="M5 8.2l2.2 2.2L11 6" class="mark"/>',
    "near": '<path d="M8 1l7 13H1Z" class="warn"/><path d="M8 6v4M8 11.6v.2" class="mark"/>',
    "missed": '<path d="M8 .8L15.2 8 8 15.2.8 8Z" class="bad"/><path d="M6 6l4 4M10 6l-4 4" class="mark"/>',
    "provisional": '<circle cx="8" cy="8" r="6.4" class="out dashed"/>',
    "later": '<circle cx="8" cy="8" r="6.4" class="out"/><path d="M8 4.6V8l2.4 1.6" class="line"/>',
    "untargeted": '<circle cx="8" cy="8" r="6.4" class="out"/>',
    "agreed": '<path d="M2.5 8.5l3.5 3.5 7.5-8" class="tick"/>',
    "unsigned": '<path d="M2.5 13.5h11M4.5 10.5l7-7 1.5 1.5-7 7h-1.5Z" class="line"/>',
    "none": '<circle cx="8" cy="8" r="6.4" class="out"/><path d="M5 8h6" class="line"/>',
}


def variation_icon(variation: str) -> str:
    """The icon of a variation; its word stands beside it."""
    kind, path = _PATHS.get(variation, _PATHS["cannot say"])
    return f'<svg class="ico {kind}" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="7.2"/><path d="{path}"/></svg>'


def status_icon(status: str) -> str:
    """The icon of a status; its word stands beside it."""
    return f'<svg class="ico" viewBox="0 0 16 16" aria-hidden="true">{_STATUS.get(status, _STATUS["none"])}</svg>'
