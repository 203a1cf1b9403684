"""The only cryptography of the house. Format and reasons: docs/sealing.md.

`keys`, `seal` and `operator` are for the server; `secret` and `unseal` open things, and only the desk has them."""
