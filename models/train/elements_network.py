"""Write the transformer of ``models/als-elements-encoder`` as a file for onnxruntime.

The graph is put together here, node by node, so that the file holds nothing but what is
run and is the same each time. Weights are whole numbers of eight bits with a scale for
each column, and are multiplied out when the file is opened: reckoning is in floats.
Rounding what flows through as well would be two and a half times as fast, but costs
half a point of accuracy, and processors would differ.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

N_HEADS, WIDTH = 12, 32
OPSET, IR = 17, 8
"""As old as will do: onnxruntime 1.17 runs them."""


class Graph:
    """Nodes and weights, as they are added; ``exact`` for weights as they are."""

    def __init__(self, *, exact: bool) -> None:
        self.exact = exact
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def add(self, operator: str, *given: str, out: str = "", **how: Any) -> str:
        """Add a node; return the name of what comes out."""
        return self.split(operator, *given, out=(out or f"v{len(self.nodes)}",), **how)[
            0
        ]

    def split(
        self, operator: str, *given: str, out: tuple[str, ...], **how: Any
    ) -> tuple[str, ...]:
        """Add a node of which several things come out."""
        from onnx import helper

        self.nodes.append(helper.make_node(operator, list(given), list(out), **how))
        return out

    def keep(self, array: npt.NDArray[Any]) -> str:
        """Keep a weight; return its name."""
        from onnx import numpy_helper

        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def whole(self, *values: int) -> str:
        """Keep whole numbers, as a shape."""
        return self.keep(np.asarray(values, dtype=np.int64))

    def linear(self, x: str, weight: Floats, bias: Floats) -> str:
        """Multiply rows by a matrix (outputs by inputs), and add the bias."""
        product = self.add("MatMul", x, self.matrix(weight.T))
        return self.add("Add", product, self.keep(bias))

    def matrix(self, matrix: Floats) -> str:
        """Keep a matrix in bytes; each column has a scale of its own."""
        if self.exact:
            return self.keep(matrix)
        scale = np.maximum(np.abs(matrix).max(axis=0), 1e-8) / 127
        kept = self.keep(np.round(matrix / scale).astype(np.int8))
        steps = self.keep(scale.astype(np.float32))
        return self.add("Mul", self.add("Cast", kept, to=1), steps)

    def norm(self, x: str, w: dict[str, Floats], name: str) -> str:
        """Bring each row to mean 0 and variance 1, then to the learned scale."""
        scale, shift = self.keep(w[f"{name}.weight"]), self.keep(w[f"{name}.bias"])
        return self.add("LayerNormalization", x, scale, shift, epsilon=1e-12)

    def lookup(self, ids: str, table: Floats) -> str:
        """Look rows up; each has a scale of its own."""
        if self.exact:
            return self.add("Gather", self.keep(table), ids)
        scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-8) / 127
        kept = self.keep(np.round(table / scale).astype(np.int8))
        found = self.add("Cast", self.add("Gather", kept, ids), to=1)
        steps = self.add("Gather", self.keep(scale.astype(np.float32)), ids)
        return self.add("Mul", found, steps)

    def gelu(self, x: str) -> str:
        """Gaussian error linear unit (Hendrycks and Gimpel, 2016)."""
        one, half, root = (
            self.keep(np.asarray(value, dtype=np.float32)) for value in (1, 0.5, 2**0.5)
        )
        spread = self.add("Erf", self.add("Div", x, root))
        return self.add("Mul", self.add("Mul", x, self.add("Add", spread, one)), half)

    def attention(self, x: str, w: dict[str, Floats], name: str) -> str:
        """Let every piece look at every other."""
        heads, flat = self.whole(0, 3, N_HEADS, WIDTH), self.whole(0, N_HEADS * WIDTH)
        three = self.linear(x, w[f"{name}.qkv.weight"], w[f"{name}.qkv.bias"])
        three = self.add("Reshape", three, heads)
        n = len(self.nodes)
        q, k, v = self.split(
            "Split",
            self.add("Transpose", three, perm=[1, 2, 0, 3]),
            out=(f"query{n}", f"key{n}", f"value{n}"),
            axis=0,
        )
        root = self.keep(np.asarray(WIDTH**-0.5, dtype=np.float32))
        turned = self.add("Transpose", k, perm=[0, 1, 3, 2])
        likeness = self.add("MatMul", self.add("Mul", q, root), turned)
        found = self.add("MatMul", self.add("Softmax", likeness, axis=-1), v)
        found = self.add("Squeeze", found, self.whole(0))
        found = self.add("Transpose", found, perm=[1, 0, 2])
        found = self.add("Reshape", found, flat)
        return self.linear(found, w[f"{name}.o.weight"], w[f"{name}.o.bias"])

    def layer(self, x: str, w: dict[str, Floats], name: str) -> str:
        """One layer of the transformer."""
        x = self.norm(self.add("Add", x, self.attention(x, w, name)), w, f"{name}.n1")
        wide = self.linear(x, w[f"{name}.up.weight"], w[f"{name}.up.bias"])
        back = self.gelu(wide)
        back = self.linear(back, w[f"{name}.dn.weight"], w[f"{name}.dn.bias"])
        return self.norm(self.add("Add", x, back), w, f"{name}.n2")


def network(w: dict[str, Floats], *, exact: bool = False) -> bytes:
    """Return the file.

    Parameters
    ----------
    w : dict of str to numpy.ndarray of float32
        The weights of ``Reader`` in ``elements_encoder.py``, by its names.
    exact : bool, default=False
        Leave the weights as they are: what the rounded ones are compared with.
    """
    from onnx import TensorProto, checker, helper

    g = Graph(exact=exact)
    n_layers = len({name.split(".")[1] for name in w if name.startswith("layers.")})
    places = g.add(
        "Slice", g.keep(w["places"]), g.whole(0), g.add("Shape", "ids"), g.whole(0)
    )
    x = g.norm(g.add("Add", g.lookup("ids", w["words.weight"]), places), w, "norm")
    for i in range(n_layers):
        x = g.layer(x, w, f"layers.{i}")
    mean = g.add("ReduceMean", x, axes=[0], keepdims=0)
    scores = g.add("MatMul", mean, g.keep(w["head.weight"].T))
    scores = g.add("Add", scores, g.keep(w["head.bias"]))
    g.add("Softmax", scores, out="proba", axis=-1)
    graph = helper.make_graph(
        g.nodes,
        "elements",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, ["n"])],
        [
            helper.make_tensor_value_info(
                "proba", TensorProto.FLOAT, [len(w["head.bias"])]
            )
        ],
        g.weights,
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR
    )
    checker.check_model(model, full_check=True)
    return bytes(model.SerializeToString(deterministic=True))
