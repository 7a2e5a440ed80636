"""Measures as pure functions, with their definitions and sources; `docs/metrics.md` is made from them.

They know no set, no assistant and no run.
"""
