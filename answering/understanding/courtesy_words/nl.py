"""Dutch."""

NAME = (
    r"(?:[ ,]+(?:allemaal|\[name\]|(?:heer|mevrouw|dhr|mevr|mw)\.?(?: [^\s,.!:;–—-]{1,30})?"
    r"|[^\s,.!:;–—-]{1,30}(?: [^\s,.!:;–—-]{1,30})?))?"
)
GREETINGS = (
    rf"(?:hallo|hoi|hey|dag|beste|goede?n?(?:dag|morgen|middag|avond)|goede (?:morgen|middag|avond)){NAME}"
    r"\s*[,!.:;–—-]+\s*",
    rf"(?:hallo|hoi|hey|dag|beste|goede?n?(?:dag|morgen|middag|avond)){NAME}\s*$",
    r"geachte .{1,80}?[,!]\s*",
)
COURTESIES = (
    r"(?:hartelijk dank|veel dank|(?:hartelijk |heel erg )?bedankt|dankjewel|dank (?:je|u) wel)"
    r"(?: (?:voor|dat|alvast)\b.{0,110})?\s*[.!]*",
    r"(?:het spijt (?:me|mij|ons)|sorry|(?:onze |mijn )?excuses|wat vervelend)(?: (?:voor|dat|om) .{0,90})?\s*[.!]*",
    r"(?:ik begrijp|wij begrijpen|we begrijpen|ik snap)\b.{0,80}[.!]",
    r"(?:ik hoop|wij hopen|we hopen|hopelijk)\b.{0,110}[.!]?",
    r"(?:als|mocht|heeft|heb) (?:u|je|er|nog)\b.{0,70}(?:vragen|vraag|hulp|problemen|iets).{0,60}"
    r"(?:contact|weten|mail|schrijf|graag|gerust|aarzel).{0,60}[.!]?",
    r"(?:aarzel niet|neem (?:gerust|dan gerust)|laat het (?:me|ons|mij) (?:gerust )?weten)\b.{0,110}[.!]?",
    r"(?:ik help|wij helpen|we helpen|ik sta|wij staan) .{0,40}(?:graag|klaar)\b.{0,60}[.!]?",
    r"(?:kan ik|kunnen wij|kunnen we) (?:u|je) (?:nog )?.{0,30}helpen\b.{0,30}[?.!]?",
    r"(?:ik wens|wij wensen|we wensen|een fijne|fijne|een prettige|prettige)\b.{0,20}(?:dag|avond|week|"
    r"weekend).{0,30}[.!]?",
    r"(?:mijn naam is|ik heet) .{1,60}[.!]",
    r"(?:dat is een )?goede vraag\s*[.!]?",
)
CLOSINGS = (
    r"(?:met )?(?:vriendelijke|hartelijke|beste) (?:groeten|groet)\b.{0,30}",
    r"(?:groeten|groetjes|groet|mvg|hoogachtend)[ ,.!–—-]*$",
    r"(?:bedankt|tot ziens|fijne dag)[ ,.!–—-]*$",
    r"(?:verzonden|verstuurd) (?:vanaf|met) .{1,40}$",
)
