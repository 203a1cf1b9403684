"""The front door: the `restante` command, one file per noun. It calls every room and holds no logic of its own."""
