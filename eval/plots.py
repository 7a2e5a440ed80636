"""Plots as SVG, in one style: readable without colour, the same on screen, on paper and as a file of its own.

Each returns a whole `<svg>` element with a title that a screen reader says. Knows no run; texts and numbers come formatted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

COLOURS = ("#1b5e9b", "#b3531f", "#3d7a3d", "#7a4b94", "#8a6d00", "#4a5a66")
_WIDTH = 760
_INK, _FAINT, _GRID = "#1c2733", "#52606d", "#d5dce3"
_FONT = "font-family='system-ui, Segoe UI, Roboto, sans-serif' font-size='13'"
_ROW, _LINE = 26, 15
_LABELS = 300
"""Width of the labels left of rows."""
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)

Format = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: its label, its length, what stands behind it, its colour, and where its 95 % interval begins and ends."""

    label: str
    value: float
    text: str
    colour: str = COLOURS[0]
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    """What is laid along an axis, from where to where, how its numbers are written, and where they stand if not evenly."""

    name: str
    low: float
    high: float
    write: Format
    marks: tuple[float, ...] = ()

    def at(self, value: float, start: float, end: float) -> float:
        """Where `value` stands between `start` and `end`."""
        span = self.high - self.low
        return start + ((value - self.low) / span if span else 0.5) * (end - start)

    def ticks(self) -> list[float]:
        return list(self.marks) or [self.low + share * (self.high - self.low) for share in _TICKS]


def draw_bars(title: str, bars: Sequence[Bar], most: float | None = None) -> str:
    """Horizontal bars; `most` is the value of a full one."""
    full = most or max((bar.value for bar in bars), default=1.0) or 1.0
    space = _WIDTH - _LABELS - 70
    rows = []
    for at, bar in enumerate(bars):
        top, width = at * _ROW, bar.value / full * space
        rows.append(_label(bar.label, top))
        rows.append(f"<rect x='{_LABELS}' y='{top + 5}' width='{max(width, 1):.1f}' height='16' rx='2' fill='{bar.colour}'/>")
        rows.append(_text(_LABELS + width + 8, top + 18, bar.text))
    return _svg(title, len(bars) * _ROW + 4, rows)


def draw_stacks(title: str, stacks: Mapping[str, Mapping[str, float]], colours: Mapping[str, str]) -> str:
    """A bar of full width for each row, divided by the shares of its parts, with a legend of the parts that occur."""
    space, shown = _WIDTH - _LABELS, [name for name in colours if any(stack.get(name) for stack in stacks.values())]
    parts = []
    for row, (label, stack) in enumerate(stacks.items()):
        parts.append(_label(label, row * _ROW))
        x, total = float(_LABELS), sum(stack.values()) or 1.0
        for name in shown:
            width = stack.get(name, 0) / total * space
            size = f"width='{max(0, width - 1):.1f}' height='18'"
            parts.append(f"<rect x='{x:.1f}' y='{row * _ROW + 4}' {size} fill='{colours[name]}'/>")
            x += width
    below = len(stacks) * _ROW + 12
    for at, name in enumerate(shown):
        x, y = _LABELS + at % 2 * space / 2, below + at // 2 * 22
        parts.append(f"<rect x='{x:.1f}' y='{y}' width='12' height='12' fill='{colours[name]}'/>" + _text(x + 18, y + 11, name))
    return _svg(title, below + -(-len(shown) // 2) * 22, parts)


def draw_intervals(title: str, bars: Sequence[Bar], write: Format) -> str:
    """A dot with its 95 % interval in each row, on a scale from 0 to 1."""
    axis = Axis("", 0, 1, write)
    end, bottom = _WIDTH - 70, len(bars) * _ROW
    parts = [_grid_line(axis.at(tick, _LABELS, end), bottom, write(tick)) for tick in axis.ticks()]
    for row, bar in enumerate(bars):
        y, x = row * _ROW + 13, axis.at(bar.value, _LABELS, end)
        parts.append(_label(bar.label, row * _ROW))
        if bar.low is not None and bar.high is not None:
            first, last = axis.at(bar.low, _LABELS, end), axis.at(bar.high, _LABELS, end)
            parts.append(_line(first, y, last, y, bar.colour, 3))
        parts.append(f"<circle cx='{x:.1f}' cy='{y}' r='6' fill='{bar.colour}' stroke='white' stroke-width='1.5'/>")
        parts.append(_text(end + 12, y + 5, bar.text))
    return _svg(title, bottom + 24, parts)


def draw_curves(title: str, curves: Mapping[str, Sequence[tuple[float, float]]], across: Axis, up: Axis) -> str:
    """Lines over two axes, each named at its end and told apart by colour and dashes."""
    left, right, top, bottom = 64, _WIDTH - 190, 12, 260
    parts = [_grid_row(up.at(tick, bottom, top), left, right, up.write(tick)) for tick in up.ticks()]
    for tick in across.ticks():
        parts.append(_text(across.at(tick, left, right), bottom + 20, across.write(tick), "middle", _FAINT))
    ends: list[float] = []
    for number, (name, points) in enumerate(curves.items()):
        placed = [(across.at(x, left, right), up.at(y, bottom, top)) for x, y in points]
        parts += _curve(placed, number)
        if placed:
            ends.append(_free(placed[-1][1] + 4, ends))
            parts.append(_text(right + 12, ends[-1], name, colour=COLOURS[number % len(COLOURS)]))
    parts.append(_text((left + right) / 2, bottom + 42, across.name, "middle", _FAINT))
    parts.append(_text(0, -6, up.name, colour=_FAINT))
    return _svg(title, bottom + 50, parts, above=24)


def draw_histogram(title: str, values: Sequence[float], marks: dict[str, float], write: Format) -> str:
    """How often values fall into each of thirty bins up to the 99th percentile; `marks` are lines with a name, rising."""
    most = max(float(np.percentile(values, 99)), *marks.values()) * 1.05 or 1.0
    counts, edges = np.histogram(values, bins=30, range=(0, most))
    axis, highest, bottom, end = Axis("", 0, most, write), max(1, int(counts.max())), 190, _WIDTH - 20
    parts = [_text(axis.at(tick, 20, end), bottom + 18, write(tick), "middle", _FAINT) for tick in axis.ticks()]
    for count, start, stop in zip(counts, edges, edges[1:], strict=False):
        x, width, height = axis.at(start, 20, end), axis.at(stop, 20, end) - axis.at(start, 20, end) - 1, count / highest * 150
        parts.append(f"<rect x='{x:.1f}' y='{bottom - height:.1f}' width='{width:.1f}' height='{height:.1f}' fill='{COLOURS[0]}'/>")
    for row, (name, value) in enumerate(reversed(marks.items())):
        x = axis.at(value, 20, end)
        parts.append(_line(x, 14 + 16 * row, x, bottom, COLOURS[1], 2))
        anchor, beside = ("end", x - 6) if row or x > _WIDTH * 0.75 else ("start", x + 6)
        parts.append(_text(beside, 20 + 16 * row, f"{name}: {write(value)}", anchor))
    return _svg(title, bottom + 26, [*parts, _line(20, bottom, end, bottom, _INK, 1)])


def _curve(points: Sequence[tuple[float, float]], number: int) -> list[str]:
    colour, dashes = COLOURS[number % len(COLOURS)], ("none", "7 4", "2 3")[number // 2 % 3]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    line = f"<polyline points='{path}' fill='none' stroke='{colour}' stroke-width='2.5' stroke-dasharray='{dashes}'/>"
    dots = [f"<circle cx='{x:.1f}' cy='{y:.1f}' r='4' fill='{colour}'/>" for x, y in points] if len(points) <= 40 else []
    return [line, *dots]


def _free(wanted: float, taken: Sequence[float]) -> float:
    """The place nearest to `wanted`, above or below, where a line of text meets no other."""
    places = sorted((wanted + step * _LINE / 5 for step in range(-100, 101)), key=lambda place: abs(place - wanted))
    return next(place for place in places if all(abs(place - other) >= _LINE for other in taken))


def _label(text: str, top: float) -> str:
    return _text(_LABELS - 12, top + 18, text, "end")


def _grid_line(x: float, bottom: float, text: str) -> str:
    return _line(x, 0, x, bottom, _GRID, 1) + _text(x, bottom + 18, text, "middle", _FAINT)


def _grid_row(y: float, left: float, right: float, text: str) -> str:
    return _line(left, y, right, y, _GRID, 1) + _text(left - 8, y + 4, text, "end", _FAINT)


def _line(x: float, y: float, to_x: float, to_y: float, colour: str, width: float) -> str:
    return f"<line x1='{x:.1f}' y1='{y:.1f}' x2='{to_x:.1f}' y2='{to_y:.1f}' stroke='{colour}' stroke-width='{width}'/>"


def _text(x: float, y: float, text: str, anchor: str = "start", colour: str = _INK) -> str:
    return f"<text x='{x:.1f}' y='{y:.1f}' text-anchor='{anchor}' fill='{colour}'>{escape(text)}</text>"


def _svg(title: str, height: float, parts: Sequence[str], above: float = 6) -> str:
    size = f"viewBox='-8 {-above} {_WIDTH + 16} {height + above + 6}' role='img' aria-label='{escape(title)}' {_FONT}"
    paper = f"<rect x='-8' y='{-above}' width='{_WIDTH + 16}' height='{height + above + 6}' fill='white'/>"
    return f"<svg xmlns='http://www.w3.org/2000/svg' {size}><title>{escape(title)}</title>{paper}{''.join(parts)}</svg>"
