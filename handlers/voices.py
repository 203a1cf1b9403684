"""What is known of any voice, whatever it is for."""

SHORTEST_VOICE = 0.5
"""Seconds. Less than this is a slip of the thumb."""

NOT_FETCHED = {"gone": "voice.not-fetched", "large": "hint.too-large", "damaged": "voice.damaged"}
"""What to say of a voice that could not be had, by `NotFetched.reason`."""
