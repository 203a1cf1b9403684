"""A study with everything in it that questionnaires can have, to be sent to XLSForm and back."""
# ruff: noqa: E501 - as people write it

BIG = """\
study: big
title: {ru: Всё сразу, en: Everything at once}
languages: [ru, en]
team: {name: {ru: Группа, en: Group}, contact: fieldwork@example.org}
keys: {core: keys/core.pub, escrow: keys/escrow.pub}
sites:
  AM: {name: {ru: Армения, en: Armenia}, timezone: Asia/Yerevan, target: 25, key: keys/yerevan.pub, support: {ru: "Телефон: 1", en: "Line: 1"}}
  GE: {name: {ru: Грузия, en: Georgia}, timezone: Asia/Tbilisi}
recruitment:
  sources:
    - {id: yerevan-chat, kind: channel, site: AM}
    - {id: friends, kind: snowball}
screening:
  questions:
    - {id: adult, ask: {ru: Вам есть 18?, en: Are you 18?}, type: yes-no}
    - {id: left, ask: {ru: Когда?, en: When?}, type: choice, options: {before: {ru: До, en: Before}, after: {ru: После, en: After}}, remember: yes}
  eligible: adult and left in ["before", "after"]
consent:
  version: "2.1"
  information: {ru: "Кто мы: группа.", en: "Who we are: a group."}
  check:
    - {ask: {ru: Можно выйти?, en: Can you leave?}, type: yes-no, answer: yes, explain: {ru: Да., en: Yes.}}
    - {ask: {ru: Кто читает?, en: Who reads?}, type: choice, options: {team: {ru: Мы, en: We}, server: {ru: Сервер, en: The server}}, answer: team}
  statement: {ru: Я участвую., en: I take part.}
  voice: {at-least: 5s, at-most: 1m}
  record: [voice, typed]
  changes: {ru: Теперь и об интервью., en: Interviews are new.}
  remind: 90d
  joint: yes
  custodian: keys/ombudsperson.pub
  scopes:
    - {id: diary, required: yes, ask: {ru: Дневник, en: A diary}}
    - {id: quotes, ask: {ru: Цитаты, en: Quotes}}
questionnaires:
  road:
    - {id: mood, ask: {ru: Как день?, en: How was it?}, type: scale, from: 0, to: 100, from-label: {ru: тяжело, en: hard}, to-label: {ru: хорошо, en: well}}
    - {id: depth, ask: {ru: Насколько?, en: How deep?}, type: scale, from: -3, to: 3}
    - {id: why, ask: {ru: Почему?, en: Why?}, type: [text, voice, photo], at-least: 10, at-most: 2000, when: mood <= 3 or depth == -3}
    - {id: same, ask: {ru: Вы там же?, en: Same place?}, type: yes-no, remember: yes, required: yes}
    - {id: agreed, ask: {ru: Так?, en: So?}, type: choice, options: {yes: {ru: Да, en: Yes}, no: {ru: Нет, en: No}}}
    - {id: home, ask: {ru: Где дом?, en: Where is home?}, type: [choice, text], options: {here: {ru: Здесь, en: Here}, there: {ru: Там, en: There}, other: {ru: Ещё, en: Elsewhere}}, order: random, fixed: [other], at-most: 300}
    - id: papers
      ask: {ru: Какие документы?, en: Which papers?}
      type: choices
      options: {visa: {ru: Виза, en: A visa}, permit: {ru: ВНЖ, en: A permit}, none: {ru: Никаких, en: None}, unsure: {ru: Не знаю, en: I do not know}}
      alone: [none, unsure]
      at-least: 0
      at-most: 2
      when: home != "there" and not agreed == "no"
    - {id: spoken, ask: {ru: Языки?, en: Languages?}, type: [choices, voice], options: {ru: {ru: Русский, en: Russian}, en: {ru: Английский, en: English}}, order: random}
    - {id: companions, ask: {ru: Сколько людей?, en: How many people?}, type: number, from: 0, to: 20, unit: {ru: человек, en: people}}
    - {id: rent, ask: {ru: Сколько платите?, en: What do you pay?}, type: number, decimals: 2, from: 0.5, to: 10000, unit: {ru: евро, en: euros}}
    - {id: cold, ask: {ru: Сколько градусов?, en: How cold?}, type: number, from: -40}
    - {id: left_on, ask: {ru: Когда вы уехали?, en: When did you leave?}, type: date, from: 2022-02-24, to: today, remember: yes}
    - {id: back_on, ask: {ru: Когда вернётесь?, en: When will you be back?}, type: date, from: today}
    - {id: woke, ask: {ru: Когда встали?, en: When did you wake?}, type: time, from: 04:00, to: 14:00}
    - {id: any-time, ask: {ru: Когда легли?, en: When did you go to bed?}, type: [time, voice]}
    - {id: view, ask: {ru: Окно, en: Your window}, type: [photo, text], at-most: 500}
    - {id: lives, ask: {ru: Где вы живёте?, en: Where do you live?}, type: choice, options: sites, sets: site, remember: yes}
    - {id: next, ask: {ru: Куда дальше?, en: Where next?}, type: [choice, voice], options: {GE: {ru: В Грузию, en: To Georgia}, stay: {ru: Остаюсь, en: I stay}}, when: lives == "AM"}
    - {id: where, ask: {ru: Где вы?, en: Where are you?}, type: [place, text], within: 2.5km}
    - {id: song, ask: {ru: Спойте., en: Sing.}, type: voice, when: '"visa" in papers and "none" not in papers and count(papers) < 3'}
    - {id: thanks, ask: {ru: "**Спасибо**: {companions}, {home}, {site}. {{Скобки}}", en: "**Well**: {companions}, {home}, {site}. {{Braces}} = 1 < 2 & 3"}, type: note}
    - id: counted
      type: note
      when: companions > 0
      by: companions
      ask:
        en: {one: "{companions} person.", other: "{companions} people since {left_on}."}
        ru: {one: "{companions} человек.", few: "{companions} человека.", many: "{companions} человек.", other: "{companions} человека с {left_on}."}
    - id: long
      type: text
      ask:
        ru: |-
          Строка.

          - раз
          - два
        en: |-
          =A line, and "quotes", it's long.

          - one
          - two
    - group: plain
      title: {ru: Группа, en: A group}
      when: site == "AM" and left == "after"
      questions:
        - {id: in_group, ask: {ru: Внутри?, en: Inside?}, type: yes-no}
        - {id: deeper, ask: {ru: Глубже?, en: Deeper?}, type: text, when: in_group}
    - group: person
      title: {ru: "Человек {n}", en: "Person {n}"}
      when: companions > 0 and days_since(left_on) > 30
      repeat: {times: companions, at-most: 5}
      questions:
        - {id: relation, ask: {ru: "Кто {n}?", en: "Who is {n}?"}, type: choice, options: {friend: {ru: Друг, en: A friend}, child: {ru: Ребёнок, en: A child}}}
        - {id: safe, ask: {ru: Всё хорошо?, en: Safe?}, type: yes-no, when: relation == "friend" and woke >= "09:00"}
    - group: border
      repeat: {again: {ru: Ещё граница?, en: Another border?}, at-most: 10}
      questions:
        - {id: hours, ask: {ru: Сколько часов?, en: How many hours?}, type: number, from: 0, to: 200, when: rent + cold * 2 > 10 and rent // 2 >= 1}
  evening:
    - {id: mood, ask: {ru: А теперь?, en: And now?}, type: scale, from: 1, to: 5}
    - {id: 1st, ask: {ru: Первое, en: The first}, type: text}
    - {id: site, ask: {ru: Город?, en: Which town?}, type: text}
    - {id: again, ask: {ru: "С {left_on}?", en: "Since {left_on}?"}, type: yes-no, when: mood < 3 and same and left_on < "2024-01-01" and language != "en"}
schedule:
  quiet: 22:00-08:00
  most-a-day: 4
  shift: {earlier: 1h, later: 1h}
  fewer: 2
  silence: 3
  never: [2024-12-31, 2025-01-01..2025-01-07]
  arms: {often: 1, seldom: 1, blocks: 2, by: site, seed: 20240224}
  waves:
    - {id: first-week, ask: evening, signal: {times: 2, between: 10:00-21:00, apart: 3h}, days: 1-7, on: [mon, wed, sat-sun], expires: 2h, remind: [30m, 1h]}
    - {id: bursts, ask: evening, signal: {times: 1, between: 18:00-21:00}, days: 1-7, burst: {every: 90d, times: 4}, arm: [often, seldom], expires: 1h}
    - {id: monthly, ask: road, every: 30d, at: [09:00, 19:00], times: 6, wait: 14d, until: interview, lasts: 300d, expires: 3d, late: 7d}
    - {id: later, ask: road, once: 1d, at: 12:00, after: answered evening, when: same, expires: 1d}
    - {id: years, ask: evening, every: 365d, at: 12:00, times: 2, after: left_on, expires: 3d}
"""
