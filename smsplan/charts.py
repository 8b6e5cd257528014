"""The character charts of 3GPP TS 23.038 (ETSI TS 123 038, version 18), as data.

Each chart is laid out as the standard prints it: sixteen rows for the low four
bits (b4 b3 b2 b1), eight columns for the high three (b7 b6 b5).  The cell in
row *r*, column *c* is septet ``16 * c + r``.  A cell is a character, or a name
of :data:`NAMED_CELLS`; ``·`` marks a septet to which the chart gives no
character.
"""

from typing import Final

NAMED_CELLS: Final = {
    "SP": " ",
    "LF": "\n",
    "CR": "\r",
    "FF": "\f",
}
"""Cells that the standard prints as a name because the character is invisible."""

EMPTY_CELL: Final = "·"
"""A septet without a character.

In the default alphabet that is 0x1B, the escape to the extension table: a
control, not a character of any text.
"""

# Clause 6.2.1, "GSM 7 bit default alphabet".
# 0x09 is the capital letter (U+00C7).  Older editions and the Unicode
# consortium's mapping of 1999 discuss the small one (U+00E7); handsets and the
# current text have the capital.
DEFAULT_ALPHABET: Final = """
    @   Δ   SP  0   ¡   P   ¿   p
    £   _   !   1   A   Q   a   q
    $   Φ   "   2   B   R   b   r
    ¥   Γ   #   3   C   S   c   s
    è   Λ   ¤   4   D   T   d   t
    é   Ω   %   5   E   U   e   u
    ù   Π   &   6   F   V   f   v
    ì   Ψ   '   7   G   W   g   w
    ò   Σ   (   8   H   X   h   x
    Ç   Θ   )   9   I   Y   i   y
    LF  Ξ   *   :   J   Z   j   z
    Ø   ·   +   ;   K   Ä   k   ä
    ø   Æ   ,   <   L   Ö   l   ö
    CR  æ   -   =   M   Ñ   m   ñ
    Å   ß   .   >   N   Ü   n   ü
    å   É   /   ?   O   §   o   à
"""

# Clause 6.2.1.1, "GSM 7 bit default alphabet extension table".
# 0x0A is printed as a page break; 0x0D (a control) and 0x1B (reserved for a
# further table) are not characters.
DEFAULT_EXTENSION: Final = """
    ·   ·   ·   ·   |   ·   ·   ·
    ·   ·   ·   ·   ·   ·   ·   ·
    ·   ·   ·   ·   ·   ·   ·   ·
    ·   ·   ·   ·   ·   ·   ·   ·
    ·   ^   ·   ·   ·   ·   ·   ·
    ·   ·   ·   ·   ·   ·   €   ·
    ·   ·   ·   ·   ·   ·   ·   ·
    ·   ·   ·   ·   ·   ·   ·   ·
    ·   ·   {   ·   ·   ·   ·   ·
    ·   ·   }   ·   ·   ·   ·   ·
    FF  ·   ·   ·   ·   ·   ·   ·
    ·   ·   ·   ·   ·   ·   ·   ·
    ·   ·   ·   [   ·   ·   ·   ·
    ·   ·   ·   ~   ·   ·   ·   ·
    ·   ·   ·   ]   ·   ·   ·   ·
    ·   ·   \\   ·   ·   ·   ·   ·
"""
