"""Grids that the ruling lines of a PDF page form. Knows no text and no pdfium."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

NEAR = 3.0
_THIN = 3.0
_LEAST_LINES = 3
_MOST_RULES = 3000


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points, from the page's lower left corner upwards."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Grid:
    """Places of ruling lines: `ys` from bottom to top; `uprights` as drawn, to see which cells are merged."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    uprights: tuple[Box, ...]

    @property
    def box(self) -> Box:
        """Its outline."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def find_grids(rules: Sequence[Box], width: float, height: float) -> Iterator[Grid]:
    """Grids of at least two rows and two columns, on a page of that size."""
    if len(rules) > _MOST_RULES:  # a drawing
        return
    edges = [edge for rule in rules for edge in _edges(rule, width, height)]
    for group in _touching(edges):
        uprights = [edge for edge in group if edge.top - edge.bottom > edge.right - edge.left]
        levels = [edge for edge in group if edge.top - edge.bottom <= edge.right - edge.left]
        xs = _distinct([(edge.left + edge.right) / 2 for edge in uprights])
        ys = _distinct([(edge.bottom + edge.top) / 2 for edge in levels])
        if len(xs) >= _LEAST_LINES and len(ys) >= _LEAST_LINES:
            yield Grid(tuple(xs), tuple(ys), tuple(uprights))


def _edges(box: Box, page_width: float, page_height: float) -> list[Box]:
    """A thin box is one edge, a larger one has four. The page's own frame and background are none."""
    width, height = box.right - box.left, box.top - box.bottom
    if width <= _THIN or height <= _THIN:
        return [box]
    if width > page_width * 0.95 or height > page_height * 0.9:
        return []
    return [
        Box(box.left, box.bottom, box.right, box.bottom),
        Box(box.left, box.top, box.right, box.top),
        Box(box.left, box.bottom, box.left, box.top),
        Box(box.right, box.bottom, box.right, box.top),
    ]


def _touching(edges: list[Box]) -> list[list[Box]]:
    """Edges in groups that hang together, found from top to bottom and merged while they touch."""
    groups: list[tuple[Box, list[Box]]] = []
    for edge in sorted(edges, key=lambda edge: -edge.top):
        frame, members = edge, [edge]
        apart = []
        for other, others in groups:
            if meet(frame, other):
                frame, members = around(frame, other), [*others, *members]
            else:
                apart.append((other, others))
        groups = [*apart, (frame, members)]
    return [members for _, members in groups]


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes touch or overlap."""
    return (
        one.left <= other.right + NEAR
        and other.left <= one.right + NEAR
        and one.bottom <= other.top + NEAR
        and other.bottom <= one.top + NEAR
    )


def around(one: Box, other: Box) -> Box:
    """The smallest box around both."""
    return Box(min(one.left, other.left), min(one.bottom, other.bottom), max(one.right, other.right), max(one.top, other.top))


def _distinct(places: list[float]) -> list[float]:
    distinct: list[float] = []
    for place in sorted(places):
        if not distinct or place - distinct[-1] > NEAR:
            distinct.append(place)
    return distinct
