"""A study rehearsed: invented people and the real handlers, in virtual time, without network or disk."""
