"""Pictures of pages that lie askew on the scanner's glass: by which angle, and the picture turned back.

Lines of text are straight where the dark points fall into few rows (projection profile, Postl 1986). Knows no text.
"""

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""A grey picture [rows, columns]; 0 is black."""

_DARK = 128
_COARSER = 4
_MOST_POINTS = 60_000
_STEEPEST, _STEP, _FINE_STEP = 12.0, 0.5, 0.1
_STRAIGHT = 0.4
_AT_ONCE = 256


def straightened(pixels: Pixels) -> Pixels:
    """The picture with its lines level; the same one if they are."""
    angle = skew(pixels)
    return _turned(pixels, angle) if abs(angle) >= _STRAIGHT else pixels


def skew(pixels: Pixels) -> float:
    """Degrees by which the lines fall from left to right."""
    small = pixels[: pixels.shape[0] // _COARSER * _COARSER : _COARSER, ::_COARSER]
    rows, columns = np.nonzero(small < _DARK)
    if not len(rows):
        return 0.0
    step = len(rows) // _MOST_POINTS + 1
    points = rows[::step].astype(np.float32), columns[::step].astype(np.float32)
    near = _steepest(points, np.arange(-_STEEPEST, _STEEPEST + _STEP, _STEP))
    return _steepest(points, np.arange(near - _STEP, near + _STEP, _FINE_STEP))


def _steepest(points: tuple[NDArray[np.float32], NDArray[np.float32]], angles: NDArray[np.float64]) -> float:
    """The angle at which rows and gaps differ most."""
    return float(max(angles, key=lambda angle: _contrast(points, angle)))


def _contrast(points: tuple[NDArray[np.float32], NDArray[np.float32]], angle: float) -> float:
    rows, columns = points
    levels = rows - columns * np.tan(np.radians(angle))
    counts = np.bincount((levels - levels.min()).astype(np.int64))
    return float((np.diff(counts).astype(np.float64) ** 2).sum())


def _turned(pixels: Pixels, angle: float) -> Pixels:
    """The picture turned around its middle, white where nothing was; in strips, as whole grids of places take much memory."""
    height, width = pixels.shape
    cosine, sine = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    across = np.arange(width, dtype=np.float32) - width / 2
    turned = np.full_like(pixels, 255)
    for top in range(0, height, _AT_ONCE):
        down = np.arange(top, min(top + _AT_ONCE, height), dtype=np.float32)[:, None] - height / 2
        rows = np.rint(across * sine + down * cosine + height / 2).astype(np.int32)
        columns = np.rint(across * cosine - down * sine + width / 2).astype(np.int32)
        inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
        turned[top : top + _AT_ONCE][inside] = pixels[rows[inside], columns[inside]]
    return turned
