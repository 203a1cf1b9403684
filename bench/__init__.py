"""The measurements behind docs/benchmarks.md. Every figure is a ratio of two things measured in one run."""
