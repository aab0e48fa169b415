"""English."""

from __future__ import annotations

LEAD = (
    r"((ok|okay|k|thanks|thank you|thx|great|good|perfect|cool|nice|got it|i see|alright|right|fine|hm+|yes|yeah|yep|"
    r"no|nope|oh|ah|sorry|pardon|hi|hello|hey|please|well|wait|actually|oops|so)\b( (a lot|very much|so much|you))? ?)+"
)
"""What may come before the question itself; it says nothing about it."""

CONTINUES = (
    r"(and then|and|but|or (?=for|on|with|in|at|from|by|via)|also|same (?=for|with|on|in)|then what|what about|"
    r"how about|"
    r"what (?=if )|then(?= (how|what|where|can|do))|only|just(?= (for|on|in|with))|"
    r"(?=(how|what) (else|other)\b)|as for|every(?= \w+$))\b( (what|how) about\b| also\b)?"
)
"""Openings that carry on from what was said; taken off before the rest is searched for."""

CORRECTS = (
    r"((no )?(i|what i|we) (mean|meant|was (asking|talking|thinking) about|wanted to (say|ask)( about)?|"
    r"should have said)"
    r"( (was|is|to (say|ask)))?|i m (asking|talking) about|that s not what i (meant|asked)|rather|"
    r"make that|correction)\b"
)
"""Openings of a correction of what was asked before."""

REJECTS = r"(no )?(not|instead of|rather than)\b"
"""Opening of the part of a correction that names what was not meant."""

TURNS = r"\b(but(?! (not|how|what|where|when|why|i|it|can))|rather)\b"
"""Where what was not meant gives way to what was."""

POINTS_BACK = (
    r"\b(it|its|they|them|their|theirs|he|him|his|she|her|hers|this|those|these|mine|yours|"
    r"(a|an|the|another|any|which|each|no|last|first|other|good|new|second) (\w+ )?ones?|(from|of) one (?=to)|"
    r"which (of|is|are)|"
    r"(do|does|is|was|did|of|for|with|like|about|after|before|than|on|without|doing|by|to) that|"
    r"that (one|too|again|then|way|"
    r"also|work|help|button|menu|option|page|step|setting|screen|error|message|happens?)|"
    r"the same( (one|thing|way)|$)|the (former|latter|others?|rest)|(to|or|with|try|any|the|some) (an)?others?|"
    r"one (to|or) (an|the )other|(both|either|neither)( of)?$|there$|in there|so$)\b|\bthat$|^that s?\b"
)
"""Words that stand for something said before."""

POINTS_NOWHERE = (
    r"\b(it is|is it|it s|does it|will it|would it|how is it|make it|get it) (possible|safe|ok|okay|normal|true|"
    r"allowed|necessary|free|worth|take|"
    r"cost|matter|long|too late|better|best|to)\b|\bthis (year|week|month|morning|time|app|site|website|page|product|"
    r"service|company|program|computer|card|account)\b|\bwhat time is it\b|\bof their own\b|"
    r"\bit (seems|looks|appears|says|keeps saying)\b|\beach other s\b|\bthat s (it|all)\b|"
    r"\bso that\b|\bone (of|day|or more|at)\b|\bone by one\b|\bwhat (does|would) it mean\b|"
    r"\bwhich of these (is|are)\b|\bthis or that\b"
)
"""The same words where they stand for nothing; taken out first."""

ELLIPTIC = (
    r"^(what|how|anything|something|where|who) else\b|^(is|are|was|were) there (an)?(y )?other\b|"
    r"\b(another|other|different|alternative) (way|ways|option|options|possibility|methods?)\b|"
    r"^(any|are there|is there|what are the|some) (\w+ )?alternatives?\b|"
    r"\bwhat s? ?(is )?the difference\b(?! between)|^which (is|are|of|do|does|should|would|\w+ (is|are))\b"
    r"(?! (the|a) \w+)|^(still|again|same) |^(the )?(second|first|third|last|next|other) (one|step|option|part|"
    r"button)\b|"
    r"\b(cheaper|faster|slower|easier|better|bigger|smaller) (one|way|option)?$|"
    r"^(more|further) (details|info|information)\b|^(not (working|found|there)|(doesn|didn|don|won|isn) t \w+)"
)
"""Ways to ask or tell that leave out what was named before."""

ASKS = (
    r"\b(how|what|when|where|why|who|which|can|could|do|does|did|is|are|was|were|will|would|should|may|has|have|"
    r"i|it|they|he|she|we|you)\b"
)
"""Words of a whole question or sentence; what has none is a fragment ("on Android?")."""

TASK = (
    r"^(and |so |hi |hello |please |ok )*(how (do|can|could|should|would|to)( i| we| you| one)?|how to|(can|could|"
    r"may) (i|we|you)|"
    r"is it possible to|(i|we) (want|need|would like|d like|m trying|am trying) to|what happens (when|if) i|"
    r"where (do|can) i|help me) "
)
"""The opening of a question about doing something; the word after it is the verb."""

DEFINES = r"^(what|who) (is|are|s|was|were) (?!(the|my|your|this|that|its?)\b)|\bmean$|^(define|explain) \w"
"""Questions that name all they ask about in one word."""

COMPLETE = (
    r"\b(log ?(in|out|on)|sign ?(in|up|out)|register|registration|subscribe|unsubscribe|refunds?|pay|payments?|"
    r"contact|ship|shipping|deliver|delivery|invoices?|password|account|opening hours|languages?|prices?|pricing)\b"
)
"""What is a whole subject of its own however short the question."""

PREPOSITIONS = (
    ("on", "in", "at", "inside", "under", "within"),
    ("for",),
    ("with", "through", "via", "by", "using", "over"),
    ("without",),
    ("from",),
    ("to", "into"),
    ("of",),
    ("about",),
    ("before", "after", "during"),
)
"""Words that open a further phrase, those that open the same kind of phrase together."""

JOINS = (
    r"\b(and|or|but|so|if|when|because|that(?= (?!one|too|again|then|way|also)\w)|before|"
    r"after|while|until|then|once|unless|since|whether)\b"
)
"""Words between clauses."""

ALSO_ASKS = (
    r"\b(and also|and|plus|also) (?=((how|where|why) (do|does|can|could|should|would|to|is|are|much|many|long|often)|"
    r"when (do|does|will|is|are|can)|what (is|are|s|do|does|happens|should)|(which|who) \w+|"
    r"(can|could|may|do|should) (i|we)|is there|are there|is it possible)\b)"
)
"""A word that joins, where a question of its own comes after it."""

LIGHT = (
    "know tell see check find sure work works working worked thing things stuff try tried show look keep keeps still "
    "instead else okay ok take takes put give happens again go going using used without too now already please "
    "one ones another other others both even ever always same first second third next last part step option options "
    "way ways mine yours theirs yes well really actually since difference different exactly itself anything something "
    "everything am aren wasn weren couldn wouldn shouldn hasn haven hadn us up off out because enough though though"
)
"""Words too general to name a subject, beyond the language's stop words."""

REMOVAL = (
    r"\b(get(ting)? rid of|(no longer|don t|doesn t|do not|does not) (need|want|use)( \w+)? ?(any ?more|"
    r"any longer)?$|no longer (need|want|use)|(need|want|use) (it|them|that|him|her|this) (any ?more|"
    r"any longer))\b"
)
"""Ways to say that something is to go, without a word for it."""

REMOVE = "remove delete"
"""The words that help articles use for that."""
