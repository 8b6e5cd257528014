"""The GSM 7 bit default alphabet and its extension table, as data."""

from typing import Final

# Clause 6.2.1, "GSM 7 bit default alphabet".
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
    Ç   Θ   )   9   I   Y   i   y  // 0x09: U+00C7; some have the small letter, U+00E7
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
