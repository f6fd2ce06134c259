"""Exported graphs: written by PyTorch, cleaned, checked, and compared with the network."""

from __future__ import annotations

import copy
from pathlib import Path

import numpy as np
import onnx
import onnx_ir.passes.common as passes
import torch
from onnxscript import optimizer
from torch import Tensor, nn

from dataset import Samples
from predict import network_input, onnx_forward, torch_forward

OPSET = 18
AGREEMENT_IMAGES = 20
MOST_PROBABILITY_DIFFERENCE = 1e-4
LEAST_MASK_IOU = 0.999


def _forget_origin(graph: onnx.GraphProto) -> None:
    """Remove what the exporter notes about its source files, which names folders of the machine."""
    del graph.metadata_props[:]
    for node in graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    for value in [*graph.input, *graph.output, *graph.value_info]:
        del value.metadata_props[:]
        value.doc_string = ""


def write_graph(network: nn.Module, size: int, path: Path) -> onnx.ModelProto:
    """Export a network that takes `image` 1 x 3 x size x size in [0, 1] and returns `logits`.

    Raises what write_named_graph raises.
    """
    return write_named_graph(network, {"image": torch.zeros(1, 3, size, size)}, ["logits"], path)


def write_named_graph(
    network: nn.Module, inputs: dict[str, Tensor], outputs: list[str], path: Path
) -> onnx.ModelProto:
    """Export with the shapes of `inputs`, which are its arguments in order, into one file.

    Raises ValueError for an operator outside the default domain or for weights outside the file.
    """
    program = torch.onnx.export(
        network.eval(),
        tuple(inputs.values()),
        input_names=list(inputs),
        output_names=outputs,
        opset_version=OPSET,
        dynamo=True,
        optimize=False,
        verbose=False,
    )
    # The exporter's own simplification takes constants of 1e-9 for 0 and drops them where they are
    # added (it matches with a tolerance of 1e-8), so only exact steps are taken.
    for _ in range(2):
        optimizer.fold_constants(program.model, onnx_shape_inference=True)
        optimizer.remove_unused_nodes(program.model)
    passes.LiftConstantsToInitializersPass(lift_all_constants=True, size_limit=0)(program.model)
    passes.DeduplicateInitializersPass()(program.model)
    passes.CommonSubexpressionEliminationPass()(program.model)
    optimizer.remove_unused_nodes(program.model)
    model = program.model_proto
    del model.metadata_props[:]
    model.doc_string = ""
    _forget_origin(model.graph)
    check_graph(model)
    onnx.save(model, path)
    return model


def check_graph(model: onnx.ModelProto) -> None:
    """Raises ValueError or onnx.checker.ValidationError for what the app would refuse."""
    onnx.checker.check_model(model, full_check=True)
    foreign = sorted({node.domain for node in model.graph.node} - {"", "ai.onnx"})
    if foreign or model.functions:
        raise ValueError(f"operators outside the default domain: {foreign or 'local functions'}")
    for tensor in model.graph.initializer:
        if tensor.data_location == onnx.TensorProto.EXTERNAL:
            raise ValueError(f"the weights of '{tensor.name}' are outside the file")


def compare(network: nn.Module, path: Path, samples: Samples, threads: int) -> dict[str, float]:
    """The largest probability difference and the least mask IoU, PyTorch against ONNX Runtime.

    PyTorch computes in 64 bits: in 32 its GroupNorm over 256 x 256 px alone is off by 2e-4. Raises ValueError when they differ by more than the app's acceptance allows.
    """
    ours = torch_forward(copy.deepcopy(network).double())
    theirs = onnx_forward(path, threads)
    difference, least_iou = 0.0, 1.0
    for row in range(len(samples)):
        image = network_input(samples, row)
        found = agreement(ours(image.astype(np.float64)), theirs(image).astype(np.float64))
        difference, least_iou = max(difference, found[0]), min(least_iou, found[1])
    return accepted(path.name, difference, least_iou)


def agreement(ours: np.ndarray, theirs: np.ndarray) -> tuple[float, float]:
    """The largest probability difference and the mask IoU of two arrays of logits."""
    a, b = (1 / (1 + np.exp(-values)) for values in (ours, theirs))
    mask_a, mask_b = a >= 0.5, b >= 0.5
    either = int((mask_a | mask_b).sum())
    iou = float((mask_a & mask_b).sum() / either) if either else 1.0
    return float(np.abs(a - b).max()), iou


def accepted(name: str, difference: float, least_iou: float) -> dict[str, float]:
    """The two as a report. Raises ValueError where they are beyond what the app accepts."""
    if difference > MOST_PROBABILITY_DIFFERENCE or least_iou < LEAST_MASK_IOU:
        raise ValueError(
            f"{name} differs from its network: max |dp| {difference:.2e}, "
            f"least mask IoU {least_iou:.5f}; do not ship it"
        )
    return {"maxProbabilityDifference": difference, "leastMaskIou": least_iou}
