"""The day whose rules a question asks for: "Was galt am 1.3.2024?", "Was galt im letzten Jahr?".

A date alone is none: "Ich habe am 1.3.2024 einen Antrag gestellt" asks for today's rules. The words stand in `german.toml`.
"""

import re
from datetime import date
from functools import cache

from assistant.wording import read_section

_LAST_MONTH, _LAST_DAYS = 12, (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def find_day(question: str, today: date) -> date | None:
    """The day whose rules `question` asks for, if it names one; of a month or year its last day, but none after today."""
    patterns = _patterns()
    if not patterns["in_force"].search(question):
        return None
    for name in ("day", "named_day"):
        if found := patterns[name].search(question):
            return _day(int(found["year"]), _month(found["month"]), int(found["day"]))
    if found := patterns["month_of"].search(question):
        month = _month(found["month"])
        return _end(date(int(found["year"]), month, 1), month, today)
    if found := patterns["year_of"].search(question):
        return _end(date(int(found["year"]), 1, 1), _LAST_MONTH, today)
    return date(today.year - 1, _LAST_MONTH, _LAST_DAYS[-1]) if patterns["last_year"].search(question) else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _end(first: date, last_month: int, today: date) -> date | None:
    """The last day of a time that begins on `first`, or today if that is still to come; none if all of it is."""
    end = date(first.year, last_month, _LAST_DAYS[last_month - 1])
    return min(end, today) if first <= today else None


def _month(name: str) -> int:
    months = [month[:3] for month in read_section("values")["months"].split()]
    return int(name) if name.isdigit() else months.index(name.lower()[:3]) + 1


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in read_section("asked_day").items()}
