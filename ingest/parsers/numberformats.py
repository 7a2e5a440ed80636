"""Numbers of a workbook's cells as a German reader sees them: dates, times, decimals, per cent, amounts of money.

Follows the number formats of ISO/IEC 29500-1, 18.8.30 and 18.8.31 as far as they change what is understood: which kind of
value it is, how many decimals it has and its currency. Colours, fill characters and conditions are ignored.
"""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "dd.mm.yyyy", 15: "d.mmm.yy", 16: "d.mmm",
    17: "mmm.yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "dd.mm.yyyy h:mm", 37: "#,##0", 38: "#,##0",
    39: "#,##0.00", 40: "#,##0.00", 44: "#,##0.00 \u20ac", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
}  # fmt: skip
_LITERAL = re.compile(r'(?i:am/pm|a/p)|"[^"]*"|\\.|_.|\*.')
_BRACKETS = re.compile(r"\[(?!\$|h|m|s)[^\]]*\]", re.IGNORECASE)
_CURRENCY = re.compile(r"\[\$([^\]-]*)[^\]]*\]|([\u20ac$\u00a3])|(?i:\"?\b(EUR|Euro)\b\"?)")
_CLOCK = re.compile(r"h+(?:[:\s]*m+)?(?:[:\s]*s+)?|m+:s+|s+", re.IGNORECASE)
_CALENDAR = re.compile(r"[dmy]", re.IGNORECASE)
_LAST_DAY = 2_958_466


def shown(value: str, code: str, *, since_1904: bool = False) -> str:
    """`value` under the format `code`; "#14" is a built-in one. What is no number is itself."""
    try:
        amount = Decimal(value)
    except InvalidOperation:
        return value
    if not amount.is_finite() or abs(amount.adjusted()) > 300:
        return value
    form = _BUILT_IN.get(int(code[1:]), "") if code[:1] == "#" and code[1:].isdecimal() else code
    positive, _, others = form.partition(";")
    part = _BRACKETS.sub("", others.split(";")[0] if amount < 0 and others else positive)
    kind = _LITERAL.sub("", re.sub(r"\[\$[^\]]*\]", "", part))
    if kind.strip().lower() not in ("general", "standard", "@") and 0 <= amount < _LAST_DAY and _is_moment(kind):
        return _moment(float(amount), kind, since_1904=since_1904)
    return _number(amount, part, kind)


def _is_moment(kind: str) -> bool:
    return not re.search(r"[0#?]", kind.replace("ss.0", "ss")) and bool(_CALENDAR.search(kind) or _CLOCK.search(kind))


def _moment(days: float, kind: str, *, since_1904: bool) -> str:
    """A day counted from the end of 1899 (or of 1903), a time of day, a duration, or both day and time."""
    if "[" in kind:
        minutes = round(days * 1440)
        return f"{minutes // 60}:{minutes % 60:02}"
    first = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30 if days >= 60 else 31)
    moment = first + timedelta(seconds=round(days * 86_400))
    time = f"{moment:%H:%M}" if moment.second == 0 else f"{moment:%H:%M:%S}"
    parts = _CLOCK.sub("", kind).lower()
    day = f"{moment:%d.%m.}{moment.year}" if "d" in parts else f"{moment:%m}/{moment.year}" if "m" in parts else f"{moment.year}"
    return " ".join(text for text, wanted in ((day, _CALENDAR.search(parts)), (time, _CLOCK.search(kind))) if wanted)


def _number(amount: Decimal, part: str, kind: str) -> str:
    """A number with a decimal comma, and the currency or the per cent sign of its format."""
    percent = "%" in kind
    digits = re.search(r"[.]([0#?]*)", kind)
    if not re.search(r"[0#?]", kind) or "/" in kind or "E" in kind.upper():
        text = _plain(amount)
    else:
        exact = Decimal(1).scaleb(-min(len(digits[1]) if digits else 0, 15))
        rounded = (amount * 100 if percent else amount).quantize(exact, ROUND_HALF_UP) if amount.adjusted() < 12 else amount
        text = f"{rounded:,f}" if "," in kind else f"{rounded:f}"
        text = text.translate(str.maketrans(",.", ".,"))
    currency = _CURRENCY.search(part)
    sign = next((group for group in currency.groups() if group), "") if currency else ""
    return f"{text} %" if percent else f"{text} {sign}".strip()


def _plain(amount: Decimal) -> str:
    """As many digits as the number has, but none that only binary arithmetic gave it."""
    rounded = Decimal(f"{amount:.12g}")
    text = f"{rounded:f}" if -7 < rounded.adjusted() < 16 else f"{rounded:e}"
    return (text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text).replace(".", ",")
