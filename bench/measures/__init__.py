"""One measurement a file. Each says in its docstring what is measured, from where to where and in what unit; that
docstring is what docs/benchmarks.md prints above its table."""
