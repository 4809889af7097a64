"""The words of calendars in English, German and Chinese, in small letters; units and ordinals as patterns."""

from __future__ import annotations

MONTHS = (
    "january januar jänner jan",
    "february februar feber feb",
    "march märz maerz mar mär mrz",
    "april apr",
    "may mai",
    "june juni jun",
    "july juli jul",
    "august aug",
    "september sept sep",
    "october oktober oct okt",
    "november nov",
    "december dezember dec dez",
)
MONTH = {name: number for number, names in enumerate(MONTHS, 1) for name in names.split()}
NUMBER_WORDS = (
    "one a an ein eine einen einem einer 一",
    "two zwei 二 两",
    "three drei 三",
    "four vier 四",
    "five fünf 五",
    "six sechs 六",
    "seven sieben 七",
    "eight acht 八",
    "nine neun 九",
    "ten zehn 十",
    "eleven elf 十一",
    "twelve zwölf 十二",
)
NUMBERS = {name: number for number, names in enumerate(NUMBER_WORDS, 1) for name in names.split()}
ORDINALS = {
    "1": "first 1st erste[nsr]? 1\\. 一",
    "2": "second 2nd zweite[nsr]? 2\\. 二",
    "3": "third 3rd dritte[nsr]? 3\\. 三",
    "4": "fourth 4th vierte[nsr]? 4\\. 四",
}
UNITS = {
    "day": "days? tage?n? 天 日",
    "week": "weeks? wochen? 周 个星期 星期 个礼拜",
    "month": "months? monate?n? 个月",
    "quarter": "quarters? quartale?n? 个季度",
    "year": "years? jahre?n? 年",
    "hour": "hours? stunden? 小时 个小时",
}
