"""What `restante study` does, one file per verb that has more to it than a call."""
