from __future__ import annotations

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from count_macs import count_macs


def graph_of(
    op: str, input_shape: list[int | str], weight_shape: tuple[int, ...], **attributes: object
) -> onnx.ModelProto:
    node = helper.make_node(op, ["x", "w"], ["y"], name="it", **attributes)
    weight = numpy_helper.from_array(np.ones(weight_shape, np.float32), "w")
    graph = helper.make_graph(
        [node],
        "one",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, input_shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        [weight],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)])


def test_a_convolution() -> None:
    # 8 channels from 3 by 3 x 3, at 10 x 12 positions.
    model = graph_of("Conv", [1, 3, 10, 12], (8, 3, 3, 3), pads=[1, 1, 1, 1])
    assert count_macs(model) == 8 * 3 * 9 * 10 * 12


def test_a_strided_depthwise_convolution() -> None:
    model = graph_of("Conv", [1, 8, 10, 12], (8, 1, 5, 5), group=8, strides=[2, 2], pads=[2] * 4)
    assert count_macs(model) == 8 * 25 * 5 * 6


def test_a_transposed_convolution_counts_its_input_pixels() -> None:
    model = graph_of("ConvTranspose", [1, 6, 4, 4], (6, 5, 2, 2), strides=[2, 2])
    assert count_macs(model) == 4 * 4 * 6 * 5 * 4


@pytest.mark.parametrize(("input_shape", "transposed"), [([2, 7], 0), ([7, 2], 1)])
def test_gemm(input_shape: list[int | str], transposed: int) -> None:
    assert count_macs(graph_of("Gemm", input_shape, (7, 3), transA=transposed)) == 2 * 7 * 3


def test_matmul_with_batches() -> None:
    assert count_macs(graph_of("MatMul", [4, 5, 6], (6, 7))) == 4 * 5 * 6 * 7


def test_what_multiplies_no_sums_counts_nothing() -> None:
    assert count_macs(graph_of("Mul", [4, 5], (4, 5))) == 0


def test_a_graph_of_open_size_is_refused() -> None:
    with pytest.raises(ValueError, match="not known"):
        count_macs(graph_of("Conv", [1, 3, "height", "width"], (8, 3, 3, 3)))
