import hashlib

import numpy as np
import pytest

from backcoach.pose.cutting import cut_out
from backcoach.pose.network import Network
from backcoach.pose.network_files import LANDMARKS, load

PICTURE, READING, INNER, SILHOUETTE = [0], [337, 342, 298, 339], [206, 279], [297]


@pytest.fixture(scope="module")
def content():
    return load(LANDMARKS)


def run(content, *inputs):
    network = Network(content)
    for i, value in enumerate(inputs):
        network.input(i)[:] = value
    network.run()
    return [network.output(i).copy() for i in range(len(network._outputs))]


def test_both_parts_together_give_to_the_last_bit_what_the_whole_network_gives(content):
    picture = np.random.default_rng(1).random((1, 256, 256, 3), dtype=np.float32)
    landmarks, presence, silhouette, heat, world = run(content, picture)
    *reading, first, second = run(cut_out(content, PICTURE, READING + INNER), picture)
    for part, whole in zip(reading, (landmarks, presence, heat, world), strict=True):
        np.testing.assert_array_equal(part, whole)
    np.testing.assert_array_equal(run(cut_out(content, INNER, SILHOUETTE), first, second)[0], silhouette)


def test_a_part_leaves_out_what_is_not_needed_and_the_file_stays_as_it_is(content):
    before = hashlib.sha256(content).digest()
    parts = [cut_out(content, PICTURE, READING), cut_out(content, INNER, SILHOUETTE)]
    assert hashlib.sha256(content).digest() == before
    whole, *fewer = [len(Network(one)._interpreter._get_ops_details()) for one in (content, *parts)]
    assert all(part < whole for part in fewer)


@pytest.mark.parametrize(("inputs", "outputs"), [([0], [9999]), ([9999], [337])])
def test_tensors_that_are_not_there_are_an_error(content, inputs, outputs):
    with pytest.raises(ValueError, match="no such tensors"):
        cut_out(content, inputs, outputs)


def test_outputs_that_need_more_than_the_inputs_are_an_error(content):
    with pytest.raises(ValueError, match="need more inputs"):
        cut_out(content, [279], SILHOUETTE)
