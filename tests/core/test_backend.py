"""TensorFlow's start-up chatter is held back, and what goes wrong in it is not."""

import os

import pytest

from designer.compiler.backend import without_chatter

CHATTER = """\
WARNING: All log messages before absl::InitializeLog() is called are written to STDERR
I0000 00:00:1795231819.553769    7541 port.cc:153] oneDNN custom operations are on.
W0000 00:00:1795231819.553769    7541 gpu_device.cc:2342] Cannot dlopen some GPU libraries.
To enable the following instructions: AVX2 FMA, in other operations, rebuild TensorFlow.
E0000 00:00:1795231821.973379    7541 cuda_platform.cc:52] failed call to cuInit: INTERNAL: CUDA error: \
Failed call to cuInit: UNKNOWN ERROR (303)
E0000 00:00:1795231821.973379    7541 cuda_platform.cc:52] failed call to cuInit: INTERNAL: CUDA error: \
Failed call to cuInit: CUDA_ERROR_NO_DEVICE: no CUDA-capable device is detected
E0000 00:00:1795231821.973379    7541 cuda_dnn.cc:8310] Unable to register cuDNN factory: another is there
"""
NEWS = """\
E0000 00:00:1795231821.973379    7541 cuda_platform.cc:52] failed call to cuInit: INTERNAL: CUDA error: \
Failed call to cuInit: CUDA_ERROR_UNKNOWN: unknown error
F0000 00:00:1795231821.973379    7541 cpu_feature_guard.cc:47] The library was compiled for AVX.
Segmentation fault
"""


def test_only_known_chatter_is_held_back(capfd: pytest.CaptureFixture[str]) -> None:
    with without_chatter():
        os.write(2, (CHATTER + NEWS + CHATTER).encode())
    assert capfd.readouterr().err == NEWS


def test_what_was_held_back_is_told_after_a_failure(capfd: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        with without_chatter():
            os.write(2, (CHATTER + NEWS).encode())
            raise ImportError

    with pytest.raises(ImportError):
        fail()
    assert capfd.readouterr().err == NEWS
    os.write(2, b"after")
    assert capfd.readouterr().err == "after"
