"""What a second person should look at before a document is released: orders to the assistant, hidden text, personal data.

Numbers are found by their check digits, so that most others are not taken for them. Findings are hints, not verdicts.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.mistrusting import gives_orders

Kind = Literal["orders", "concealed", "unseen", "iban", "tax_id", "phone", "email"]
GRAVE: frozenset[Kind] = frozenset({"orders", "concealed", "unseen"})
"""What may be meant for machines alone: nobody may see it who looks at the original."""
_IBAN = re.compile(r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]){11,30}\b")
_IBAN_LENGTHS = {"DE": 22, "AT": 20, "CH": 21, "NL": 18, "FR": 27, "BE": 16, "DK": 18, "PL": 28, "LU": 20}
_TAX_ID = re.compile(r"(?<![\d/-])[1-9][0-9] ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}(?![\d/-])")
_PREFIX = r"(?:\+|00)49[ /-]?(?:\(0\))?|\(0[0-9]{2,5}\)|0[0-9]{2,5}(?: ?[/-]| )"
_PHONE = re.compile(rf"(?<![\w./-])(?<!\d )(?:{_PREFIX})[ /-]?[0-9]{{2,}}(?:[ /-]?[0-9]{{2,}})*(?![\w/])")
_EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]+")
_LEAST_PHONE_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Finding:
    """What stands in a text from `start` to `end` (characters, end exclusive)."""

    kind: Kind
    start: int
    end: int


def find(text: str, concealed: Iterable[str] = ()) -> list[Finding]:
    """All findings in the order of the text; `concealed` is what its file says without showing it."""
    found = [*_numbers(text), *_orders(text), *_concealed(text, concealed)]
    return sorted(found, key=lambda finding: (finding.start, finding.end))


def is_iban(text: str) -> bool:
    """Whether `text` is an IBAN with the right length and check digits (ISO 13616: remainder 1 of 97)."""
    packed = text.replace(" ", "").upper()
    if not packed.isalnum() or not packed.isascii() or _IBAN_LENGTHS.get(packed[:2], len(packed)) != len(packed):
        return False
    return int("".join(str(int(letter, 36)) for letter in packed[4:] + packed[:4])) % 97 == 1


def is_tax_id(text: str) -> bool:
    """Whether `text` is a German tax identification number: one digit of the first ten comes twice or three times, the others
    at most once, and the last is the check digit (ISO 7064, MOD 11,10)."""
    digits = [int(letter) for letter in text if letter != " "] if text.replace(" ", "").isdecimal() else []
    if len(digits) != 11 or digits[0] == 0:
        return False
    counts = sorted((digits[:10].count(digit) for digit in set(digits[:10])), reverse=True)
    return counts[0] in (2, 3) and counts[1] == 1 and _check_digit(digits[:10]) == digits[10]


def _check_digit(digits: list[int]) -> int:
    product = 10
    for digit in digits:
        product = ((digit + product) % 10 or 10) * 2 % 11
    return (11 - product) % 10


def _numbers(text: str) -> Iterator[Finding]:
    for match in _IBAN.finditer(text):
        yield from _longest_iban(match)
    patterns: tuple[tuple[Kind, re.Pattern[str], Callable[[str], bool]], ...] = (
        ("tax_id", _TAX_ID, is_tax_id),
        ("phone", _PHONE, _is_phone),
        ("email", _EMAIL, bool),
        ("unseen", _UNSEEN, bool),
    )
    for kind, pattern, holds in patterns:
        for match in pattern.finditer(text):
            if holds(match.group()):
                yield Finding(kind, *match.span())


def _longest_iban(match: re.Match[str]) -> Iterator[Finding]:
    """The IBAN at the beginning of what looks like one: a word in capitals may follow it."""
    for end in range(match.end(), match.start() + 14, -1):
        if match.string[end - 1] != " " and is_iban(match.string[match.start() : end]):
            yield Finding("iban", match.start(), end)
            return


def _concealed(text: str, concealed: Iterable[str]) -> Iterator[Finding]:
    """Where that stands in the text, again behind the one before; letters and digits alone are compared."""
    places = [at for at, sign in enumerate(text) if sign.isalnum()]
    letters, after = "".join(text[at] for at in places), 0
    for said in concealed:
        wanted = "".join(filter(str.isalnum, said))
        found = letters.find(wanted, after)
        found = letters.find(wanted) if found < 0 else found  # a file need not paint in the order in which it is read
        if wanted and found >= 0:
            after = found + len(wanted)
            yield Finding("concealed", places[found], places[after - 1] + 1)


def _is_phone(text: str) -> bool:
    return sum(letter.isdigit() for letter in text) >= _LEAST_PHONE_DIGITS


def _orders(text: str) -> Iterator[Finding]:
    start = 0
    for line in text.split("\n"):
        if gives_orders(line):
            yield Finding("orders", start, start + len(line))
        start += len(line) + 1
