"""Compare decoded DICOM frames with pydicom's, for tests/long/dicom-colours.test.ts.

Reads a JSON list of {"path", "frame", "width", "height", "rgb"} where `rgb` names a file of
interleaved 8-bit RGB, and prints one JSON object a line: {"path", "frame", "mean", "max"} in levels
of 255, or {"path", "frame", "error"} where pydicom cannot decode the frame.
"""

import json
import sys
import warnings
from pathlib import Path

import numpy as np
from pydicom import dcmread
from pydicom.pixels import apply_color_lut, pixel_array


def to_rgb8(path: str, frame: int) -> np.ndarray:
    """One frame as height x width x 3 uint8; wide samples keep their high byte."""
    dataset = dcmread(path, force=True)
    pixels = pixel_array(dataset, index=frame)
    bits = int(dataset.BitsStored)
    if dataset.PhotometricInterpretation == "PALETTE COLOR":
        pixels = apply_color_lut(pixels, dataset)
        entry_bits = int(dataset.RedPaletteColorLookupTableDescriptor[2])
        # Some writers declare 16-bit entries and store 8-bit ones.
        bits = 16 if entry_bits == 16 and pixels.max() > 255 else 8
    if dataset.PixelRepresentation == 1:
        pixels = pixels.astype(np.int64) + 2 ** (bits - 1)
    pixels = (pixels >> (bits - 8)).astype(np.uint8)
    if dataset.PhotometricInterpretation == "MONOCHROME1":
        pixels = 255 - pixels
    return np.repeat(pixels[..., None], 3, axis=2) if pixels.ndim == 2 else pixels


def compare(entry: dict) -> dict:
    identity = {"path": entry["path"], "frame": entry["frame"]}
    try:
        expected = to_rgb8(entry["path"], entry["frame"]).astype(np.int16)
    except Exception as error:
        return {**identity, "error": f"{type(error).__name__}: {error}"[:200]}
    shape = (entry["height"], entry["width"], 3)
    if expected.shape != shape:
        return {**identity, "error": f"pydicom's shape is {expected.shape}, not {shape}"}
    decoded = np.fromfile(entry["rgb"], dtype=np.uint8).reshape(shape)
    difference = np.abs(expected - decoded)
    return {**identity, "mean": float(difference.mean()), "max": int(difference.max())}


def main() -> None:
    warnings.simplefilter("ignore")
    for entry in json.loads(Path(sys.argv[1]).read_text()):
        print(json.dumps(compare(entry)), flush=True)


if __name__ == "__main__":
    main()
