"""German."""

NAME = (
    r"(?:[ ,]+(?:zusammen|\[name\]|(?:herr|frau|dr\.?)(?: (?:herr|frau|dr\.?))?(?: [^\s,.!:;–—-]{1,30})?"
    r"|[^\s,.!:;–—-]{1,30}(?: [^\s,.!:;–—-]{1,30})?))?"
)
GREETINGS = (
    rf"(?:hallo|hi|hey|moin|servus|guten (?:tag|morgen|abend)|liebe[r]?|grüß gott){NAME}\s*[,!.:;–—-]+\s*",
    rf"(?:hallo|hi|hey|moin|servus|guten (?:tag|morgen|abend)|liebe[r]?){NAME}\s*$",
    r"sehr geehrte[r]? .{1,80}?[,!]\s*",
)
COURTESIES = (
    r"(?:(?:vielen|herzlichen|lieben|besten) dank|danke(?:schön)?)"
    r"(?: (?:für|dass|noch|ihnen|dir|nochmals|im voraus)\b.{0,110})?\s*[.!]*",
    r"(?:ich |wir )(?:bedanke|bedanken|danke|danken)\b.{0,110}[.!]?",
    r"(?:(?:es|das) )?tut (?:mir|uns) (?:sehr |wirklich |aufrichtig )?leid(?:,? (?:für|dass|zu hören) "
    r".{0,90})?\s*[.!]*",
    r"(?:bitte )?entschuldig(?:en sie|e|ung)(?:,? (?:bitte|für|dass|die) ?.{0,90})?\s*[.!]*",
    r"wir (?:bitten|möchten uns) [^,;]{0,30}entschuldig[^,;]{0,60}[.!]?",
    r"(?:ich verstehe|wir verstehen|das ist verständlich|ich kann (?:gut )?verstehen)\b.{0,80}[.!]",
    r"(?:ich hoffe|wir hoffen|hoffentlich)\b.{0,110}[.!]?",
    r"(?:wenn|falls|sollten|bei) (?:sie|du|noch|weitere|weiteren)\b.{0,70}(?:fragen|hilfe|probleme|etwas).{0,60}"
    r"(?:melde|schreib|kontakt|wende|gern|verfügung|bescheid|wissen).{0,60}[.!]?",
    r"(?:zögern sie nicht|melden sie sich|melde dich|schreiben sie (?:mir|uns) (?:gerne?|jederzeit))\b.{0,110}[.!]?",
    r"(?:ich stehe|wir stehen|stehe|stehen) .{0,40}zur verfügung\b.{0,60}[.!]?",
    r"(?:geben sie|gib) (?:mir|uns) .{0,20}bescheid\b.{0,80}[.!]?",
    r"(?:kann ich|können wir) (?:ihnen|dir) (?:sonst )?(?:noch )?.{0,30}helfen\b.{0,30}[?.!]?",
    r"(?:ich wünsche|wir wünschen|einen schönen|schönen|ein schönes)\b.{0,30}(?:tag|abend|woche|"
    r"wochenende).{0,30}[.!]?",
    r"(?:mein name ist|ich heiße) .{1,60}[.!]",
    r"(?:sehr )?gute frage\s*[.!]?",
)
CLOSINGS = (
    r"(?:mit )?(?:freundlichen|freundliche|besten|beste|herzlichen|herzliche|viele|vielen|liebe|lieben|schöne|schönen) "
    r"(?:grüßen|grüße|grüssen|grüsse|gruß)\b.{0,30}",
    r"(?:mfg|lg|vg|hochachtungsvoll)[ ,.!–—-]*$",
    r"(?:danke|vielen dank|bis bald)[ ,.!–—-]*$",
    r"(?:von meinem \S+ gesendet|gesendet (?:von|mit) .{1,40})$",
)
