"""One neural network, run by LiteRT on one processor core."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from backcoach.pose.quiet import native_chatter_hidden

Tensor = NDArray[np.float32]


class Network:
    """Turns tensors into tensors; each run forgets the one before.

    Parameters
    ----------
    content : bytes-like
        A TensorFlow Lite file.
    """

    def __init__(self, content: bytes | bytearray) -> None:
        from ai_edge_litert.interpreter import Interpreter

        with native_chatter_hidden():
            self._interpreter: Any = Interpreter(model_content=bytes(content), num_threads=1)
            self._interpreter.allocate_tensors()
        self._inputs = [one["index"] for one in self._interpreter.get_input_details()]
        self._outputs = [one["index"] for one in self._interpreter.get_output_details()]

    def input(self, place: int) -> Tensor:
        """Return where one input of the next run has to be written; ``place`` counts in the file's order.

        As `output`, it is a view that has to be let go of before the run.
        """
        return np.asarray(self._interpreter.tensor(self._inputs[place])())

    def run(self) -> None:
        """Work out the outputs for the inputs that were written."""
        self._interpreter.invoke()

    def output(self, place: int) -> Tensor:
        """Return one output of the latest run; ``place`` counts in the file's order.

        It is a view that the next run needs for itself: copy what is kept, and let go of it before.
        """
        return np.asarray(self._interpreter.tensor(self._outputs[place])())
