"""The words that tell what a line of a matrix is, which way is better, and scales in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from advisor.problem.new.cells import plain_text


@lru_cache(maxsize=20_000)
def bare(label: str) -> str:
    """A label in lower case without its unit in brackets, its marks and its full stop."""
    text = re.sub(r"[(\[{][^)\]}]*[)\]}]", " ", plain_text(label).lower())
    return re.sub(r"\s+", " ", re.sub(r"[:*.#↑↓=]+", " ", text)).strip()


def _whole(words: str) -> re.Pattern[str]:
    """Pattern of a whole label."""
    return re.compile(rf"(?:{words})")


# Labels of a line that is no criterion, matched as a whole: “Total cost” is a criterion.
ROLES = {
    "weight": _whole(
        r"weights?|weighting|weightage|wt|w|importance|(?:local|global|final|relative|"
        r"normali[sz]ed) (?:weight|importance)|factor weight|weighting factor|weight factor|"
        r"weight %|% weight|percent|gewicht|gewichte|gewichtung|priority|prio|multiplier|"
        r"coefficient|%"
    ),
    "direction": _whole(
        r"direction|goal|objective|better|optimi[sz]e|min/max|max/min|min or max|preference|"
        r"type of criterion|cost/benefit|benefit/cost|richtung|ziel|polarity|impact|optimum"
    ),
    "unit": _whole(r"units?|unit of measure|measured in|einheit|uom"),
    "must": _whole(
        r"must|must[- ]have|musts|required|mandatory|k o|ko|knock[- ]?out|deal[- ]?breaker|minimum|"
        r"threshold|limit|constraint|pflicht|muss|required\?"
    ),
    "worst": _whole("worst|schlechtester"),
    "best": _whole("best|ideal|target|bester"),
    "scale": _whole(r"scale|rating scale|skala"),
    "group": _whole(r"category|group|area|section|theme|kategorie|bereich|gruppe|dimension"),
    "number": _whole(r"|no|nr|number|id|pos|row|#"),
    "question": _whole(r"question|description|definition|explanation|what it means|beschreibung"),
    "remark": _whole(
        r"remarks?|notes?|comments?|source|sources|rationale|reasons?|justification|"
        r"bemerkung(?:en)?|kommentar|notizen?|anmerkung(?:en)?|details|pros|cons|why|evidence|"
        r"quelle"
    ),
    "total": _whole(
        r"(?:weighted |grand |final |overall |net |raw |unweighted )?(?:totals?|sum|score|result|"
        r"points|total score|total points|scores|average|mean)(?: \(?weighted\)?| out of \d+|"
        r" of \d+| /\d+)?|overall|total weighted score|sum of scores|weighted sum|summe|gesamt|"
        r"gesamtpunkte|punkte|ergebnis|gesamtergebnis|nutzwert|(?:final |overall )?grade|final|"
        r"gesamtnote|total weighted|net total|sum total|mittelwert"
    ),
    "count": _whole(
        r"(?:sum of |total |number of |count of |# )?(?:positives|negatives|sames|pluses|minuses|"
        r"plus|minus|same|[+\-−–s0]|\+'?s|-'?s|s'?s)|sum [+\-−–s]|total [+\-−–s]|Σ ?[+\-−–s]"
    ),
    "rank": _whole(
        r"(?:our |my |final |weighted )?rank|ranking|(?:our |my |rank )?order|place|position|rang|"
        r"platz"
    ),
    "verdict": _whole(
        r"verdict|decision|recommendation|recommended|shortlist(?:ed)?|proceed|continue|continue\?|"
        r"status|winner|choice|conclusion|outcome|entscheidung|empfehlung|selected|url|link|website"
    ),
}
CRITERION = _whole(
    r"criteri(?:on|a)|musts?|wants?|factors?|attributes?|requirements?|features?|aspects?|"
    r"parameters?|kriteri(?:um|en)|merkmale?|decision criteri(?:on|a)|evaluation criteri(?:on|a)|"
    r"objectives?|what matters|selection criteri(?:on|a)|criteria / options|criteria \\ options"
)
ALTERNATIVE = _whole(
    r"options?|alternatives?|candidates?|models?|vendors?|suppliers?|products?|names?|tools?|"
    r"cit(?:y|ies)|concepts?|designs?|solutions?|offers?|providers?|variante?n?|anbieter|modell|"
    r"produkt|compan(?:y|ies)|employers?|jobs?|flats?|apartments?|cars?|laptops?|bikes?|houses?|"
    r"schools?|places?|hotels?|phones?|supplier name|item|items|wohnung|angebot|angebote|brand|"
    r"property|site|sites|job offer|position"
)
# What a column beneath an alternative holds, if it has several.
DERIVED = _whole(
    r"weighted|weighted score|weighted value|weighted rating|total|w ?[x×*] ?[rs]|result|"
    r"contribution|wt score|weighted points|gewichtet|weight x score|weight × score|"
    r"weight x rating|subtotal|product|wtd"
)
RATED = _whole(
    r"score|rating|rate|value|points|raw|raw score|raw rating|punkte|note|r|s|mark|grade"
)

LOWER = re.compile(
    r"lower(?: is)? better|less is better|smaller is better|\bmin(?:imi[sz]e|imum|imal)?\b|↓|"
    r"\bcosts?\b|\blower\b|\bless\b|niedriger|weniger|^-$|^−$|\blow\b|negative"
)
HIGHER = re.compile(
    r"higher(?: is)? better|more is better|bigger is better|\bmax(?:imi[sz]e|imum|imal)?\b|↑|"
    r"\bbenefits?\b|\bhigher\b|\bmore\b|höher|mehr|^\+$|\bhigh\b|positive"
)
_LOWER_NAMES = re.compile(
    r"\b(?:price|cost|costs|fee|fees|rent|expense|expenses|tco|budget|spend|premium|deposit|tax|"
    r"latency|delay|time|duration|distance|commute|walk|weight|mass|noise|loudness|risk|risks|"
    r"effort|complexity|consumption|emissions?|co2|downtime|errors?|defects?|bugs?|failures?|"
    r"footprint|draw|depreciation|loss|losses|waiting|wait|maintenance cost|lock-in|dependency|"
    r"dependencies|overhead|startup|start-up|interest|penalty|pollution|crime|traffic|steps|stairs|"
    r"wear|waste|preis|kosten|miete|nebenkosten|dauer|entfernung|lautstärke|gewicht|aufwand|risiko|"
    r"verbrauch|lieferzeit|fahrzeit|setup|set-up|learning curve|rpo|rto|p50|p95|p99|ping|mtts|"
    r"mttr)\b"
)
_HIGHER_NAMES = re.compile(
    r"\b(?:quality|battery|range|speed|throughput|performance|rating|score|reliability|"
    r"availability|uptime|capacity|storage|memory|ram|resolution|brightness|warranty|comfort|"
    r"usability|ease|easy|security|support|satisfaction|salary|pay|income|space|area|features?|"
    r"return|yield|stars|reviews?|durability|accuracy|efficiency|skills?|experience|documentation|"
    r"docs|community|flexibility|scalability|maintainability|life|coverage|safety|fun|taste|look|"
    r"looks|design|location|view|light|size|rooms?|fit|growth|learning|culture|holidays?|vacation|"
    r"leave|benefits|balance|bandwidth|iops|strength|stiffness|lifetime|service|trust|reputation|"
    r"integration|integrations|ports|screen|display|keyboard|camera|trunk|boot space|seats|power|"
    r"torque|qualität|reichweite|leistung|garantie|größe|lage|ausstattung|bedienung|"
    r"zuverlässigkeit|pünktlichkeit|punctual|punctuality|service|fläche|wohnfläche|helligkeit|"
    r"geschmack|erfahrung|sicherheit|requests|mtbf|robustness|portability|repairability|"
    r"sustainability|compatibility|maturity|testability|accessibility|privacy)\b"
)
EARNED = re.compile(r"\b(?:salary|pay|income|revenue|profit|savings?|gehalt|bonus|budget|resale)\b")


def role(label: str, *among: str) -> str:
    """Role of a line by its label, among the named roles; empty if it has none of them."""
    text = re.sub(r"\s*\b\d+\s*(?:-|–|to)\s*\d+$", "", bare(label))  # “Weight 1-5”
    text = re.sub(r"(?<=\w)\s+(?:in )?%$", "", text)
    return next((one for one in among if ROLES[one].fullmatch(text)), "")


def stated_direction(text: str) -> str:
    """Direction that a cell or a bracket states: ``higher``, ``lower`` or empty."""
    text = plain_text(text).lower()
    low, high = bool(LOWER.search(text)), bool(HIGHER.search(text))
    return "" if low == high else "lower" if low else "higher"


def usual_direction(name: str, unit: str) -> tuple[str, str]:
    """Direction that a name usually has, and the word that says so; empty if none does."""
    text = bare(name)
    if found := EARNED.search(text):
        return ("lower" if "expectation" in text else "higher"), found[0]
    low, high = _LOWER_NAMES.search(text), _HIGHER_NAMES.search(text)
    if low and high:  # “battery weight”, “support cost”: the last word is what is measured
        return ("lower", low[0]) if low.start() > high.start() else ("higher", high[0])
    if low or high:
        return ("lower", low[0]) if low else ("higher", high[0] if high else "")
    if re.search(r"[€$£¥]|\b(?:eur|usd|gbp|chf)\b", unit.lower()):
        return "lower", unit
    if unit.lower() in ("min", "minutes", "ms", "s", "sec", "seconds"):
        return "lower", unit
    return "", ""


@dataclass(frozen=True)
class WordScale:
    """Levels in words, from the least to the most.

    Attributes
    ----------
    levels : tuple of tuple of str
        Words that mean the same, level by level.
    usual : tuple of int
        Places of the levels that such a scale has even if no cell shows them.
    more_is_better : bool or None
        None if the name of the criterion decides, as for low and high.
    """

    levels: tuple[tuple[str, ...], ...]
    usual: tuple[int, ...]
    more_is_better: bool | None = True

    def place(self, word: str) -> int | None:
        """Place of the level that a word names; None if it names none."""
        return next((i for i, words in enumerate(self.levels) if word in words), None)


SCALES = (
    WordScale((
        ("no", "nein", "✗", "✘", "✕", "n", "false", "absent"),
        ("partly", "partial", "partially", "teilweise", "limited", "some", "maybe", "add-on",
         "basic"),
        ("yes", "ja", "✓", "✔", "☑", "✅", "y", "true", "present", "full", "included", "x"),
    ), (0, 2)),
    WordScale((
        ("very poor", "terrible", "awful", "unacceptable", "sehr schlecht"),
        ("poor", "bad", "insufficient", "inadequate", "schlecht", "unsatisfactory"),
        ("fair", "ok", "okay", "average", "acceptable", "adequate", "satisfactory", "so-so",
         "mittel", "befriedigend", "neutral"),
        ("good", "gut", "nice"),
        ("very good", "great", "sehr gut"),
        ("excellent", "outstanding", "superb", "exzellent", "hervorragend", "perfect"),
    ), (1, 2, 3, 5)),
    WordScale((
        ("none", "keine"),
        ("very low", "minimal", "very small", "tiny", "sehr niedrig"),
        ("low", "small", "minor", "niedrig", "gering", "klein", "short", "little"),
        ("medium", "moderate", "mid", "average", "normal", "mittel", "med"),
        ("high", "large", "big", "major", "hoch", "groß", "long", "much"),
        ("very high", "huge", "extreme", "very large", "critical", "sehr hoch"),
    ), (2, 3, 4), None),
    WordScale((("very weak",), ("weak", "schwach"), ("moderate", "medium", "average"),
               ("strong", "stark"), ("very strong",)), (1, 2, 3)),
    WordScale((("very hard", "very difficult"), ("hard", "difficult", "schwer"),
               ("moderate", "medium", "ok"), ("easy", "simple", "einfach"),
               ("very easy", "trivial")), (1, 2, 3)),
    WordScale((("very slow",), ("slow", "langsam"), ("medium", "moderate", "average", "ok"),
               ("fast", "quick", "schnell"), ("very fast",)), (1, 2, 3)),
    WordScale((("never",), ("rarely", "seldom"), ("sometimes",), ("often",), ("always",)),
              (0, 1, 2, 3, 4)),
    WordScale((("loud", "noisy", "laut"), ("medium", "moderate", "average", "ok", "normal"),
               ("quiet", "leise", "ruhig"), ("silent", "very quiet")), (0, 1, 2)),
    WordScale((("f",), ("e",), ("d",), ("c",), ("b",), ("a",)), (2, 3, 4, 5)),
)  # fmt: skip
# Signs of a Pugh matrix, which compares each alternative with a reference.
SIGNS = {
    "--": -2, "−−": -2, "––": -2, "- -": -2, "-2": -2, "−2": -2,
    "-": -1, "−": -1, "–": -1, "-1": -1, "−1": -1,
    "0": 0, "s": 0, "=": 0, "o": 0, "same": 0, "datum": 0, "d": 0, "ref": 0, "reference": 0,
    "baseline": 0, "+": 1, "+1": 1, "1": 1, "++": 2, "+ +": 2, "+2": 2, "2": 2,
}  # fmt: skip
SIGN_WORDS = {
    -2: "much worse than the reference",
    -1: "worse than the reference",
    0: "same as the reference",
    1: "better than the reference",
    2: "much better than the reference",
}
IMPORTANCE_WORDS = {
    **dict.fromkeys(("none", "keine"), 0.0),
    **dict.fromkeys(("low", "nice to have", "nice-to-have", "could", "little", "niedrig"), 12.5),
    **dict.fromkeys(("medium", "mittel", "should", "some"), 25.0),
    **dict.fromkeys(("important", "high", "much", "hoch"), 50.0),
    **dict.fromkeys(("very high", "very important", "critical", "essential", "decides"), 100.0),
}
# Name of the alternative that the others of a Pugh matrix are compared with.
REFERENCE = re.compile(r"\b(?:datum|reference|baseline|ref)\b")
MUST = re.compile(
    r"must(?:[- ]have)?|required|mandatory|k\.?o\.?|knock[- ]?out|deal[- ]?breaker|muss|pflicht|m"
)
FAILED = re.compile(
    r"fail(?:ed|s)?|k\.?o\.?|disqualified|excluded|eliminated|ruled out|rejected|out|no[- ]go|"
    r"dropped"
)
PASSED = re.compile(r"pass(?:ed|es)?|ok|okay|yes|y|✓|✔|met|go|meets|ja|x")
# Words of a price that mean no money at all.
FREE = {
    "free",
    "included",
    "incl.",
    "incl",
    "none",
    "kostenlos",
    "gratis",
    "no charge",
    "inklusive",
}
