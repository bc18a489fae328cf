"""A private memory that can be asked: your documents and your money, answered with the words that prove it."""

import os

# ONNX Runtime (as of 1.31) reports each use to its maker, under a number that it keeps for the machine, unless it is told not to
# before it is loaded. Whatever loads it, this comes first.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
