"""One network on one picture in plain onnxruntime and Pillow: what `npm run bench:inference`
compares Limen with. Prints one line of JSON: medians in ms, and the peak resident memory in MB.

Usage: plain_inference.py MODEL SIDE_X SIDE_Y THRESHOLD PICTURE MASK RUNS
"""

import json
import os
import resource
import statistics
import sys
import time

import numpy as np
import onnxruntime
from PIL import Image

model, width, height, threshold, picture, mask, runs = sys.argv[1:]
size = (int(width), int(height))
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = max(1, (os.cpu_count() or 1) - 1)
session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
input_name = session.get_inputs()[0].name


def segment() -> dict[str, float]:
    moments = [time.perf_counter()]
    rgb = Image.open(picture).convert("RGB")
    rgb.load()
    moments.append(time.perf_counter())
    small = np.asarray(rgb.resize(size, Image.Resampling.BILINEAR), dtype=np.float32)
    low, high = small.min(), small.max()
    planes = ((small - low) / max(high - low, 1)).transpose(2, 0, 1)[None]
    planes = np.ascontiguousarray(planes)
    moments.append(time.perf_counter())
    logits = session.run(None, {input_name: planes})[0].reshape(size[1], size[0])
    moments.append(time.perf_counter())
    probability = Image.fromarray(1 / (1 + np.exp(-logits)))
    native = np.asarray(probability.resize(rgb.size, Image.Resampling.BILINEAR))
    Image.fromarray(np.where(native >= float(threshold), 255, 0).astype(np.uint8)).save(mask)
    moments.append(time.perf_counter())
    names = ("decode", "preprocess", "run", "postprocess")
    return {
        **{name: moments[at + 1] - moments[at] for at, name in enumerate(names)},
        "total": moments[-1] - moments[0],
    }


segment()
times = [segment() for _ in range(int(runs))]
medians = {name: 1000 * statistics.median(time[name] for time in times) for name in times[0]}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({**medians, "peakRssMb": peak}))
