"""English."""

from __future__ import annotations

CUES: dict[str, str] = {
    "how": (
        "how do i; how do you; how do we; how can i; how can we; how can; how to; how does; how do; how would; "
        "how should; how am i; how are; how is; how one; how many; how much; how long; how far; how often; "
        "how big; how"
    ),
    "wh": "what; whats; where; wheres; which; when; why; who; whose; whether; wher; waht; hwo",
    "what_to_do": (
        "what do i do; what can i do; what should i do; what must i do; what to do; what happens; what if; "
        "what must; what are; what is; what does; what means"
    ),
    "yesno": (
        "is there; are there; is it possible; it is possible; would it be possible; is it; can i; can we; can a; "
        "can you use; may i; do you have; do you offer; do you provide; do you support; do you ship; does; "
        "do i have to; do we; should i; can be; can i unlock; do you have a; possible to; u support; allowed to; "
        "anyone know"
    ),
    "know": (
        "know; wondering; wonder; tell me how; tell me where; tell me what; tell me why; explain; advise; "
        "information; understand; curious; difference; not sure; i guess; a question; learn; apparently; "
        "used to be; let me know; indicate; wanna know; want know; seems"
    ),
    "problem": (
        "error; does not work; doesn t work; not working; won t; wont; can t; cant; cannot; unable; crash*; "
        "freez*; stuck; black; slow; offline; flicker*; failed; fails; not found; empty; shows; keeps; stops; "
        "wrong; says; asks"
    ),
    "please": (
        "please; pls; plz; plese; kindly; could you; can you; can u; would you; would be grateful; may i ask; "
        "i request; we require; be so kind; if i may; see to it; asap"
    ),
    "want": (
        "i want; i need; i d like; id like; i would like; i wish; i should like; i demand; i d rather; we need; "
        "wanna; i wnat; i would prefer; i d feel better; i prefer; lemme; let me; gimme; need"
    ),
    "my": "my; our; mine; ours",
    "me": "me; i; us; we; i m; im; i ve; ive",
    "your": (
        "your; yours; ur; yuor; you people; your team; your company; your service; your app; your product; "
        "your support; you guys; u guys; your website; your update; your system"
    ),
    "you": "you; u; yourself; r u; are you",
    "cancel": "cancel*; cancle; terminate; stop my; stop the; end my; discontinue; call off; unsubscribe me",
    "refund": (
        "refund*; reimburse*; money back; pay it back; pay me back; give back my money; my money; return it; "
        "credit note; give it back; return the money; chargeback; compensat*; credit for"
    ),
    "unlock": (
        "unlock*; unlok; unblock*; reactivate*; open it again; reinstate; restore my; reset my; i need it back; "
        "give me access; let me back in; unfreeze; lift the"
    ),
    "blocked": "locked out; locked; blocked; suspended; banned; disabled my; deactivated; frozen; for no reason",
    "delete": "delete; erase; close my; close the; remove; remove my; wipe; deactivate; take my; take off; erase my",
    "change": (
        "change; chnage; update; correct; swap; amend; edit; modify; switch; replace; reschedule; move my; "
        "reduce; add our; add my; upgrade my; downgrade my; should be; spelled correctly; put my; rename; "
        "transfer my"
    ),
    "check": (
        "check; look up; look into; look where; look whether; find out; status of; the status; track my; verify; "
        "see if; see why; see whether; investigate; confirm my; can you find; can you see; what happened to"
    ),
    "send": "send me; resend; send it again; send again; send the; reissue; issue a; email me; forward me",
    "thing": (
        "order; oder; orders; parcel; package; packet; shipment; invoice; bill; account; acount; acc; "
        "subscription; membership; reservation; booking; payment; card; address; contract; licence; license; "
        "licences; appointment; ticket; delivery; statement; purchase; plan; profile; fee; discount; stuff; "
        "item; bank account; purchase order; seats; phone number; email address; flight; policy number"
    ),
    "late": (
        "not arrived; hasn t arrived; hasnt arived; hasnt arrived; has not arrived; have not arrived; "
        "is not come; never received; never got; never arrived; not received; haven t received; havent received; "
        "not come; still nothing; still have not; still haven t; still not; should have been here; not shown up; "
        "is missing; missing from; not moved; is not coming; is late; overdue; weeks ago; days ago; "
        "not credited; not refunded; didn t arrive; did not arrive; didn t get; was supposed to; not in my; "
        "not appeared; nothing has"
    ),
    "where_is": (
        "where is my; where s my; wheres my; where are my; when will my; when is my; any news on; update on my; "
        "status of my; has my"
    ),
    "charged": (
        "charged; billed; debited; overcharged; took; taken; took out; paid; payed; deducted; been charged; "
        "were billed; was charged; chargd"
    ),
    "twice": (
        "twice; double; two times; 2x; duplicate; twise; too much; by mistake; although; unauthorized; "
        "unauthorised; don t recognise; do not recognise; wrong amount; even though; do not understand; "
        "same month"
    ),
    "bad": (
        "terrible; awful; horrible; horible; worst; wrost; garbage; trash; crap; shit; sucks; useless; pathetic; "
        "rubbish; poor; poorest; disgrace; disgraceful; scam; scammers; ripoff; rip off; a joke; nightmare; "
        "incompetent; unacceptable; outrageous; shame; ashamed; unprofessional; nonsense; ridiculous; appalling; "
        "dreadful; lousy; disgusting; very bad; so bad; a mess; absurd; unreliable; abysmal; hopeless; "
        "inexcusable; ludicrous; stupid; not acceptable; not good enough; bad quality; poor quality; unhelpful; "
        "rude; clowns; fraud; atrocious; terible; buggy; full of bugs; broken; a disaster; idiots; hate; fail; "
        "downhill; sad; overpriced; fallen; smh; junk"
    ),
    "upset": (
        "disappoint*; dissap*; angry; furious; upset; frustrat*; annoyed; annoying; dissatisfied; not happy; "
        "unhappy; fed up; sick of; tired of; let down; regret; disgusted; cheated; lost confidence; lost trust; "
        "had enough; sick and tired; fuming; livid; unimpressed; expected more; expected better; can t believe; "
        "not satisfied; not impressed; so done; im done; i m done; unbelievable; outraged; not pleased; "
        "lost faith; ruined; wasted; cost me; cost us; losing customers; too old for"
    ),
    "again": (
        "again; agian; third time; second time; fourth time; every time; every single; always; once more; "
        "yet another; another day; repeated; keep; constantly; repeatedly; all the time; for weeks; for days; "
        "how many times"
    ),
    "nobody": (
        "nobody; no one; ignored; nobody cares; no reply; never answers; never answer; no answer; no response; "
        "nobody answered; nobody came; never showed; seems to care; doesn t care; don t care; "
        "without a solution; waited; have been waiting; weeks; hung up"
    ),
    "never_again": (
        "never buying; never again; never use; waste of; thanks for nothing; well done; switching to; leaving; "
        "one star; zero stars; will tell everyone; bad review; taking my business; going to your competitor; "
        "customer for; shame on; avoid; stay away"
    ),
    "complaint": (
        "complaint; complaints; complain; lodge; formal complaint; make a complaint; file a complaint; "
        "submit a complaint; register a complaint; raise a complaint; want to complain; i d like to complain"
    ),
    "person": (
        "human; humna; humans; person; people; agent; agents; representative; rep; reprasentative; someone; "
        "somebody; advisor; adviser; operator; colleague; colleagues; manager; supervisor; boss; staff; "
        "technician; engineer; engineers; account manager; real person; real; worker; lady; young lady; "
        "member of your team; anybody; customer service; support team; department; specialist; consultant; "
        "employee"
    ),
    "talk": (
        "talk; talk to; speak; speek; speak to; speak with; chat with; call me; ring me; phone me; telephone; call; "
        "contact me; connect me; transfer me; put me through; get me; give me; pass me; hand me; escalate; "
        "phone; reach; discuss; callback; call back; have a look with; take a look; explain this to; explaining; "
        "patch me"
    ),
    "bot": (
        "bot; bots; robot; robto; machine; machines; computer; automated; ai; chatgpt; program; chatbot; "
        "articles; automatic; virtual"
    ),
    "prompt": (
        "system prompt; systm promt; prompt; prompts; instructions; instructons; instrutions; rules; guidelines; "
        "restrictions; restricted; policies; configuration; configured; setup text; your script; programming; "
        "system message; directives; your training; limits; filters; config; api key; secret text; hidden text; "
        "constraints; safety; directive"
    ),
    "override": (
        "ignore; ignroe; forget; disregard; override; bypass; set aside; drop; skip; stop following; pretend; "
        "act as; act like; imagine; roleplay; role play; hypothetically; suppose; break; disable; turn off your; "
        "let s play a game; play a game"
    ),
    "previous": (
        "previous; previus; above; prior; before you; initial; hidden; secret; system; original; internal; "
        "you were given; given to you; told you; everything; word for word; verbatim; inside; you operate; "
        "they tell you; first message; before this; creators; developers; say to you before; first instructions; "
        "exact; your first; your initial; your hidden; your system; your secret; your internal; full"
    ),
    "reveal": (
        "reveal; show me; shwo me; show; print; repeat; paste; tell me; tell me your; share; output; display; "
        "provide; read it; read it out; list your; leak; dump; expose; copy; write out; recite; translate your; "
        "summarize"
    ),
    "role": (
        "you are now; no rules; without restrictions; jailbreak; unfiltered; no limits; answer freely; dan; "
        "developer mode; got no rules; had no rules; administrator; admin; i authorise you; never refuses; "
        "do what i say; my late grandmother; answer me; say whatever; from now on; no restrictions; evil; "
        "uncensored; god mode"
    ),
    "thanks": (
        "thanks; thank; thx; ty; tysm; cheers; appreciate*; grateful; thnaks; thakn; kind of you; bless you; "
        "lifesaver; treasure; i owe you; without you; solved; worked; works now; very helpful; that helped; "
        "noted; confirmed; sorted; legend; fixed it; all good now; well received; understood; perfect; great; "
        "nice one; sweet"
    ),
    "greet": (
        "hi; hello; hey; helo; hii; yo; yooo; hiya; good morning; good afternoon; good evening; good day; dear; "
        "greetings; sup; wassup; anyone; anyone there; say hello; say hi; peeps; howdy; mornin; morning; "
        "is anybody there"
    ),
    "bye": (
        "bye; goodbye; godbye; see you; see ya; ttyl; gtg; farewell; regards; later; peace out; done here; "
        "that is all; that s all; that s everything; that will be all; no further questions; i ll be off; "
        "have a nice; leave it there; for now; for today; take care; close this; forget it; i go now; good luck; "
        "nothing else"
    ),
    "how_are": (
        "how are you; how are things; how is it going; how s it going; hows it; how u doin; how you doing; "
        "how do you feel; all is well; how are you keeping; how is your day; treating you; holding up; "
        "what s up; hope you are; are you ok; hope all; you well; been up to"
    ),
    "who_are": (
        "who are you; what are you; are you a; are you human; are you real; r u; your name; talking to; "
        "speaking to; speaking with; whom i am; chatting with; who am i; you like chatgpt; what can you do; "
        "a real person; are you even; is there a person; behind this; typing this; corresponding; bot or; "
        "who made you; who built you; staffed; or ai; or machine; or a program; or a bot; what do you do"
    ),
    "chat": (
        "joke; jok; weather; love you; birthday; happy new year; merry christmas; sing; song; music; bored; "
        "funny; lol; lmao*; haha*; cute; cat; dog; lovely; pancakes; meaning of life; favourite; favorite; "
        "marry me; friday; weekend; do you like; you sound like; you speak; husband; grandson; hungry; poem; "
        "story; dream; single; girlfriend; boyfriend; old are you; football; movie; tired; sleepy; lonely; "
        "sweet; clever; smart; alone; happy; beautiful; bless; silly; cool; dinner; coffee"
    ),
    "lodge": (
        "lodge; formal complaint; make a complaint; file a complaint; want to complain; hereby complain; "
        "register a complaint; submit a complaint; raise a complaint; i complain; official complaint"
    ),
    "sarcasm": (
        "thanks for nothing; thanks for wasting; well done; great job breaking; congratulations; nice work; "
        "bravo; thanks a lot for"
    ),
    "myself": "myself; on my own; yourself; by yourself; the customer; customers; users",
}
