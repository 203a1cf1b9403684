"""The columns of the tables of an export. No inner ids and no chats are in them."""

PERSON = ["code", "site", "source", "language"]
PLACE = ["latitude", "longitude", "within_km"]
PARTICIPANTS = [
    *PERSON,
    "arm",
    "stage",
    "touch",
    "letter",
    *("prompts_delivered", "prompts_answered", "prompts_late", "compliance", "latency_median_seconds"),
    "timezone",
    *(
        f"{what}_{clock}"
        for what in ("arrived", "enrolled", "withdrawn", "touch_since")
        for clock in ("utc", "local")
    ),
]
STAYS = [
    *("code", "site", "timezone"),
    *(f"{what}_{clock}" for what in ("since", "until") for clock in ("utc", "local")),
]
PROMPTS = [
    *("code", "site", "wave", "questionnaire", "day", "beep", "initiated"),
    *("state", "late", "asked", "given", "latency_seconds", "completion_seconds", "timezone"),
    *(
        f"{what}_{clock}"
        for what in ("due", "expires", "sent", "begun", "ended")
        for clock in ("utc", "local")
    ),
]
CONSENTS = [
    *(
        "code",
        "site",
        "version",
        "consent_language",
        "text_sha256",
        "text_file",
        "scopes",
        "scopes_refused",
        "mistakes",
        "way",
    ),
    *("voice_file", "voice_seconds", "caption", "timezone", "given_utc", "given_local"),
]
SCOPES = ["code", "scope", "given", "changed", "timezone", "at_utc", "at_local"]
ENTRIES = [
    *PERSON,
    *("entry", "part", "type", "text", "edited"),
    *PLACE,
    *("voice_file", "photo_file", "film_file", "seconds"),
    "quotes",
    "withdrawn",
    "timezone",
    "said_utc",
    "said_local",
]


def answers_header(languages: tuple[str, ...]) -> list[str]:
    return [
        *PERSON,
        *("wave", "questionnaire", "day", "beep", "prompt_state", "late", "question", "version", "round"),
        *("type", "status", "value"),
        *(f"label_{language}" for language in languages),
        "order",
        *PLACE,
        *("voice_file", "voice_seconds", "photo_file", "quotes", "withdrawn", "timezone"),
        *(
            f"{what}_{clock}"
            for what in ("prompted", "sent", "begun", "answered")
            for clock in ("utc", "local")
        ),
    ]
