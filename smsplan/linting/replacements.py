"""What stands for a character that GSM-7 lacks: data only.

Each table maps what is written instead to the characters that it stands for.
What Unicode says already is not repeated here: full-width and small forms,
ligatures and digraphs, superscripts, circled and styled letters come from
compatibility decompositions, letters with accents from canonical ones, letters
with hooks and strokes from their names (:mod:`smsplan.linting.letters`).
"""

from collections.abc import Mapping
from typing import Final

SAFE: Final[Mapping[str, str]] = {
    " ": "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u202f\u205f\u3000\u2800\u3164\uffa0",
    "\n": "\v\u2028\u2029",
    '"': "«»“”„‟″‶ʺˮ❝❞❠〝〞〟⹂",
    "'": "‘’‚‛′‵ʹʻʼʽˈˊˋ´❛❜❟Ꞌꞌ",
    "<": "‹❮〈⟨",
    ">": "›❯〉⟩",
    "-": "‐‑‒–—―⁃−˗⎼⎽➖",
    "--": "⸺",
    "_": "‗",
    "...": "…⋯",
    "'''": "‴‷",
    '""': "⁗",
    ".": "。",
    ",": "、",
    ":": "ːˑ˸∶⦂꞉",
    ";": "⁏",
    "!!": "‼",
    "??": "⁇",
    "?!": "⁈",
    "!?": "⁉",
    "*": "•‣◦▪▫●○⁎∗⊛⋆✢✣✤✥✱✲✳✺✻✼✽❃❉❊❋⧆",
    "/": "⁄∕⧸",
    "\\": "∖⧵⧹",
    "|": "∣⎸⎹⏐⎜⎟❘",
    "~": "∼˜˷〜",
    "^": "ˆ",
    "+": "˖",
    "=": "꞊",
    "(": "❨❪⟮⦅",
    ")": "❩❫⟯⦆",
    "{": "❴",
    "}": "❵",
    "Δ": "∆",
    "Σ": "∑",
    "Π": "∏",
    "IJ": "Ĳ",
    "ij": "ĳ",
}
"""Typography: a reader takes one for the other."""

UNSAFE: Final[Mapping[str, str]] = {
    # Letters that neither a decomposition nor a name spells so.
    "l.": "ŀ",
    "L.": "Ŀ",
    "oe": "œ",
    "OE": "Œ",
    "SS": "ẞ",
    "u": "µ",
    # Their accent is nearer to another one.
    "ö": "ő",
    "Ö": "Ő",
    "ü": "ű",
    "Ü": "Ű",
    # Currencies.
    "c": "¢",
    "Rs": "₹₨",
    "TL": "₺",
    "AZN": "₼",
    "BTC": "₿",
    "CRC": "₡",
    "GEL": "₾",
    "GHS": "₵",
    "ILS": "₪",
    "KRW": "₩",
    "KZT": "₸",
    "LAK": "₭",
    "MNT": "₮",
    "NGN": "₦",
    "PHP": "₱",
    "PYG": "₲",
    "RUB": "₽",
    "THB": "฿",
    "UAH": "₴",
    "VND": "₫",
    # Symbols.
    "'": "`",
    "|": "¦",
    "*": "·∙⋅",
    "(c)": "©",
    "(R)": "®",
    "(P)": "℗",
    " deg": "°",
    " per mille": "‰",
    "x": "×✕✖",
    "/": "÷",
    "+/-": "±",
    "-/+": "∓",
    "<=": "≤⩽",
    ">=": "≥⩾",
    "!=": "≠",
    "~": "≈",
    "sqrt ": "√",
    "infinity": "∞",
    "not ": "¬",
    "->": "→➔➜➝➞➡⟶",
    "<-": "←⟵⬅",
    "<->": "↔⟷",
    "=>": "⇒⟹",
    "<=>": "⇔⟺",
    "+": "†➕",
    "++": "‡",
    "P": "¶",
    '"': "¨˝",
    "-": "¯",
    ".": "।॥۔",
}
"""Letters, symbols and names that can be read for the character, but spell it in another way."""

BETWEEN_LETTERS: Final[Mapping[str, str]] = dict.fromkeys("·∙⋅‧", ".")
"""What parts letters of a word: Catalan col·lega, which typewriters wrote col.lega.

Without it ll is another sound; the asterisk, which stands for it elsewhere, is none.
"""

LOOK_ALIKES: Final[Mapping[str, str]] = {
    "A": "АΑᎪ",
    "B": "ВΒᏴ",
    "C": "СϹᏟ",
    "E": "ЕΕᎬ",
    "G": "Ԍ",
    "H": "НΗᎻ",
    "I": "ІΙӀ",
    "J": "ЈͿ",
    "K": "КΚᏦ",
    "M": "МΜᎷ",
    "N": "Ν",
    "O": "ОΟ",
    "P": "РΡᏢ",
    "S": "Ѕ",
    "T": "ТΤᎢ",
    "V": "Ѵ",
    "W": "ԜᎳ",
    "X": "ХΧ",
    "Y": "ҮΥ",
    "Z": "ΖᏃ",
    "a": "аα",
    "c": "сϲ",
    "d": "ԁ",
    "e": "е",
    "g": "ɡ",
    "h": "һ",
    "i": "іι",
    "j": "јϳ",
    "k": "κ",
    "l": "ӏ",
    "n": "ո",
    "o": "оοօ",
    "p": "рρ",
    "q": "ԛ",
    "s": "ѕ",
    "u": "υս",
    "v": "ѵν",
    "w": "ԝ",
    "x": "хχ",
    "y": "уγ",
}
"""Letters of other scripts that look like one of the Latin script (compare UTS #39)."""

STRIKING_OUT: Final = frozenset(
    "\u0334\u0335\u0336\u0337\u0338\u20d2\u20d3\u20d8\u20d9\u20da\u20e5\u20e6\u20eb"
)
"""Overlays, which nothing stands for: without them the text says what they strike out."""

CP1252: Final[Mapping[str, str]] = {
    chr(octet): bytes([octet]).decode("cp1252", "ignore") for octet in range(0x80, 0xA0)
}
"""The C1 controls as Windows-1252 reads them, which is how they come about; five are nothing."""
