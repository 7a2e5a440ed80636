"""Grids that the ruling lines of a PDF page form. Knows no text and no pdfium."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

NEAR = 3.0
_THIN = 3.0
_LEAST_LINES = 3
_CLOSE = 2.0
_MOST_RULES = 3000
_FOUR_EDGES = ([0, 1, 2, 1], [0, 3, 2, 3], [0, 1, 0, 3], [2, 1, 2, 3])
_APART = 1e6
"""Wider than any page, so that edges on different lines never touch."""

Sides = NDArray[np.float64]
"""A row for each rectangle: left, bottom, right, top."""


class Box(NamedTuple):
    """A rectangle in points, from the page's lower left corner upwards. A tuple, as a page has thousands."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Grid:
    """Places of ruling lines: `ys` from bottom to top. What is drawn at each of `xs`, and below which columns at each of `ys`."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    uprights: tuple[tuple[Box, ...], ...]
    closed: tuple[frozenset[int], ...]

    @property
    def box(self) -> Box:
        """Its outline."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def divides(self, box: Box) -> bool:
        """Whether the edge of a column runs through `box`."""
        return bisect_right(self.xs, box.left + 1) < bisect_right(self.xs, box.right - 1)

    def first_column(self, column: int, height: float) -> int:
        """The leftmost column of the merged cell that covers `column` at `height`."""
        while column > 0:
            for edge in self.uprights[column]:
                if edge.bottom - 1 <= height <= edge.top + 1:
                    return column
            column -= 1
        return column


def find_grids(rules: Sides, width: float, height: float) -> Iterator[Grid]:
    """Grids of at least two rows and two columns, on a page of that size."""
    if not 0 < len(rules) <= _MOST_RULES:  # more are a drawing
        return
    for group in _touching(_whole_edges(rules, width, height)):
        uprights = [edge for edge in group if edge.top - edge.bottom > edge.right - edge.left]
        levels = [edge for edge in group if edge.top - edge.bottom <= edge.right - edge.left]
        across = [(edge.left + edge.right) / 2 for edge in uprights]
        up = [(edge.bottom + edge.top) / 2 for edge in levels]
        xs, ys = _distinct(across), _distinct(up)
        if len(xs) >= _LEAST_LINES and len(ys) >= _LEAST_LINES:
            yield Grid(tuple(xs), tuple(ys), _at(xs, across, uprights), tuple(_closed(xs, edges) for edges in _at(ys, up, levels)))


def _closed(xs: Sequence[float], edges: Sequence[Box]) -> frozenset[int]:
    """The columns whose middles have one of the edges below them."""
    middles = [(left + right) / 2 for left, right in pairwise(xs)]
    spans = ((bisect_left(middles, edge.left - 1), bisect_right(middles, edge.right + 1)) for edge in edges)
    return frozenset(column for first, end in spans for column in range(first, end))


def _at(places: Sequence[float], middles: Sequence[float], edges: Sequence[Box]) -> tuple[tuple[Box, ...], ...]:
    """The edges at each place; `middles` says where each edge is."""
    found: list[list[Box]] = [[] for _ in places]
    for middle, edge in zip(middles, edges, strict=True):
        for index in range(bisect_left(places, middle - NEAR), bisect_right(places, middle + NEAR)):
            found[index].append(edge)
    return tuple(map(tuple, found))


def _whole_edges(rules: Sides, width: float, height: float) -> list[Box]:
    """The edges that the rules draw, each in one piece: many programs draw the border of each cell by itself."""
    edges = _edges(rules, width, height)
    wide, high = edges[:, 2] - edges[:, 0], edges[:, 3] - edges[:, 1]
    uprights, levels = _in_one_piece(edges[wide < high][:, [1, 0, 3, 2]]), _in_one_piece(edges[wide >= high])
    return [Box(*sides) for part in (uprights[:, [1, 0, 3, 2]], levels) for sides in part.tolist()]


def _edges(boxes: Sides, width: float, height: float) -> Sides:
    """A thin box is one edge, a larger one has four. The page's own frame and background are none."""
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    are_thin = (wide <= _THIN) | (high <= _THIN)
    cells = boxes[~are_thin & (wide <= width * 0.95) & (high <= height * 0.9)]
    return np.concatenate([boxes[are_thin], *(cells[:, sides] for sides in _FOUR_EDGES)])


def _in_one_piece(edges: Sides) -> Sides:
    """Level edges, as one where they lie on one line and hardly a gap parts them."""
    if not len(edges):
        return edges
    line = np.rint(edges[:, 1] + edges[:, 3])
    order = np.lexsort((edges[:, 2], edges[:, 0], line))
    edges, line = edges[order], line[order]
    reach = np.maximum.accumulate(edges[:, 2] + line * _APART)
    begins = np.append(True, edges[1:, 0] + line[1:] * _APART > reach[:-1] + _CLOSE)
    firsts = np.flatnonzero(begins)
    low, high = np.minimum.reduceat(edges, firsts), np.maximum.reduceat(edges, firsts)
    return np.column_stack((low[:, :2], high[:, 2:]))


def _touching(edges: list[Box]) -> list[list[Box]]:
    """Edges in groups that hang together, found from top to bottom; what an edge lies below of is complete."""
    groups: list[tuple[Box, list[Box]]] = []
    complete: list[list[Box]] = []
    for edge in sorted(edges, key=lambda edge: -edge.top):
        near: list[tuple[Box, list[Box]]] = []
        frame, members = edge, [edge]
        for group in groups:
            other, others = group
            if other.bottom > edge.top + NEAR:
                complete.append(others)
            elif other.left > frame.right + NEAR or other.right < frame.left - NEAR or not meet(other, frame):
                near.append(group)
            else:
                others.extend(members)
                frame, members = around(other, frame), others
        groups = [*near, (frame, members)]
    return complete + [members for _, members in groups]


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
