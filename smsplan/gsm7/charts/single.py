"""The national language single shift tables: 3GPP TS 23.038, annex A.2.

They are laid out as :mod:`smsplan.gsm7.charts` says, by national language identifier
(clause 6.2.1.2.4), and read after an escape.

0x0D, a control, and 0x1B, reserved, are characters in none of them.  The ten
tables from Bengali on have ``*`` at 0x0B and 0x18 and ``¡`` at 0x13 and 0x15;
both are read, the lower one is written.
"""

from typing import Final

SINGLE_CHARTS: Final = {
    # Clause A.2.1, Turkish.
    1: """
        ·   ·   ·   ·   |   ·   ·   ·
        ·   ·   ·   ·   ·   ·   ·   ·
        ·   ·   ·   ·   ·   ·   ·   ·
        ·   ·   ·   ·   ·   Ş   ç   ş
        ·   ^   ·   ·   ·   ·   ·   ·
        ·   ·   ·   ·   ·   ·   €   ·
        ·   ·   ·   ·   ·   ·   ·   ·
        ·   ·   ·   ·   Ğ   ·   ğ   ·
        ·   ·   {   ·   ·   ·   ·   ·
        ·   ·   }   ·   İ   ·   ı   ·
        FF  ·   ·   ·   ·   ·   ·   ·
        ·   ·   ·   ·   ·   ·   ·   ·
        ·   ·   ·   [   ·   ·   ·   ·
        ·   ·   ·   ~   ·   ·   ·   ·
        ·   ·   ·   ]   ·   ·   ·   ·
        ·   ·   \\  ·   ·   ·   ·   ·
    """,
    # Clause A.2.2, Spanish.
    2: """
        ·   ·   ·   ·   |   ·   ·   ·
        ·   ·   ·   ·   Á   ·   á   ·
        ·   ·   ·   ·   ·   ·   ·   ·
        ·   ·   ·   ·   ·   ·   ·   ·
        ·   ^   ·   ·   ·   ·   ·   ·
        ·   ·   ·   ·   ·   Ú   €   ú
        ·   ·   ·   ·   ·   ·   ·   ·
        ·   ·   ·   ·   ·   ·   ·   ·
        ·   ·   {   ·   ·   ·   ·   ·
        ç   ·   }   ·   Í   ·   í   ·
        FF  ·   ·   ·   ·   ·   ·   ·
        ·   ·   ·   ·   ·   ·   ·   ·
        ·   ·   ·   [   ·   ·   ·   ·
        ·   ·   ·   ~   ·   ·   ·   ·
        ·   ·   ·   ]   ·   ·   ·   ·
        ·   ·   \\  ·   Ó   ·   ó   ·
    """,
    # Clause A.2.3, Portuguese.
    3: """
        ·   ·   ·   ·   |   ·   ·   ·
        ·   ·   ·   ·   À   ·   Â   ·
        ·   Φ   ·   ·   ·   ·   ·   ·
        ·   Γ   ·   ·   ·   ·   ·   ·
        ·   ^   ·   ·   ·   ·   ·   ·
        ê   Ω   ·   ·   ·   Ú   €   ú
        ·   Π   ·   ·   ·   ·   ·   ·
        ·   Ψ   ·   ·   ·   ·   ·   ·
        ·   Σ   {   ·   ·   ·   ·   ·
        ç   Θ   }   ·   Í   ·   í   ·
        FF  ·   ·   ·   ·   ·   ·   ·
        Ô   ·   ·   ·   ·   Ã   ·   ã
        ô   ·   ·   [   ·   Õ   ·   õ
        ·   ·   ·   ~   ·   ·   ·   ·
        Á   ·   ·   ]   ·   ·   ·   ·
        á   Ê   \\  ·   Ó   ·   ó   â
    """,
    # Clause A.2.4, Bengali.
    4: """
        @   <   ৬   ৶   |   P   ·   ·
        £   =   ৭   ৷   A   Q   ·   ·
        $   >   ৮   ৸   B   R   ·   ·
        ¥   ¡   ৯   ৹   C   S   ·   ·
        ¿   ^   য়   ৺   D   T   ·   ·
        "   ¡   ৠ   ·   E   U   €   ·
        ¤   _   ৡ   ·   F   V   ·   ·
        %   #   ◌ৢ   ·   G   W   ·   ·
        &   *   {   ·   H   X   ·   ·
        '   ০   }   ·   I   Y   ·   ·
        FF  ১   ◌ৣ   ·   J   Z   ·   ·
        *   ·   ৲   ·   K   ·   ·   ·
        +   ২   ৳   [   L   ·   ·   ·
        ·   ৩   ৴   ~   M   ·   ·   ·
        -   ৪   ৵   ]   N   ·   ·   ·
        /   ৫   \\  ·   O   ·   ·   ·
    """,
    # Clause A.2.5, Gujarati.
    5: """
        @   <   ૪   ·   |   P   ·   ·
        £   =   ૫   ·   A   Q   ·   ·
        $   >   ૬   ·   B   R   ·   ·
        ¥   ¡   ૭   ·   C   S   ·   ·
        ¿   ^   ૮   ·   D   T   ·   ·
        "   ¡   ૯   ·   E   U   €   ·
        ¤   _   ·   ·   F   V   ·   ·
        %   #   ·   ·   G   W   ·   ·
        &   *   {   ·   H   X   ·   ·
        '   ।   }   ·   I   Y   ·   ·
        FF  ॥   ·   ·   J   Z   ·   ·
        *   ·   ·   ·   K   ·   ·   ·
        +   ૦   ·   [   L   ·   ·   ·
        ·   ૧   ·   ~   M   ·   ·   ·
        -   ૨   ·   ]   N   ·   ·   ·
        /   ૩   \\  ·   O   ·   ·   ·
    """,
    # Clause A.2.6, Hindi.
    6: """
        @   <   ४   ज़   |   P   ·   ·
        £   =   ५   ड़   A   Q   ·   ·
        $   >   ६   ढ़   B   R   ·   ·
        ¥   ¡   ७   फ़   C   S   ·   ·
        ¿   ^   ८   य़   D   T   ·   ·
        "   ¡   ९   ॠ   E   U   €   ·
        ¤   _   ◌॑   ॡ   F   V   ·   ·
        %   #   ◌॒   ◌ॢ   G   W   ·   ·
        &   *   {   ◌ॣ   H   X   ·   ·
        '   ।   }   ॰   I   Y   ·   ·
        FF  ॥   ◌॓   ॱ   J   Z   ·   ·
        *   ·   ◌॔   ·   K   ·   ·   ·
        +   ०   क़   [   L   ·   ·   ·
        ·   १   ख़   ~   M   ·   ·   ·
        -   २   ग़   ]   N   ·   ·   ·
        /   ३   \\  ·   O   ·   ·   ·
    """,
    # Clause A.2.7, Kannada.
    7: """
        @   <   ೪   ·   |   P   ·   ·
        £   =   ೫   ·   A   Q   ·   ·
        $   >   ೬   ·   B   R   ·   ·
        ¥   ¡   ೭   ·   C   S   ·   ·
        ¿   ^   ೮   ·   D   T   ·   ·
        "   ¡   ೯   ·   E   U   €   ·
        ¤   _   ೞ   ·   F   V   ·   ·
        %   #   ೱ   ·   G   W   ·   ·
        &   *   {   ·   H   X   ·   ·
        '   ।   }   ·   I   Y   ·   ·
        FF  ॥   ೲ   ·   J   Z   ·   ·
        *   ·   ·   ·   K   ·   ·   ·
        +   ೦   ·   [   L   ·   ·   ·
        ·   ೧   ·   ~   M   ·   ·   ·
        -   ೨   ·   ]   N   ·   ·   ·
        /   ೩   \\  ·   O   ·   ·   ·
    """,
    # Clause A.2.8, Malayalam.
    8: """
        @   <   ൪   ൻ   |   P   ·   ·
        £   =   ൫   ർ   A   Q   ·   ·
        $   >   ൬   ൽ   B   R   ·   ·
        ¥   ¡   ൭   ൾ   C   S   ·   ·
        ¿   ^   ൮   ൿ   D   T   ·   ·
        "   ¡   ൯   ·   E   U   €   ·
        ¤   _   ൰   ·   F   V   ·   ·
        %   #   ൱   ·   G   W   ·   ·
        &   *   {   ·   H   X   ·   ·
        '   ।   }   ·   I   Y   ·   ·
        FF  ॥   ൲   ·   J   Z   ·   ·
        *   ·   ൳   ·   K   ·   ·   ·
        +   ൦   ൴   [   L   ·   ·   ·
        ·   ൧   ൵   ~   M   ·   ·   ·
        -   ൨   ൺ   ]   N   ·   ·   ·
        /   ൩   \\  ·   O   ·   ·   ·
    """,
    # Clause A.2.9, Oriya.
    9: """
        @   <   ୪   ·   |   P   ·   ·
        £   =   ୫   ·   A   Q   ·   ·
        $   >   ୬   ·   B   R   ·   ·
        ¥   ¡   ୭   ·   C   S   ·   ·
        ¿   ^   ୮   ·   D   T   ·   ·
        "   ¡   ୯   ·   E   U   €   ·
        ¤   _   ଡ଼   ·   F   V   ·   ·
        %   #   ଢ଼   ·   G   W   ·   ·
        &   *   {   ·   H   X   ·   ·
        '   ।   }   ·   I   Y   ·   ·
        FF  ॥   ୟ   ·   J   Z   ·   ·
        *   ·   ୰   ·   K   ·   ·   ·
        +   ୦   ୱ   [   L   ·   ·   ·
        ·   ୧   ·   ~   M   ·   ·   ·
        -   ୨   ·   ]   N   ·   ·   ·
        /   ୩   \\  ·   O   ·   ·   ·
    """,
    # Clause A.2.10, Punjabi.
    10: """
        @   <   ੪   ·   |   P   ·   ·
        £   =   ੫   ·   A   Q   ·   ·
        $   >   ੬   ·   B   R   ·   ·
        ¥   ¡   ੭   ·   C   S   ·   ·
        ¿   ^   ੮   ·   D   T   ·   ·
        "   ¡   ੯   ·   E   U   €   ·
        ¤   _   ਖ਼   ·   F   V   ·   ·
        %   #   ਗ਼   ·   G   W   ·   ·
        &   *   {   ·   H   X   ·   ·
        '   ।   }   ·   I   Y   ·   ·
        FF  ॥   ਜ਼   ·   J   Z   ·   ·
        *   ·   ੜ   ·   K   ·   ·   ·
        +   ੦   ਫ਼   [   L   ·   ·   ·
        ·   ੧   ◌ੵ   ~   M   ·   ·   ·
        -   ੨   ·   ]   N   ·   ·   ·
        /   ੩   \\  ·   O   ·   ·   ·
    """,
    # Clause A.2.11, Tamil.
    11: """
        @   <   ௪   ·   |   P   ·   ·
        £   =   ௫   ·   A   Q   ·   ·
        $   >   ௬   ·   B   R   ·   ·
        ¥   ¡   ௭   ·   C   S   ·   ·
        ¿   ^   ௮   ·   D   T   ·   ·
        "   ¡   ௯   ·   E   U   €   ·
        ¤   _   ௳   ·   F   V   ·   ·
        %   #   ௴   ·   G   W   ·   ·
        &   *   {   ·   H   X   ·   ·
        '   ।   }   ·   I   Y   ·   ·
        FF  ॥   ௵   ·   J   Z   ·   ·
        *   ·   ௶   ·   K   ·   ·   ·
        +   ௦   ௷   [   L   ·   ·   ·
        ·   ௧   ௸   ~   M   ·   ·   ·
        -   ௨   ௺   ]   N   ·   ·   ·
        /   ௩   \\  ·   O   ·   ·   ·
    """,
    # Clause A.2.12, Telugu.
    12: """
        @   <   ౪   ౽   |   P   ·   ·
        £   =   ౫   ౾   A   Q   ·   ·
        $   >   ౬   ౿   B   R   ·   ·
        ¥   ¡   ౭   ·   C   S   ·   ·
        ¿   ^   ౮   ·   D   T   ·   ·
        "   ¡   ౯   ·   E   U   ·   ·  // 0x65: some implementations have €, others nothing
        ¤   _   ౘ   ·   F   V   ·   ·
        %   #   ౙ   ·   G   W   ·   ·
        &   *   {   ·   H   X   ·   ·
        '   ·   }   ·   I   Y   ·   ·
        FF  ·   ౸   ·   J   Z   ·   ·
        *   ·   ౹   ·   K   ·   ·   ·
        +   ౦   ౺   [   L   ·   ·   ·
        ·   ౧   ౻   ~   M   ·   ·   ·
        -   ౨   ౼   ]   N   ·   ·   ·
        /   ౩   \\  ·   O   ·   ·   ·
    """,
    # Clause A.2.13, Urdu.
    13: """
        @   <   ۴   ◌ؓ   |   P   ·   ·
        £   =   ۵   ◌ؔ   A   Q   ·   ·
        $   >   ۶   ؛   B   R   ·   ·
        ¥   ¡   ۷   ؟   C   S   ·   ·
        ¿   ^   ۸   ـ   D   T   ·   ·
        "   ¡   ۹   ◌ْ   E   U   €   ·
        ¤   _   ،   ◌٘   F   V   ·   ·
        %   #   ؍   ٫   G   W   ·   ·
        &   *   {   ٬   H   X   ·   ·
        '   ؀   }   ٲ   I   Y   ·   ·
        FF  ؁   ؎   ٳ   J   Z   ·   ·
        *   ·   ؏   ۍ   K   ·   ·   ·
        +   ۰   ◌ؐ   [   L   ·   ·   ·
        ·   ۱   ◌ؑ   ~   M   ·   ·   ·
        -   ۲   ◌ؒ   ]   N   ·   ·   ·
        /   ۳   \\  ۔   O   ·   ·   ·
    """,
}
