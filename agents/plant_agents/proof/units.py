"""Units of measurement: what they measure, and how much of it."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """``size`` of one unit in the base of its ``dimension``; ``zero`` is where its scale begins, in that base."""

    dimension: str
    size: float = 1.0
    zero: float = 0.0


# dimension: {size in the base: the ways to write it, separated by blanks; "_" stands for a blank}
_TABLE: dict[str, dict[float, str]] = {
    "torque": {
        1: "Nm N·m N_m N.m Newtonmeter 牛米 牛·米 牛顿米",
        0.01: "Ncm N·cm cNm",
        1000: "kNm kN·m",
        1.3558179: "lbf·ft lbf_ft lbf.ft ft·lbf ft-lb ft·lb ft-lbs ft_lbs lb-ft lb·ft ft.lbs lbft ftlb",
        0.1129848: "lbf·in in·lbf in-lb in-lbs in·lb lb-in",
        9.80665: "kgf·m kgfm kpm",
    },
    "pressure": {
        1: "Pa",
        100: "mbar hPa 毫巴",
        1e3: "kPa 千帕",
        1e5: "bar bars barg bar(g) 巴 公斤/cm2",
        1e6: "MPa 兆帕",
        6894.757: "psi psig PSI lbf/in2",
        98066.5: "kgf/cm2 kp/cm2",
        133.3224: "mmHg Torr",
        3386.389: "inHg",
    },
    "length": {
        0.001: "μm um micron microns 微米",
        1: "mm 毫米 公厘 Millimeter millimetre millimetres",
        10: "cm 厘米 公分 Zentimeter",
        1000: "m 米 公尺 Meter metre metres",
        1e6: "km 公里",
        25.4: 'in inch inches Zoll " 英寸 英吋',
        304.8: "ft feet foot 英尺",
        0.0254: "mil thou",
    },
    "time": {
        0.001: "ms 毫秒",
        1: "s sec second seconds Sekunde Sekunden 秒 秒钟 秒鐘",
        60: "min minute minutes Minute Minuten 分钟 分鐘",
        3600: "h hr hrs hour hours Stunde Stunden Std Betriebsstunden operating_hours 小时 小時",
        86400: "d day days Tag Tage Tagen 天",
        604800: "week weeks Woche Wochen 周 週",
    },
    "months": {1: "month months Monat Monate Monaten 个月 個月", 12: "year years Jahr Jahre Jahren"},
    "speed": {1: "mm/s", 1000: "m/s 米/秒", 16.6666667: "m/min 米/分钟", 0.0166667: "mm/min", 277.7778: "km/h"},
    "rotation": {1: "rpm 1/min min-1 min^-1 r/min U/min /min rev/min 转/分 轉/分"},
    "flow": {1: "l/h L/h", 60: "l/min L/min lpm", 1000: "m3/h m^3/h cbm/h", 60000: "m3/min", 227.1247: "gpm gal/min"},
    "mass": {0.001: "mg", 1: "g 克 gram grams Gramm", 1000: "kg 公斤 千克 kilogram kilograms Kilogramm", 1e6: "t 吨 噸"}
    | {453.59237: "lb lbs 磅", 28.349523: "oz"},
    "volume": {0.001: "ml mL 毫升", 0.01: "cl", 1: "l L 升 公升 Liter litre litres liter liters"}
    | {3.7854118: "gal gallon gallons 加仑", 1000: "m3 cbm", 0.0009999: "cm3 ccm cc"},
    "force": {1: "N", 10: "daN", 1000: "kN", 4.4482216: "lbf"},
    "voltage": {0.001: "mV", 1: "V Volt 伏", 1000: "kV", 1e6: "MV"},
    "current": {0.001: "mA", 1: "A Ampere 安", 1000: "kA"},
    "power": {0.001: "mW", 1: "W Watt", 1000: "kW 千瓦", 1e6: "MW", 745.69987: "hp HP", 735.49875: "PS"},
    "apparent power": {1: "VA", 1000: "kVA"},
    "energy": {1: "J", 1000: "kJ", 3600: "Wh", 3.6e6: "kWh"},
    "resistance": {0.001: "mΩ", 1: "Ω Ohm ohm ohms", 1000: "kΩ", 1e6: "MΩ MOhm", 1e9: "GΩ"},
    "frequency": {1: "Hz 赫兹", 1000: "kHz", 1e6: "MHz"},
    "capacitance": {1e-9: "nF", 1e-6: "μF uF"},
    "charge": {1: "Ah", 0.001: "mAh"},
    "share": {1: "% percent Prozent", 1e-4: "ppm", 0.1: "‰"},
    "sound": {1: "dB dB(A) dBA"},
    "conductivity": {1: "μS/cm uS/cm", 1000: "mS/cm"},
    "content": {1: "mg/l mg/L", 1000: "g/l g/L"},
    "vibration": {1: "mm/s2"},
    "acceleration": {1: "m/s2"},
    "viscosity": {1: "mm2/s cSt"},
    "density": {1: "kg/m3", 1000: "kg/l g/cm3 g/ml"},
    "angle": {1: "° deg"},
    "output": {1: "bottles/h Fl/h bph BPH 瓶/小时 瓶/小時 瓶/h Flaschen/h"},
    "money": {1: "EUR €"},
    "dollars": {1: "USD $"},
}
_SCALES = {
    "°C": Unit("temperature"),
    "°F": Unit("temperature", 5 / 9, -32 * 5 / 9),
    "K": Unit("temperature", 1, -273.15),
    "摄氏度": Unit("temperature"),
    "攝氏度": Unit("temperature"),
    "Grad Celsius": Unit("temperature"),
    "degrees Celsius": Unit("temperature"),
}
UNITS: dict[str, Unit] = _SCALES | {
    name.replace("_", " "): Unit(dimension, size)
    for dimension, sizes in _TABLE.items()
    for size, names in sizes.items()
    for name in names.split()
}

_WORD = r"A-Za-zÄÖÜäöüßΩμ"
# "5 in the tunnel" has no inches, "5 N m" has newton metres only at the end of a word, "4 x M8" is no length.
UNIT = (
    r"(?P<unit>"
    + "|".join(
        re.escape(name) + (r"(?=\s*(?:[).,;:·]|$))" if name == "in" else "")
        for name in sorted(UNITS, key=len, reverse=True)
    )
    + rf")(?![{_WORD}]|(?<=[{_WORD}])[/·][{_WORD}]|(?<=[{_WORD}])\d)"
)
