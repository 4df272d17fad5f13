"""Cut a part out of a network: the same weights, fewer operators.

The file is a FlatBuffer of TensorFlow Lite (``schema.fbs``). Operators stand in a list of offsets, which is shortened
in place; the new lists of inputs and outputs are appended. Nothing else moves, so that this takes a millisecond or two.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from flatbuffers.table import Table

# Fields of the schema, as offsets into their tables: 4 + 2 * (place in the schema).
_MODEL_SUBGRAPHS = 8
_GRAPH_INPUTS, _GRAPH_OUTPUTS, _GRAPH_OPERATORS = 6, 8, 10
_OPERATOR_INPUTS, _OPERATOR_OUTPUTS = 6, 8


def cut_out(network: bytes, inputs: Sequence[int], outputs: Sequence[int]) -> bytearray:
    """Return the part of a network that leads from some of its tensors to others.

    Parameters
    ----------
    network : bytes
        A TensorFlow Lite file with one graph.
    inputs, outputs : sequence of int
        Indexes of tensors; the part has them in this order.

    Raises
    ------
    ValueError
        When there are no such tensors, or the outputs need more than these inputs.
    """
    data = bytearray(network)
    model = Table(data, struct.unpack_from("<I", data)[0])
    graph = _tables(model, _MODEL_SUBGRAPHS)[0]
    operators = _tables(graph, _GRAPH_OPERATORS)
    needed = _needed(operators, inputs, outputs)
    taken = {tensor for i in needed for tensor in _numbers(operators[i], _OPERATOR_INPUTS)}
    if missing := taken & set(_numbers(graph, _GRAPH_INPUTS)) - set(inputs):
        raise ValueError(f"these outputs need more inputs: {sorted(missing)}")
    _keep(graph, _GRAPH_OPERATORS, [table for i, table in enumerate(operators) if i in needed])
    _replace(graph, _GRAPH_INPUTS, inputs)
    _replace(graph, _GRAPH_OUTPUTS, outputs)
    return data


def _needed(operators: Sequence[Table], inputs: Sequence[int], outputs: Sequence[int]) -> set[int]:
    """Indexes of the operators that make the outputs from the inputs."""
    makes = {tensor: i for i, table in enumerate(operators) for tensor in _numbers(table, _OPERATOR_OUTPUTS)}
    takes = {tensor for i in range(len(operators)) for tensor in _numbers(operators[i], _OPERATOR_INPUTS)}
    unknown = set(outputs) - makes.keys() | set(inputs) - takes
    if unknown:
        raise ValueError(f"the network has no such tensors: {sorted(unknown)}")
    needed: set[int] = set()
    wanted = list(outputs)
    while wanted:
        tensor = wanted.pop()
        maker = None if tensor in inputs else makes.get(tensor)
        if maker is not None and maker not in needed:
            needed.add(maker)
            wanted += _numbers(operators[maker], _OPERATOR_INPUTS)
    return needed


def _tables(table: Table, field: int) -> list[Table]:
    """Tables of a list; each place of the list holds the distance to its table."""
    start, length = _list(table, field)
    return [Table(table.Bytes, table.Indirect(start + 4 * i)) for i in range(length)]


def _numbers(table: Table, field: int) -> list[int]:
    start, length = _list(table, field)
    return list(struct.unpack_from(f"<{length}i", table.Bytes, start))


def _list(table: Table, field: int) -> tuple[int, int]:
    """Where a list's first place is, and how many places there are."""
    offset = table.Offset(field)
    return (table.Vector(offset), table.VectorLen(offset)) if offset else (0, 0)


def _keep(table: Table, field: int, kept: Sequence[Table]) -> None:
    """Shorten a list of tables; distances count from their place, which moves towards the front."""
    start, _ = _list(table, field)
    for i, one in enumerate(kept):
        struct.pack_into("<I", table.Bytes, start + 4 * i, one.Pos - (start + 4 * i))
    struct.pack_into("<I", table.Bytes, start - 4, len(kept))


def _replace(table: Table, field: int, numbers: Sequence[int]) -> None:
    """Append another list of numbers and let the field point to it."""
    data = table.Bytes
    data += bytes(-len(data) % 4)
    place = table.Pos + table.Offset(field)
    struct.pack_into("<I", data, place, len(data) - place)
    data += struct.pack(f"<{len(numbers) + 1}i", len(numbers), *numbers)
