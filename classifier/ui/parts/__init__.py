"""The parts of the Classify page: each takes a result and draws it."""
