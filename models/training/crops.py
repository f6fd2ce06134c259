"""The crop of the two-stage system: where it is cut, and how its result returns to the field.

The same arithmetic as main/worker/predict (crop-box.ts, resample.ts); tests/fixtures/two-stage holds
shared cases. A box is left, top, right, bottom as shares of the field; masks are boolean H x W.
"""

from __future__ import annotations

import math

import numpy as np

PADDING = 0.10
LONGEST_MAP_SIDE = 1024

Box = tuple[float, float, float, float]
# x, y, width, height in whole pixels.
Rect = tuple[int, int, int, int]

WHOLE_FIELD: Box = (0.0, 0.0, 1.0, 1.0)


def crop_box(mask: np.ndarray) -> Box:
    """The square, padded box around all of a mask.

    The square is one of pixels of `mask`; it is moved, not cut, at the edges, and cut where it is
    larger than the field. An empty mask gives the whole field.
    """
    height, width = mask.shape
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if len(rows) == 0:
        return WHOLE_FIELD
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    left, right = int(columns[0]), int(columns[-1]) + 1
    side = max(bottom - top, right - left) * (1 + 2 * PADDING)

    def span(start: int, end: int, size: int) -> tuple[float, float]:
        low = min(max((start + end - side) / 2, 0), max(size - side, 0))
        return low / size, min(low + side, size) / size

    (x0, x1), (y0, y1) = span(left, right, width), span(top, bottom, height)
    return x0, y0, x1, y1


def native_rect(box: Box, width: int, height: int) -> Rect:
    """The whole native pixels that a box touches."""
    x, y = math.floor(box[0] * width), math.floor(box[1] * height)
    right, bottom = math.ceil(box[2] * width), math.ceil(box[3] * height)
    return x, y, min(right, width) - x, min(bottom, height) - y


def box_of(rect: Rect, width: int, height: int) -> Box:
    """A rectangle of native pixels as shares of the field."""
    x, y, across, down = rect
    return x / width, y / height, (x + across) / width, (y + down) / height


def map_side(size: int, native: int, cropped: int) -> int:
    """A side of the map that is kept: fine enough for the crop's pixels, within bounds."""
    whole = math.floor(size * native / cropped + 0.5)
    return max(size, min(whole, native, LONGEST_MAP_SIDE))


def _positions(samples: int, shares: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    position = np.clip(shares * samples - 0.5, 0, samples - 1)
    lower = np.floor(position).astype(np.int64)
    return lower, np.minimum(lower + 1, samples - 1), position - lower


def _centres_within(outputs: int, start: float, end: float) -> slice:
    """Outputs whose centres lie in [start, end)."""
    first, last = (min(max(math.ceil(share * outputs - 0.5), 0), outputs) for share in (start, end))
    return slice(first, last)


def _draw(values: np.ndarray, box: Box, field: np.ndarray) -> None:
    """Draw values that cover a box of the field onto it, bilinear between pixel centres."""
    height, width = field.shape
    across = _centres_within(width, box[0], box[2])
    down = _centres_within(height, box[1], box[3])
    x = ((np.arange(width)[across] + 0.5) / width - box[0]) / (box[2] - box[0])
    y = ((np.arange(height)[down] + 0.5) / height - box[1]) / (box[3] - box[1])
    left, right, along = _positions(values.shape[1], x)
    above, below, fraction = _positions(values.shape[0], y)
    top, bottom = (
        values[rows][:, left] + (values[rows][:, right] - values[rows][:, left]) * along
        for rows in (above, below)
    )
    field[down, across] = np.floor(top + (bottom - top) * fraction[:, None] + 0.5)


def resample(steps: np.ndarray, width: int, height: int) -> np.ndarray:
    """A map H x W in steps of 1/65535 at another size, in steps again."""
    resampled = np.zeros((height, width))
    _draw(steps.astype(np.float64), WHOLE_FIELD, resampled)
    return resampled


def paste(field: np.ndarray, crop: np.ndarray, box: Box, width: int, height: int) -> np.ndarray:
    """What the crop found inside its box and the field's own result outside: height x width steps."""
    pasted = resample(field, width, height)
    _draw(crop.astype(np.float64), box, pasted)
    return pasted
