"""English."""

from __future__ import annotations

SMALL_TALK: dict[str, tuple[str, ...]] = {
    "chat": (
        r"(tell|crack) (me|us) (a|another|some|one more) (good |funny |short )?jokes?",
        r"make me laugh|(do )?you know any (good )?jokes",
        r"(what|how)( is| s)? the weather( like)?( today| outside| there)?",
        r"i love you|marry me|sing (me |us )?(a |us a )?song",
        r"happy (new year|birthday|easter|holidays|friday)|merry christmas|(a?ha){2,}h?|lol+|lmao|rofl|i m (so )?bored",
    ),
    "who_are_you": (
        r"(and )?(who|what) (exactly )?are (you|u)( exactly)?",
        r"are (you|u) (actually |really )?(an? )?(real |live |actual )?"
        r"(ai|bot|chatbot|robot|machine|computer|human( being)?|person|chatgpt|real|program)"
        r"( or (an? )?(real )?(ai|bot|chatbot|robot|machine|human|person))?",
        r"(am i|i am|im) (talking|speaking|chatting|writing) (to|with) (an? )?(real |live |actual )?"
        r"(ai|bot|chatbot|robot|machine|computer|human( being)?|person)"
        r"( or (an? )?(real )?(bot|robot|machine|human|person))?",
        r"is (this|that|it) (an? )?(real |live |actual )?(ai|bot|chatbot|robot|machine|human|person)",
        r"who am i (talking|speaking|chatting) (to|with)",
        r"what can (you|u) (do|help( me)? with)( for me)?",
        r"what can i ask( you)?",
        r"(what ?s|what is|whats|do you have a|tell me) (your |ur )?name",
        r"who (made|built|created|wrote) you",
    ),
    "how_are_you": (
        r"i hope (that )?(you|u|everyone|all|this( e ?mail| message)?) (are|r|re|is|finds you)( (doing|all))?"
        r" (well|fine|good|great)( today)?",
        r"hope (you re|you are|u are|all is|this( e ?mail| message)? finds you) (doing )?(well|fine|good)",
        r"how (are|r) (you|u|things)( doing)?( today)?",
        r"how (do you do|is it going|s it going|are things|is your day( going)?|s your day( going)?|have you been)",
        r"hows (it going|things|life|your day( going)?)",
        r"(whats|what s|what is) up",
    ),
    "goodbye": (
        r"(i )?(am |m )?look(ing)? forward to (your (reply|answer|response)|hear(ing)? (back )?from (you|u))( soon)?",
        r"good ?bye|bye( bye)?|see (you|ya|u)( later| soon| around)?|farewell|take care|cya|good ?night",
        r"have a (nice|good|great|lovely) (day|one|evening|night|weekend|time)",
        r"that (is|s|was) all|that will be all|thats all|talk to you later",
    ),
    "thanks": (
        r"(many |lots of )?(thanks|thank you|thank u|thankyou|thx|thanx|tnx|ty|tysm|cheers)"
        r"( (a lot|so much|very much|a million|a bunch|loads|again|anyway|in advance))*"
        r"( (for|with) (your|the|all( your| the)?|that|this|everything)( (quick|kind|great|nice|fast))?"
        r"( (help|reply|answer|support|time|info|information|response))?)?",
        r"much appreciated|i appreciate it|appreciated|you are (great|awesome|the best|amazing)|youre the best",
        r"(that|this|it) (really )?(helped|helps|worked|works|was (very )?helpful|did it|did the trick|is perfect)"
        r"( a lot| perfectly| now| fine)?",
        r"perfect|great( help)?|awesome|excellent|wonderful|brilliant|amazing|cool|nice|super|got it|i see|understood",
        r"all good|no problem|good bot|well done|problem solved",
        r"[👍🙏❤♥😊🙂😀😃😄😍🥰👏💯🤝✅🎉😁]+",
    ),
    "greeting": (
        r"(hi+|hey+|hell?o+|hallo|hullo|hiya|howdy|yo|greetings|g ?day|heya)"
        r"( (there|again|everyone|everybody|all|team|folks|guys|friend|sir|madam|bot|assistant))*",
        r"(good )?(morning|afternoon|evening)|good day",
        r"(is )?(anyone|anybody|somebody|someone) (there|here|around|home)|(are )?you there",
        r"(can|could|would|will) (you|u|someone|somebody|anyone|anybody) (please )?help( me)?( out)?( with something)?",
        r"(i )?(need|want|would like) (some |your )?help( with something)?|help( me)?",
        r"i (have|got|had) (a|another|one)( quick| simple)? (question|problem|issue)( for you)?|(quick )?question",
        r"(can|could|may) i ask( you)? (a|one)( quick)? question|(i )?(need|want) to ask( you)? something",
        r"👋+",
    ),
}
"""Kind of small talk to the phrases it is made of."""

FILLERS: tuple[str, ...] = (
    r"please|pls|plz|so|very|much|well|oh|ah+|uh+|um+|hm+|mm+|ok|okay|k|yes|yeah|yep|yup|no|nope|nah|sure|right",
    r"and|but|then|now|today|again|too|also|you too|to you|for now|sorry|excuse me|pardon|dear|friend|my friend",
    r"mate|bro|dude|sir|madam|there|everyone|all|team|guys|bot|assistant|lol|(ha)+h?|(he){2,}|i am back",
)
"""Words that carry no question of their own."""

_PERSON = (
    r"(human( being)?s?|person|people|agents?|representatives?|reps?|operators?|someone( (real|human|else))?|somebody|"
    r"anyone|anybody|advis[oe]rs?|staff( member)?|member of (your )?staff|employee|manager|supervisor|specialist|"
    r"(support|service|sales|customer service|customer support|customer care|help ?desk) "
    r"(agent|person|rep|representative|staff|team|specialist|advis[oe]r|operator|people)|"
    r"(the )?(customer|live|tech|technical|human) (service|support|care|chat)|(the )?support( team)?|"
    r"(the )?help ?desk|real one)"
)
_SURELY_PERSON = (
    r"((real |live |actual |human |living )+"
    r"(human|person|people|agent|representative|rep|operator|one|human being|support|being|advis[oe]r)|"
    r"human|human being|person|agent|representative|operator|advis[oe]r|someone real|"
    r"customer (service|support) (agent|rep|representative)|customer rep)"
)
_NAMED_OUTRIGHT = _SURELY_PERSON.replace("|person|agent", "|agent")
_LEAD = (
    r"((i|we) (just |only |really |would |d |also |still )*"
    r"(want|need|wish|like|wanna|prefer|rather|demand|insist|have|must|gotta)( you)?( to| on)?|"
    r"id (like|rather|prefer)( to)?|(i m|i am|im) trying to|(can|could|may|might) (i|we)( please)?|"
    r"is it possible (for me )?to|is there (any|a|some) (way|option|possibility) (for me )?(to|of)|"
    r"(just |please )?let me|how (do|can|could) (i|we)|how to|i asked to|"
    r"(can|could|would|will) (you|someone|somebody) (please |just )?(let me|have|get)( someone)?)"
)
_TALK = (
    r"((talk(ing)?|tal+k|tlak|speak(ing)?|speek|chat(ting)?|communicate|connect(ed)?|transfer(red)?) "
    r"?(directly |live )?(to|with|2|too)|"
    r"(get|be|being) (in touch|through|connected|transferred|hold|put through|forwarded|a hold) ?(to|with|of)|"
    r"have a (chat|talk|word|conversation) with|get help from)"
)
_MOVE = (
    r"((please |just |kindly )?((can|could|would|will) (you|u) (please |just )?|"
    r"i (want|need|would like|d like) (you )?to (be )?|i want to be )?"
    r"((get|give|find|send|fetch|bring) me( to| a hold of)?|put me in (touch|contact|communication) with|"
    r"(connect|transfer|put|pass|forward|switch|escalate|hand|direct|link|refer|redirect|connected|transferred)"
    r"( (me|this|it|us|my (case|issue|question|chat|call|request|problem)))?( (over|through|on|up|back))?"
    r"( (to|with|onto))?))"
)
_TAIL = (
    r"( (please|pls|plz|now|right now|immediately|asap|today|here|directly|instead|quickly|urgently|thanks|again|then|"
    r"already|(on|over|by) (the )?(phone|chat|telephone)|"
    r"(from|of|at|in|on) (the |your )?"
    r"(support|sales|help|service|billing|customer service|customer support|company|team|staff)"
    r"( team| desk| department)?|(about|regarding|concerning) .+|(who|that) can (actually )?help( me)?|to help( me)?|"
    r"for help|in person|in charge|not (to |with )?(an? )?(ro)?bot|not (to |with )?(an? )?(machine|computer|ai)|"
    r"(instead of|rather than) (an? |this |the )?(ro)?(bot|machine|computer|ai)|on the other end))*"
)
_ARTICLE = (
    r"((an?|any|the|some|your|another|one of your|one|other|different) )*"
    r"((real|live|actual|human|living|physical|proper) )*"
)

PERSON_REQUESTS: tuple[str, ...] = (
    rf"({_LEAD} )?{_TALK} {_ARTICLE}{_PERSON}{_TAIL}",
    rf"{_MOVE} {_ARTICLE}{_PERSON}{_TAIL}",
    rf"((i|we) )?(just |only |really )?(want|need|demand|would like|d like)( to see| to have| to get)? "
    rf"{_ARTICLE}{_SURELY_PERSON}{_TAIL}",
    rf"((can|could|may) i (get|have|see) )?{_ARTICLE}{_NAMED_OUTRIGHT}{_TAIL}",
    rf"(can|could|may) i (get|have|see) {_ARTICLE}{_SURELY_PERSON} to (talk|speak|chat) (to|with){_TAIL}",
    # Run-on complaints: "this is useless let me talk to a person".
    rf"(?!(how|what|when|where|why|if|who|which|does|do|is|are|can|should)\b)\w.* "
    rf"((i (really |just )?(want|need|would like|d like) to|let me|can i|please|i d rather) {_TALK}|(get|give) me) "
    rf"{_ARTICLE}{_SURELY_PERSON}{_TAIL}",
    rf"(i|we) (want|need|would like|d like|wish) to (contact|reach|call) (you|{_ARTICLE}{_PERSON}){_TAIL}",
    rf"(is|are) there {_ARTICLE}{_SURELY_PERSON}( (here|there|available|around|online|(that )?i (can|could) "
    r"(talk|speak|chat) (to|with)|to (talk|speak|chat) (to|with)))*",
    rf"(can|could|would|will|may) {_ARTICLE}{_SURELY_PERSON} (please )?"
    r"(help|assist|answer|reply|respond|take over|(look|see) (at|into)|check|handle|deal with)( to)?"
    rf"( me| us| this| it)?{_TAIL}",
    rf"is {_ARTICLE}{_SURELY_PERSON} (available|there|here|around|online){_TAIL}",
    r"is there (someone|anyone|anybody|somebody) (else )?(i|we) can (talk|speak|chat) (to|with)( about .+)?",
    r"(can|could|would|will) (someone|somebody|anyone|a human|a person|an agent|you)( please)? "
    r"(call|phone|ring|contact) me( back)?( please| today| now| asap)*",
    r"(please )?(call|phone|ring) me( back)?( please| now| asap)*",
    r"(please )?have (someone|somebody|an agent|a person|your manager) (call|contact|phone) me( back)?",
    rf"((i|we) (want|need|demand|would like|d like) )?a (call|call back|callback) (back )?from {_ARTICLE}{_PERSON}",
    r"(i )?(do not|don t|dont|no) (want|wanna|wish|like) (to )?(talk|speak|chat|deal|be talking|talking)? ?(to|with)? "
    r"?(an? |this |the |stupid )*(ro)?(bots?|machines?|computers?|ai|chatbots?)( anymore)?",
)
"""Each must cover a whole clause."""

NO = r"no|nope|nah|no please"
YES = r"yes|yeah|yep|yup|sure|ok|okay|please|please do|of course|go ahead|definitely|absolutely|y"
"""Ways to say yes."""

PERSON_WORDS = (
    "human person agent representative operator someone somebody speak talk support customer service advisor "
    "please want"
)
"""Words whose misspellings are mended before a second look."""

_INSTRUCTIONS = r"(instructions?|prompts?|rules?|guidelines|directives?|programming|guardrails)"
_ON_A_TOPIC = r"(?! (for|on|about|to|regarding|how|of|when|dialog)\b)"

PROBES: tuple[str, ...] = (
    r"\b(ignore|disregard|forget|override|bypass|overrule|neglect) (\w+ ){0,2}?"
    r"(all |any |every |your |the |my |these |those |of |previous |prior |above |earlier |preceding |initial |system |"
    rf"safety |original |other |former )+{_INSTRUCTIONS}\b",
    r"\b(ignore|disregard|forget) (everything|anything|all|what)( (that )?(you|i|we|they))?"
    r"( (was|were|have been|had been))? (said|told|been told|learned|written|above|before|so far|previously)\b",
    r"\b(ignore|disregard|forget) (everything|all) (above|before|that came before|i said|you were told)\b",
    r"\b(show|reveal|print|repeat|output|display|give|tell|send|share|leak|dump|write|expose|list|recite|paste|"
    r"translate|copy|summari[sz]e)( \w+)?( me| us)? (out )?"
    r"(all |the |of |exact |full |entire |complete |word for word )*(your|ur) (own )?"
    r"((hidden|system|secret|initial|original|internal|exact|full|developer|custom|first|base|starting|confidential) )*"
    rf"(prompts?|system message|instructions|rules|guidelines){_ON_A_TOPIC}",
    r"\b(show|reveal|print|repeat|output|display|give|tell|send|leak|dump|expose|recite|paste)( me| us)? (out )?"
    r"(all |the |exact |full |entire )*(hidden|system|initial|developer|secret) "
    rf"(prompt|message|instructions){_ON_A_TOPIC}",
    r"\b(show|reveal|print|repeat|output|display|give|tell|send|leak|dump|expose|recite|paste|copy|share)( me| us)? "
    r"(out )?(the )?(exact |full |entire |complete )*(text|words|wording|content|contents) of "
    r"(your|the) (hidden |system |initial |developer |secret )*(prompt|message|instructions)\b",
    r"\bwhat (is|are|was|were|s) (your|ur|the) "
    r"((hidden|system|secret|initial|original|internal|exact|full|developer) )+(prompts?|instructions|message|rules)\b",
    r"\bwhat (is|s|was) your prompt\b",
    r"\bwhat (instructions|rules|prompt) (were|was|have|did) (you|they) (been )?(given|told|give you|get)\b",
    r"\b(repeat|print|output|show|write) (me )?"
    r"(everything|all( the)?( text| words)?|the (text|words|conversation|message)s?) "
    r"(above|before this|verbatim|preceding)\b",
    r"\b(you are|you re|youre) (now|no longer|from now on) (an? |the |in |my |called |acting |going to act )*"
    r"(dan|evil|unrestricted|unfiltered|jailbroken|free|pirate|hacker|developer|root|admin|different|new|bound|"
    r"restricted|chatgpt|gpt|ai|assistant|bot|character|linux|terminal|expert|grandma|grandmother|poet|comedian)\b",
    r"\b(pretend|imagine|roleplay|role play|act|behave|respond|answer|speak)( (that|as|like|as if|as though|if))* "
    r"(you (are|were|have|had)|to be|being|my (grandma|grandmother|girlfriend|boyfriend)|dan|"
    r"an? (unrestricted|unfiltered|evil|pirate|hacker|different ai|human|grandma|grandmother))\b",
    r"\b(from now on|starting now|for the rest of (this|the) (chat|conversation)) you "
    r"(are|will|must|should|can|have)\b",
    r"\b(jail ?break|do anything now|dan mode|developer mode enabled|enable (dan|jailbreak|god) mode)\b",
    r"\b(ai|assistant|bot|answer|respond|speak|talk) (\w+ )?without (any )?(content )?"
    r"(restrictions|filters|guardrails|censorship)\b",
    r"\b(ignore|bypass|disable|turn off|remove) (all |your |any )+(safety|content|ethical|moderation)? "
    r"?(filters?|guardrails|restrictions|safeguards|limitations)\b",
    r"\bnew (system )?(instructions|prompt|rules) (for you|follow|override|you)\b",
    r"\b(end|begin|start) of (the )?system (prompt|message|instructions)\b",
)
"""Each is looked for anywhere in the message, outside quotation marks."""

STOP_WORDS = (
    "a an the this that these those it its i me my mine we us our you your yours he him his she her they them their "
    "who whom whose which what when where why how is are am was were be been being do does did doing done have has had "
    "can could will would shall should may might must of in on at to for from by with about into as if than then so "
    "and or but not no nor there here any some such only just also very much more most please thanks hello hi want "
    "need like get got way possible let s t d m re ve ll don isn doesn didn won wouldn can't cannot called name "
    "happen many often long tell say mean use make exactly during while between"
)
"""Words that say how something is asked, not what; they count for nothing in matching."""

QUESTION_KINDS: dict[str, str] = {
    "how_to": r"\bhow (do|can|could|should|would|to|may|might) |\bhow do\b|\b(way|steps|instructions) to\b|\bwhere "
    r"(do|can|could|should) (i|we|you)\b|"
    r"^(can|could) i\b|\bi (want|need|would like|d like) to\b|\bi (m|am) trying to\b|"
    r"\bis (it possible|there a way)\b",
    "number": r"\bhow (many|much|old|far|fast|high|tall|big|large|deep|heavy|hot|wide|loud|strong)\b|"
    r"\bwhat (is the )?(percentage|percent|number|amount|price|cost|fraction|population|size|rate|temperature|score)\b|"
    r"\b(maximum|minimum|limit)\b",
    "date": r"^(and |since |until |by )?when\b|\bwhen (did|was|were|is the|will|does)\b|\b(what|which) (year|date|"
    r"day|month|century|decade|time)\b|"
    r"\bhow (long|often|soon|late)\b|\bdeadline\b",
    "person": r"(^|\b(to|by|with|from|for|and|of) )whom?\b|^whose\b",
    "place": r"^(and |from )?where\b|\bwhere (is|are|was|were|did|does)\b|\b(what|which) (country|city|state|place|"
    r"town|region|continent|location|area|menu|tab|page)\b",
    "reason": r"\bwhy\b|\bhow come\b|\bwhat (causes?|caused|is the reason)\b",
    "definition": r"^(what|who) (is|are|was|were) (an? |the )?[\w ]{1,40}$|\bwhat does .{1,40} (mean|do)\b|"
    r"\bmeaning of\b|"
    r"\bdefine\b|\bdefinition\b",
    "yes_no": r"^(is|are|was|were|do|does|did|can|could|will|would|has|have|should|may) ",
    "what": r"\b(what|which)\b",
}
"""What kind of answer is asked for: the first pattern that is found; earlier kinds win."""

LEANS_BACK = (
    r"(it|they|this|these|that|those|he|she|his|her|its|their|such|however|but|also|then|therefore|thus|otherwise|"
    r"instead|similarly|likewise|furthermore|moreover|in (this|that|these|such|addition|contrast)|for (example|"
    r"instance)|"
    r"as a result|as such|the (former|latter|same)|both|another|doing so|to (do|solve|fix|avoid|prevent|change|"
    r"resolve|enable|disable|undo) (so|this|that|it|them)|if (so|not|it|they|"
    r"this|that)|"
    r"once (it|they|this)|when (it|they|this)|(above|after|before|beyond|besides|with|without) (that|this)|afterwards?|"
    r"you (may|should|can|will) also)\b"
)
"""Beginnings of sentences that cannot be understood without the one before."""
