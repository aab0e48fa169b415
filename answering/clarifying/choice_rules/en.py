"""English."""

from __future__ import annotations

FACETS = (
    "plan plans edition editions version versions release releases tier tiers package packages subscription license "
    "licence platform platforms system app product products model models device devices"
)
"""Nouns beside which a name is that of a plan, a version, a platform or a product."""

ASKS_WHICH = (
    r"\b(which|what|any|all|every|each|other|different|compare) (of the )?(\w+ )?(plans?|editions?|versions?|"
    r"releases?|tiers?|packages?|platforms?|(operating )?systems?|products?|models?|devices?|languages?)\b"
)
"""A question about the variants themselves."""

ORDINALS = (
    r"1st|first|one|former",
    r"2nd|second|two",
    r"3rd|third|three",
    r"4th|fourth|four",
    r"5th|fifth|five",
)
LAST = r"last|bottom|latter|final"
ALL = (
    r"both|all|either|any|whichever|everything|all of (them|these|those)|both of (them|these|those)|"
    r"(any|either) of (them|these|those)|does not matter|doesn t matter|don t care|no preference|"
    r"(i )?(don t|do not) know|not sure|no idea|(i )?(m|am) not sure|unsure|idk"
)
"""The customer wants more than one of them, or cannot tell."""

NONE = (
    r"(no )?(none|neither)( of (them|these|those|the above|the two|it))?|not (any|one) of (them|these|those)|"
    r"something else|anything else|another one|other|no|nope|not (that|those|these)|(that s|it s|its|this is) not it"
)
FILLER = (
    r"the|a|an|this|that|its?|it s|is|am|m|i|i m|im|we|we re|my|our|me|mean|meant|use|uses|using|have|has|got|on|in|"
    r"at|for|with|from|of|to|about|by|one|ones|option|choice|number|no|nr|item|please|pls|thanks|thank|you|yes|yeah|yep|ok|okay|"
    r"sure|well|oh|ah|um|hi|then|so|just|only|want|wanted|need|would|like|take|choose|pick|go|d|ll|let s|lets|think|"
    r"guess|sorry|it|be|should|probably|currently|still|here"
)
"""Words of a reply that choose nothing."""

NOT = r"\bnot|\b(don|doesn|isn|aren|haven) t|\bdo not"
"""What comes before a choice that is turned down."""
QUESTION = r"^(and |but |so )?(how|what|where|when|why|who|can|could|do|does|is|are|will|would|should)\b"
"""The opening of a whole question."""
