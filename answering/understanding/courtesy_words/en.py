"""English."""

NAME = (
    r"(?:[ ,]+(?:there|all|everyone|\[name\]|(?:mr|ms|mrs|dr)\.? ?\S+|[^\s,.!:;–—-]{1,30}(?: [^\s,.!:;–—-]{1,30})?))?"
)
GREETINGS = (
    rf"(?:hi+|hello|hey|hiya|greetings|dear){NAME}\s*[,!.:;–—-]+\s*",
    rf"(?:hi+|hello|hey|dear){NAME}\s*$",
    rf"good (?:morning|afternoon|evening|day){NAME}\s*[,!.:;–—-]*\s*",
)
COURTESIES = (
    r"(?:many )?thank(?:s| you)\b.{0,20}(?:for|so much|very much|a lot)?.{0,80}(?:patience|reaching|contact|writing"
    r"|message|question|getting in touch|getting back|waiting|asking|details|reply|bringing).{0,60}[.!]?",
    r"(?:many )?thank(?:s| you)(?: (?:so|very) much| again| a lot)?(?:[ ,]+\[name\])?[.!]*",
    r"(?:i am|i'm|we are|we're)? ?(?:so |very |really )?(?:sorry|apologi[sz]e)"
    r"(?: (?:for|about|to hear|that you|if)\b.{0,90})?[.!]*",
    r"(?:my|our) apologies\b.{0,80}[.!]?",
    r"(?:i|we) (?:completely |totally |fully )?understand (?:how|your|that this|the) .{0,80}[.!]",
    r"(?:i |we )?hope (?:this|that|it|these|you)\b.{0,80}[.!]?",
    r"(?:please )?(?:do )?(?:not hesitate|let (?:me|us) know|feel free|get back to|reach out|contact us again)\b"
    r".{0,110}[.!]?",
    r"(?:please )?(?:do not|don't) hesitate\b.{0,110}[.!]?",
    r"if (?:you have|there(?:'s| is|are)|you need|you run into|anything)\b.{0,60}"
    r"(?:question|else|help|trouble|problem|unclear).{0,90}"
    r"(?:let (?:me|us) know|here|write|reply|ask|contact|reach|hesitate|touch).{0,60}[.!]?",
    r"(?:happy|glad) to help.{0,40}[.!]?",
    r"(?:i am|i'm|we are|we're) (?:always )?(?:here|happy|glad) (?:to help|for you|to assist).{0,60}[.!]?",
    r"(?:is|was) there anything else\b.{0,60}[?.!]?",
    r"(?:have a|enjoy your|wish(?:ing)? you a) .{0,20}(?:day|week|weekend|evening|one)\b.{0,20}[.!]?",
    r"my name is .{1,60}[.!]",
    r"great question[.!]?",
)
CLOSINGS = (
    r"(?:(?:best|kind|warm|kindest|warmest|many) )?(?:regards|wishes|greetings)\b[ ,.!]*",
    r"(?:best|cheers|sincerely|yours (?:truly|sincerely|faithfully)|take care|all the best|many thanks|thanks"
    r"|thank you)[ ,.!–—-]*$",
    r"sent from my \S+.*",
    r"--\s*$",
    r"[–—-]{1,2} ?\S{2,30}(?: \S{2,30})?$",
)
