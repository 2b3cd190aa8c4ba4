"""What became of pending transactions: who resolved them, when and how."""

from datetime import date as Date
from decimal import Decimal
from enum import Enum

from msgspec import Struct

POSTS, POSTS_PART, COMPENSATES, EXPIRES = "posts", "posts-part", "compensates", "expires"
"""The keys of metadata by which a transaction resolves a pending one, or falls away by itself."""

DISCARD = "discard"
"""The type of the custom directive by which a pending transaction falls away."""


class Outcome(Enum):
    """What happened to a pending transaction; the value is the word for people."""

    POSTED = "posted"
    POSTED_IN_PART = "posted in part"
    DISCARDED = "discarded"
    EXPIRED = "expired"
    COMPENSATED = "compensated"


class Resolution(Struct, frozen=True):
    """On ``date`` a pending transaction was resolved, or a part of it, by the directive at ``file`` and ``line``.

    An expiry has its own transaction there. ``share`` is how much of what was still pending was resolved: 1 for all.
    """

    outcome: Outcome
    date: Date
    link: str
    file: str
    line: int
    share: Decimal
