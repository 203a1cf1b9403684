"""The columns of the tables of an export. No inner ids and no chats are in them."""

PERSON = ["code", "site", "source", "language"]
PLACE = ["latitude", "longitude", "within_km"]
PARTICIPANTS = [
    *PERSON,
    "arm",
    "stage",
    "blocked_the_bot",
    "prompts_delivered",
    "prompts_answered",
    "compliance",
    "timezone",
    *(f"{what}_{clock}" for what in ("arrived", "enrolled", "withdrawn") for clock in ("utc", "local")),
]
PROMPTS = [
    *("code", "site", "wave", "questionnaire", "day", "beep", "state", "timezone"),
    *(
        f"{what}_{clock}"
        for what in ("due", "expires", "delivered", "begun", "ended")
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
    ),
    *("voice_file", "voice_seconds", "timezone", "given_utc", "given_local"),
]
ENTRIES = [
    *PERSON,
    "entry",
    "type",
    "text",
    "voice_file",
    "voice_seconds",
    "quotes",
    "withdrawn",
    "timezone",
    "said_utc",
    "said_local",
]


def answers_header(languages: tuple[str, ...]) -> list[str]:
    return [
        *PERSON,
        *("wave", "questionnaire", "day", "beep", "prompt_state", "question", "version", "round"),
        *("type", "status", "value"),
        *(f"label_{language}" for language in languages),
        *PLACE,
        *("voice_file", "voice_seconds", "photo_file", "quotes", "withdrawn", "timezone"),
        *(
            f"{what}_{clock}"
            for what in ("prompted", "delivered", "begun", "answered")
            for clock in ("utc", "local")
        ),
    ]
