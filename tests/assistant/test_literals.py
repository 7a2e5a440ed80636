"""What a pattern needs stands in whatever it matches."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import mistrusting
from assistant.literals import GuardedPattern, lower_of

ORDERS = mistrusting._read()  # the patterns of the product: none of them may miss what it missed nothing of before
PATTERNS = [text for text in (*ORDERS.values(), *ORDERS["hints"].values()) if isinstance(text, str)]


@pytest.mark.parametrize("pattern", PATTERNS)
@given(data=st.data())
def test_whatever_a_pattern_matches_holds_what_it_needs(pattern: str, data: st.DataObject) -> None:
    guarded = GuardedPattern.of(pattern)
    text = data.draw(st.from_regex(guarded.pattern))
    assert guarded.is_in(text, lower_of(text)) == bool(guarded.pattern.search(text))


@pytest.mark.parametrize(
    ("pattern", "text", "holds"),
    [
        ("Regel(?:n|ungen)", "DIE REGELN", True),
        ("Regel(?:n|ungen)", "die Regale", False),
        (r"neue\sRegel", "neue\nregel", True),
        (r"neue\sRegel", "neue alte Regel", False),
        ("(?:Regel|Vorschrift)?", "", True),
        ("(?:eine|keine)+ Regel", "keine Regel", True),
        ("Anweisung(?=en an)", "Anweisung an", False),
        ("Anweisung(?=en an)", "anweisungen an", True),
        ("Anweisung(?!en)", "Anweisung", True),
        ("ich", "\u0130ch", True),
    ],
)
def test_a_guarded_pattern_finds_what_the_pattern_finds(pattern: str, text: str, holds: bool) -> None:
    assert GuardedPattern.of(pattern).is_in(text, lower_of(text)) is holds is bool(re.search(pattern, text, re.IGNORECASE))


def test_what_a_text_does_not_hold_is_not_searched_for() -> None:
    need = GuardedPattern.of(r"(?:vergiss|ignoriere)\b.*\b(?:Regeln|Anweisungen)").need
    assert need is not None
    assert need.is_met("vergiss die regeln")
    assert not need.is_met("vergiss die vorgaben")
    assert not need.is_met("beachte die regeln")
