"""What people live through with the bot, told as it looks to them. How a story is written: `conversation.play`."""

import pytest
from conversation import CATALOGUE, Conversation, sample
from conversation_places import reach
from conversation_story import play, told

from study.consent import text_sha256
from study.effects import PromptState
from study.participant import Stage

LANGUAGES = ("ru", "en")

WHOLE_WAY = {
    "ru": """
        > /start yerevan-chat
        < На каком языке вам удобнее?
        [Русский]
        < Участвовать ли в нём, решаете вы
        < Переписка с ботами не защищена сквозным шифрованием
        < Где вы сейчас живёте?
        [Армения]
        < Сначала два вопроса, чтобы понять, подходит ли вам это исследование.
        [Да]
        < Когда вы уехали?
        [До 21 сентября 2022]
        < Вот о чём это исследование. Читайте не спеша.
        < О чём исследование
        < Что нужно делать
        < Кто что видит
        < О чём лучше подумать заранее
        < Ваши права
        < Вы пока ни на что не соглашаетесь.
        [Продолжить]
        < Вот два коротких вопроса
        < Можно ли выйти из исследования в любой день?
        [Да]
        < Да, всё верно.
        < Кто может открыть ответы
        [Только исследовательская группа]
        < Да, всё верно.
        < На что именно вы согласны? Здесь 3 вопроса
        [Да]
        < Можно ли приводить ваши слова, не называя вас?
        [Нет]
        < Можно ли пригласить вас на разговор?
        [Да]
        < Вот что вы выбрали:
        < Я понимаю, о чём это исследование, и участвую в нём по своей воле».
        ~ 6.5
        < ~ Вот как мы вас услышали. Всё верно?
        [Да, соглашаюсь]
        < Ваш код: AM-01
        < Первый вопрос придёт завтра между 18:00 и 21:00.
        = enrolled
        # the next evening
        + prompt
        < Здравствуйте. Несколько коротких вопросов. Любой можно пропустить.
        [2]
        < Что сегодня было тяжело?
        ~ 12
        < поговорить по душам?
        [Нет]
        < Где сегодня был ваш дом?
        [Нигде]
        < Всё сохранено под замком.
        # an entry of one's own
        > Абрикосы на подоконнике.
        < Добавить в дневник?
        [Добавить в дневник]
        < Добавлено и убрано под замок.
        > /stop
        < Вы вышли из исследования. Больше мы вам писать не будем.
        = withdrawn
        + 300d
        """,
    "en": """
        > /start yerevan-chat
        < Which language is easier for you?
        [English]
        < Whether you take part is up to you
        < Chats with bots are not end-to-end encrypted
        < Where do you live now?
        [Armenia]
        < First, two questions, to see whether this study is right for you.
        [Yes]
        < When did you leave?
        [Before 21 September 2022]
        < This is what the study is about. Take your time.
        < What the study is about
        < What you would do
        < Who can see what
        < What to think about beforehand
        < Your rights
        < You are not agreeing to anything yet.
        [Go on]
        < Here are two short questions
        < Can you leave the study on any day?
        [Yes]
        < Yes, exactly.
        < Who can open the answers
        [Only the research group]
        < Yes, exactly.
        < There are 3 questions, and each answer is up to you.
        [Yes]
        < May we quote your words, without your name?
        [No]
        < May we invite you to a conversation?
        [Yes]
        < This is what you have chosen:
        < I understand what this study is about, and I take part of my own free will.
        ~ 6.5
        < ~ This is how we heard you. Is it right?
        [Yes, I agree]
        < Your code: AM-01
        < The first question comes tomorrow between 18:00 and 21:00.
        = enrolled
        + prompt
        < Hello. A few short questions. You can skip any of them.
        [2]
        < What was hard today?
        ~ 12
        < heart-to-heart
        [No]
        < Where was home today?
        [Nowhere]
        < Everything is saved and sealed.
        > Apricots on the sill.
        < Add to your diary?
        [Add to my diary]
        < Added and sealed.
        > /stop
        < You have left the study. We will not write to you any more.
        = withdrawn
        + 300d
        """,
}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_whole_way(language: str) -> None:
    talk = Conversation(language=language)
    play(talk, WHOLE_WAY[language])
    consent = talk.consents[0]
    assert (consent.version, consent.language, consent.scopes, consent.mistakes) == (
        "1.0",
        language,
        ("diary", "interview"),
        0,
    )
    assert consent.text_sha256 == text_sha256(consent.text)
    assert sample().consent.statement.say(language) in consent.text
    assert CATALOGUE.say(language, "notice.telegram") in consent.text
    assert talk.records[consent.voice].kind == "consent"
    kinds = [(one.kind, one.content.get("question"), one.content.get("value")) for one in talk.kept()]
    assert kinds == [
        ("consent", None, None),
        ("screening", "adult", True),
        ("screening", "left", "before"),
        ("answer", "mood", 2),
        ("answer", "why", None),
        ("answer", "talked", False),
        ("answer", "home", "nowhere"),
        ("entry", None, "Абрикосы на подоконнике." if language == "ru" else "Apricots on the sill."),
    ]
    states = list(talk.prompts.values())
    assert states.count(PromptState.ANSWERED) == 1
    assert states.count(PromptState.WITHDRAWN) == len(states) - 1 == 12
    assert talk.now.code == "AM-01"
    assert talk.tallies == {
        (step, "yerevan-chat", site): 1
        for step, site in (("arrived", ""), ("eligible", "AM"), ("consented", "AM"), ("withdrew", "AM"))
    }


STORIES = told("""
## declined on reading (information, ru)
[Лучше не участвовать]
< Не участвовать — тоже нормально.
= new

## declined at the scopes (scopes, en)
> no
< It is not possible to take part without this.
[I’d rather not take part]
< That is quite all right. We have kept nothing about you.
= new

## reconsidered (scopes, ru)
[Нет]
< Всё-таки согласны или лучше не участвовать? И то и другое нормально.
[Да]
< Можно ли приводить ваши слова, не называя вас?
= scopes

## declined, typed without care (statement, en)
> i'd rather not take part
< We have kept nothing
= new

## declined while heard back (confirming, ru)
[Лучше не участвовать]
< Мы ничего о вас не сохранили
= new

## not of age (screening, ru)
[Нет]
< Когда вы уехали?
[До 21 сентября 2022]
< У нас ваши ответы стёрты. Здесь, в чате, они видны
= new

## has not left (screening-choice, en)
[I have not left]
< We have erased your answers on our side. They still show here, in the chat
= new

## lives elsewhere (site, en)
[In another country]
< We have kept nothing about you.
= new

## lives elsewhere, typed (site, ru)
> в другой стране
< Мы ничего о вас не сохранили.
= new

## typed all of screening (site, en)
> армения
< Are you 18 or older?
> да
< When did you leave?
> on 21 september 2022 or later.
< Take your time.
< What the study is about
< What you would do
< Who can see what
< What to think about beforehand
< Your rights
< You are not agreeing to anything yet.
> go on
< Here are two short questions
< Can you leave
= check

## a mistake explains (check, ru)
[Нет]
< Объясним проще.
< Можно ли выйти из исследования в любой день?
[Да]
< Да, всё верно.
< Кто может открыть ответы
[Тот, кто обслуживает сервер]
< Только исследовательская группа: ключи лежат у неё
< Кто может открыть ответы
[Только исследовательская группа]
< Да, всё верно.
< На что именно вы согласны?
= scopes

## recorded again (confirming, en)
[Record again]
< There is nothing to sign: you agree aloud.
~ 4
< ~ This is how we heard you.
= confirming

## recorded again without being asked (confirming, ru)
~ 5
< ~ Вот как мы вас услышали.
= confirming

## too short (statement, ru)
~ 0.4
< Запись очень короткая
< Последний шаг.
~ 3
< ~ Вот как
= confirming

## too long (statement, en)
~ 90.5
< One sentence is enough, up to 90 seconds.
< The last step.
= statement

## damaged (hearing, ru)
~! damaged
< Эту запись не удалось прочитать.
< Последний шаг.
= statement

## gone (hearing, en)
~! gone
< Your voice message did not reach us.
< The last step.
= statement

## large after all (hearing, ru)
~! large
< мы можем принять не больше 20 МБ
< Последний шаг.
= statement

## a good evening asks less (check-in, ru)
[8]
< поговорить по душам?
> Да
< Где сегодня был ваш дом?
> и там и здесь
< Всё сохранено под замком.
= enrolled

## an evening skipped (check-in, en)
[Skip]
< heart-to-heart
> skip
< Where was home today?
[Skip]
< All right, we will leave it there.

## answered in writing (check-in-written, en)
> The landlord wants us out by Friday.
< heart-to-heart

## a voice, and words after it (check-in-fetching, ru)
> Извините, шумно.
< поговорить по душам?
~= 9
[Да]
< Где сегодня был ваш дом?

## two voices in a row (check-in-fetching, en)
~
~= 9
~= 5
< heart-to-heart

## a voice that came empty (check-in-fetching, ru)
~= 0.1
< Запись пришла пустой.
< Что сегодня было тяжело?
~ 3
< по душам?

## a voice that never came (check-in-fetching, en)
~! gone
< did not reach us
< What was hard today?
> It rained.
< heart

## a voice skipped while it is on its way (check-in-fetching, ru)
[Пропустить]
< поговорить по душам?

## started again within a check-in (check-in, ru)
> /start friends
< Как прошёл день?
[5]
< по душам?

## started again while a voice is on its way (check-in-fetching, en)
> /start
< still on its way to us
~= 9
< heart-to-heart

## a diary entry, dropped (draft, ru)
[Не сохранять]
< У нас это стёрто.
= enrolled

## entries several at once (draft, ru)
> И ещё абрикосы.
~
> Добавить в дневник
< Добавлено и убрано под замок: 3 сообщения.
~= 30
= enrolled

## one of the entries never came (draft-fetching, en)
~! damaged
< We could not read this recording.
[Add to my diary]
< Added and sealed.

## the only entry came empty (enrolled, en)
~ 0.2
< This recording came through empty.
> I am here
< Add to your diary?

## an entry kept during a check-in (check-in-draft, ru)
[Добавить в дневник]
< Добавлено и убрано под замок.
< Как прошёл день?
[8]
< поговорить по душам?

## started again with an entry open (draft, en)
> /start
< Add the message you sent earlier to your diary?

## an entry let go while a voice is on its way (draft-fetching, en)
[Don’t keep it]
< Erased on our side.
= enrolled

## a cry for help at a question answered by keys (check-in, ru)
> Мне очень плохо, поговорите со мной.
< Если нужен человек: fieldwork@example.org. Вопрос выше по-прежнему ждёт.
[Не сохранять]
< У нас это стёрто.
< Как прошёл день?
[8]
< поговорить по душам?

## a voice at a question answered by keys, kept (check-in-choice, en)
~ 7
< I am a bot, and I do not understand everything. If you need a person: fieldwork@example.org.
[Nowhere]
< Everything is saved and sealed.
< Add the message you sent earlier to your diary?
[Add to my diary]
< Added and sealed.
= enrolled

## a voice let go before it came (check-in-choice, en)
~
< Please choose one of the answers under the question.
> Help me, please.
< Add these 2 messages to your diary?
> Don’t keep it
< Erased on our side.
< Where was home today?
[Nowhere]
< Everything is saved and sealed.

## what was written is said to be kept before the next question (check-in-written, ru)
> Хозяин просит съехать.
< Записано и убрано под замок.
[Нет]
< Где сегодня был ваш дом?

## what was said is said to be kept (check-in-written, en)
~ 9
< Kept, and sealed.

## a cry for help before the agreement (screening, en)
> I need help, they are at the door
< A person can: fieldwork@example.org. To leave: /stop
= screening

## a cry for help while reading (information, ru)
> Помогите
< Я бот и ответить на это не могу. Может человек: fieldwork@example.org.
= information

## help, with the line of help and the code (enrolled, ru)
> /help
< Телефон доверия: +374 00 000000

## the way back (withdrawn, ru)
> Я передумала
< Захотите вернуться — напишите /start
> /start
< Рады вас снова видеть.
< Вот о чём это исследование.
< О чём исследование
< Что нужно делать
< Кто что видит
< О чём лучше подумать заранее
< Ваши права
< Вы пока ни на что не соглашаетесь.
[Лучше не участвовать]
< Всё остаётся как было: мы вам писать не будем.
= withdrawn

## stopped by the word alone (check-in-written, ru)
> Стоп!
< Вы вышли из исследования.
= withdrawn

## stopped in Russian as a command (information, en)
> /стоп
< We have stopped.
= new

## stopped in another language (draft, en)
> стоп
< You have left the study.
= withdrawn

## only asked about stopping (draft, en)
> stop?
= enrolled

## closed to others' words (scopes, ru)
> сколько это займёт?
< Выберите, пожалуйста, один из ответов внизу
= scopes

## asked for help (check-in-choice, en)
> /help
< To reach a person: fieldwork@example.org
[Here]
< saved and sealed

## the diary explained (enrolled, ru)
> /diary
< Дневник принимает: текст, голосовые.
< Каждый раз мы спрашиваем
[Сохранять без вопроса]
> Снег.
< Добавлено в дневник и убрано под замок.
[Убрать из дневника]
* У нас это стёрто.

## the diary explained during questions (check-in-written, ru)
> /diary
< Если ответом оно не подходит, спросим, добавить ли в дневник.
< Каждый раз мы спрашиваем

## the diary explained too early (check, en)
> /diary
< The diary begins once you agree
""")  # each: its name, the place where it begins, the language


@pytest.mark.parametrize("name", STORIES)
def test_a_story(name: str) -> None:
    place, language, story = STORIES[name]
    talk = reach(place, language)
    talk.said, talk.toasts = [], []
    play(talk, story)
    if talk.stage is Stage.NEW:
        assert talk.state() == Conversation().state(), "nothing stays of who does not take part"
