"""Marks that say that a line is not for the public: “(Governor only)”, “(closed)”, “(не для печати)”.

A mark is looked for in English, Russian, Kazakh and Turkmen, in brackets, behind a dash and in set phrases.
Where it is not sure whether words are such a mark, they count as one: a row that is restricted
without need is opened by hand, a published row cannot be taken back.
"""

import re
import unicodedata

from backoffice.imports import spoken

LONGEST = 80  # characters of a mark that are quoted
_SPACES = re.compile(r"\s+")
# A bracket that is not closed goes on to the end of the text.
_BRACKETS = re.compile(r"[(\[{][^()\[\]{}]*(?:[)\]}]|$)")
_TAIL = re.compile(r"(?:^|\s)(?:[–—‒−-]|/|\*+|//)\s*([^–—/*]{1,80})[\s*/.!]*$")
# Words that make the brackets around them, or what stands behind a dash, a mark.
_IN_BRACKETS = re.compile(
    r"\bonly\b|\bclosed\b|\bclosed-door\b|\bconfidential|\binternal\b|\brestricted\b|\bsecret\b|\bclassified\b"
    r"|\bprivate\b(?!\s+(?:sector|compan|enterprise|business|car\b|bus\b|equity))|\boff[\s-]the[\s-]record\b"
    r"|\bnot\s+(?:for|to\s+be|public|open)\b|\bno\s+(?:press|media)\b|\bunpublished\b|\bofficial\s+use\b"
    r"|\bfor\s+(?:the\s+)?(?:head|leader|governor|minister|chair|president|principal|ambassador|vip|staff"
    r"|organi[sz]er|official)"
    r"|\bтолько\b|\bзакрыт|\bконфиденциал|\bсекретно|\bслужебн|\bвнутренн|\bдсп\b|\bбез\s+(?:прессы|сми|огласки)"
    r"|\bне\s+(?:для|подлежит|публиковать|печатать|разглашать|публикуется|афишир)"
    r"|\b(?:частн|приватн)\w*(?!\w|\s+(?:сектор|компан|предприят|бизнес|клиник))|\bличн"
    r"|\bдля\s+(?:руковод|глав|губернатор|министр|председател|президент|посл[ао]|организатор|персонал|сотрудник"
    r"|официальн|внутр|служ|vip|первых\s+лиц)"
    r"|\bтек\b|\bжабық|\bқұпия|\bішкі\b|\bқызметтік|\bқызмет\s+бабында|\bжеке\b(?!\s+(?:сектор|кәсіп|компани))"
    r"|\b(?:басшы|басшылар|басшылары|әкім|министр|ұйымдастырушылар)\w*\s+(?:үшін|арналған)"
    r"|\b(?:басып\s+шығаруға|жариялауға|баспаға|баспасөзге)\s+(?:арналмаған|болмайды|жатпайды)|\bжарияланбайды"
    r"|\bdiňe\b|\b[ýy]apyk|\bgizlin|\biçerki\b|\bgulluk\b"
    r"|\b(?:şahsy|hususy)\b(?!\s+(?:sektor|pudak|kärhana|kompani))"
    r"|\b(?:ýolbaşçy|ýolbaşçylar|häkim|ministr|guramaçylar)\w*\s+üçin"
    r"|\b(?:çap|neşir|metbugat|halk)\b[^()]{0,30}\b(?:däl|edilmeýär|edilmez)",
    re.IGNORECASE,
)
# Words that are a mark wherever they stand.
_PHRASES = re.compile(
    r"\bconfidential\b|\bclosed[\s-]door\b|\bclosed\s+(?:meeting|session|talks|lunch|dinner|breakfast|briefing|event)\b"
    r"|\bprivate\s+(?:meeting|session|talks|lunch|dinner|breakfast|conversation|audience|event)\b"
    r"|\bnot\s+for\s+(?:publication|release|print|press|the\s+press|distribution|the\s+public|public)\b"
    r"|\bfor\s+(?:internal|official)\s+use\b|\boff[\s-]the[\s-]record\b|\bstaff\s+only\b|^\W*(?:internal|private|closed)\s*:"
    r"|^\W*(?:only\s+for|for)\s+(?:the\s+)?[^:]{1,40}\bonly\b|^\W*only\s+(?:for\s+)?(?:the\s+)?(?:head|leader|governor|minister)"
    r"|\bконфиденциально\b|\bсекретно\b|\bдля\s+служебного\s+пользования\b|\bдсп\b"
    r"|\bзакрыт(?:ая|ое|ый|ые)\s+(?:встреч|бесед|заседани|совещани|переговор|ужин|обед|завтрак|част|брифинг|мероприяти)"
    r"|\b(?:частная|приватная)\s+(?:встреча|беседа)|\bне\s+(?:для|подлежит)\s+(?:печати|публикации|прессы|сми|разглашени\w*"
    r"|рассылки|огласки|опубликовани\w*)|^\W*только\s+для\b|^\W*для\s+руковод\w+\s*:"
    r"|\bжабық\s+(?:кездесу|отырыс|келіссөз|жиналыс|түскі|кешкі)|\bжеке\s+кездесу|\bқұпия\b|\bқызмет\s+бабында\s+пайдалану"
    r"|\b(?:баспаға|жариялауға)\s+(?:арналмаған|болмайды|жатпайды)|^\W*тек\b[^:]{1,60}\bүшін\b"
    r"|\b[ýy]apyk\s+(?:duşuşy|mejlis|gepleşik|maslahat|nahar)|\bşahsy\s+duşuşy|\bgizlin\b|^\W*diňe\b[^:]{1,60}\büçin\b"
    r"|\b(?:çap|neşir)\s+(?:etmek|etmäge|edilmek|üçin)[^.;]{0,20}\bdäl\b",
    re.IGNORECASE,
)
_SIGNS = frozenset("«»\"'.,;:!?()[]{}/*–—- ")


def find(text: str) -> str:
    """Return the first mark in a text as it stands there, or an empty text.

    >>> find("Breakfast (Governor  only)")
    '(Governor only)'
    >>> find("Breakfast (buffet)")
    ''
    """
    text = _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip()
    for brackets in _BRACKETS.finditer(text):
        if _IN_BRACKETS.search(brackets[0]):
            return brackets[0].strip()[:LONGEST]
    if (tail := _TAIL.search(text)) and _is_all(tail[1]):
        return tail[1].strip()[:LONGEST]
    found = _PHRASES.search(text)
    return found[0].strip()[:LONGEST] if found else ""


def is_alone(text: str) -> bool:
    """Whether a text is nothing but a mark: “(Governor only)”, “Не для печати”."""
    mark = find(text)
    if not mark:
        return False
    rest = _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).replace(mark, "", 1)
    return set(rest) <= _SIGNS


def without(text: str) -> str:
    """Return a text without its marks in brackets."""
    return _SPACES.sub(" ", _BRACKETS.sub(lambda found: "" if find(found[0]) else found[0], text)).strip(
        " \t.,:;–—-"
    )


def beside(heading: str, cell: str) -> str:
    """Return the mark that a cell makes in a column that is not read, or an empty text.

    Short cells count as if they stood in brackets; a column “Closed” marks the rows that do not say no in it.
    """
    if len(cell) <= LONGEST and _IN_BRACKETS.search(_SPACES.sub(" ", cell)):
        return _SPACES.sub(" ", cell).strip()
    if (
        heading
        and _IN_BRACKETS.search(heading)
        and cell.strip().casefold() not in {*spoken.NO, "", "-", "–", "—"}
    ):
        return f"{heading.strip()}: {_SPACES.sub(' ', cell).strip()}"[:LONGEST]
    return find(cell)


def _is_all(tail: str) -> bool:
    """Whether what stands behind a dash is a mark and not a sentence: “– Governor only”."""
    return len(tail.split()) <= 5 and bool(_IN_BRACKETS.search(tail))
