"""Multiply-accumulates, counted over an ONNX graph with static shapes.

One multiply-accumulate is one product added to a sum. Counted are Conv, ConvTranspose, Gemm and
MatMul; norms, activations, pooling, resizing and biases are not, as is usual in the literature
(which often prints the same number as "FLOPs").
"""

from __future__ import annotations

import math

import onnx

Shapes = dict[str, tuple[int, ...]]


def _shapes(model: onnx.ModelProto) -> Shapes:
    inferred = onnx.shape_inference.infer_shapes(model, strict_mode=True, data_prop=True)
    graph = inferred.graph
    shapes: Shapes = {tensor.name: tuple(tensor.dims) for tensor in graph.initializer}
    for value in [*graph.input, *graph.value_info, *graph.output]:
        dims = value.type.tensor_type.shape.dim
        if all(dim.HasField("dim_value") for dim in dims):
            shapes[value.name] = tuple(dim.dim_value for dim in dims)
    for node in graph.node:
        if node.op_type == "Constant":
            for attribute in node.attribute:
                if attribute.name == "value":
                    shapes[node.output[0]] = tuple(attribute.t.dims)
    return shapes


def _node_macs(node: onnx.NodeProto, shapes: Shapes) -> int:
    def shape(name: str) -> tuple[int, ...]:
        if name not in shapes:
            raise ValueError(
                f"{node.op_type} '{node.name}': the shape of '{name}' is not known; "
                "export the graph with a fixed input size"
            )
        return shapes[name]

    match node.op_type:
        case "Conv":  # weight: out x in/groups x kernel...
            return math.prod(shape(node.output[0])) * math.prod(shape(node.input[1])[1:])
        case "ConvTranspose":  # weight: in x out/groups x kernel...; every input pixel meets it
            return math.prod(shape(node.input[0])) * math.prod(shape(node.input[1])[1:])
        case "Gemm":
            transposed = any(a.name == "transA" and a.i == 1 for a in node.attribute)
            inner = shape(node.input[0])[0 if transposed else 1]
            return math.prod(shape(node.output[0])) * inner
        case "MatMul":
            return math.prod(shape(node.output[0])) * shape(node.input[0])[-1]
        case _:
            return 0


def count_macs(model: onnx.ModelProto) -> int:
    """Multiply-accumulates of one run of a graph at its fixed input size.

    Raises ValueError naming the node where a needed shape is not static.
    """
    shapes = _shapes(model)
    return sum(_node_macs(node, shapes) for node in model.graph.node)
