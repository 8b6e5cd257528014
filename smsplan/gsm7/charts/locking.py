"""The national language locking shift tables: 3GPP TS 23.038, annex A.3.

They are laid out as :mod:`smsplan.gsm7.charts` says, by national language identifier
(clause 6.2.1.2.4).  Spanish, 2, has none.

Ten of the tables have a comma at 0x2C: so the standard and all implementations
that were looked at, but for the package gsmcodecs 1.0.0, which reads U+0027.
Kannada has U+0CA1 (DDA) at 0x24, as handsets do: the standard's text repeats
there the U+0CAA (PA) of 0x3D, and gsmcodecs follows it.
"""

from typing import Final

LOCKING_CHARTS: Final = {
    # Clause A.3.1, Turkish.
    1: """
        @   Δ   SP  0   İ   P   ç   p
        £   _   !   1   A   Q   a   q
        $   Φ   "   2   B   R   b   r
        ¥   Γ   #   3   C   S   c   s
        €   Λ   ¤   4   D   T   d   t
        é   Ω   %   5   E   U   e   u
        ù   Π   &   6   F   V   f   v
        ı   Ψ   '   7   G   W   g   w
        ò   Σ   (   8   H   X   h   x
        Ç   Θ   )   9   I   Y   i   y
        LF  Ξ   *   :   J   Z   j   z
        Ğ   ·   +   ;   K   Ä   k   ä
        ğ   Ş   ,   <   L   Ö   l   ö
        CR  ş   -   =   M   Ñ   m   ñ
        Å   ß   .   >   N   Ü   n   ü
        å   É   /   ?   O   §   o   à
    """,
    # Clause A.3.3, Portuguese.
    3: """
        @   Δ   SP  0   Í   P   ~   p
        £   _   !   1   A   Q   a   q
        $   ª   "   2   B   R   b   r
        ¥   Ç   #   3   C   S   c   s
        ê   À   º   4   D   T   d   t
        é   ∞   %   5   E   U   e   u
        ú   ^   &   6   F   V   f   v
        í   \\  '   7   G   W   g   w
        ó   €   (   8   H   X   h   x
        ç   Ó   )   9   I   Y   i   y
        LF  |   *   :   J   Z   j   z
        Ô   ·   +   ;   K   Ã   k   ã
        ô   Â   ,   <   L   Õ   l   õ
        CR  â   -   =   M   Ú   m   `
        Á   Ê   .   >   N   Ü   n   ü
        á   É   /   ?   O   §   o   à
    """,
    # Clause A.3.4, Bengali.
    4: """
        ◌ঁ   ঐ   SP  0   ব   ◌া  ৎ   p
        ◌ং  ·   !   1   ভ   ◌ি  a   q
        ◌ঃ  ·   ট   2   ম   ◌ী  b   r
        অ   ও   ঠ   3   য   ◌ু   c   s
        আ   ঔ   ড   4   র   ◌ূ   d   t
        ই   ক   ঢ   5   ·   ◌ৃ   e   u
        ঈ   খ   ণ   6   ল   ◌ৄ   f   v
        উ   গ   ত   7   ·   ·   g   w
        ঊ   ঘ   )   8   ·   ·   h   x
        ঋ   ঙ   (   9   ·   ◌ে  i   y
        LF  চ   থ   :   শ   ◌ৈ  j   z
        ঌ   ·   দ   ;   ষ   ·   k   ◌ৗ
        ·   ছ   ,   ·   স   ·   l   ড়  // 0x2C: gsmcodecs has '
        CR  জ   ধ   প   হ   ◌ো  m   ঢ়
        ·   ঝ   .   ফ   ◌়   ◌ৌ  n   ৰ
        এ   ঞ   ন   ?   ঽ   ◌্   o   ৱ
    """,
    # Clause A.3.5, Gujarati.
    5: """
        ◌ઁ   ઐ   SP  0   બ   ◌ા  ૐ   p
        ◌ં   ઑ   !   1   ભ   ◌િ  a   q
        ◌ઃ  ·   ટ   2   મ   ◌ી  b   r
        અ   ઓ   ઠ   3   ય   ◌ુ   c   s
        આ   ઔ   ડ   4   ર   ◌ૂ   d   t
        ઇ   ક   ઢ   5   ·   ◌ૃ   e   u
        ઈ   ખ   ણ   6   લ   ◌ૄ   f   v
        ઉ   ગ   ત   7   ળ   ◌ૅ   g   w
        ઊ   ઘ   )   8   ·   ·   h   x
        ઋ   ઙ   (   9   વ   ◌ે   i   y
        LF  ચ   થ   :   શ   ◌ૈ   j   z
        ઌ   ·   દ   ;   ષ   ◌ૉ  k   ૠ
        ઍ   છ   ,   ·   સ   ·   l   ૡ  // 0x2C: gsmcodecs has '
        CR  જ   ધ   પ   હ   ◌ો  m   ◌ૢ
        ·   ઝ   .   ફ   ◌઼   ◌ૌ  n   ◌ૣ
        એ   ઞ   ન   ?   ઽ   ◌્   o   ૱
    """,
    # Clause A.3.6, Hindi.
    6: """
        ◌ँ   ऐ   SP  0   ब   ◌ा  ॐ   p
        ◌ं   ऑ   !   1   भ   ◌ि  a   q
        ◌ः  ऒ   ट   2   म   ◌ी  b   r
        अ   ओ   ठ   3   य   ◌ु   c   s
        आ   औ   ड   4   र   ◌ू   d   t
        इ   क   ढ   5   ऱ   ◌ृ   e   u
        ई   ख   ण   6   ल   ◌ॄ   f   v
        उ   ग   त   7   ळ   ◌ॅ   g   w
        ऊ   घ   )   8   ऴ   ◌ॆ   h   x
        ऋ   ङ   (   9   व   ◌े   i   y
        LF  च   थ   :   श   ◌ै   j   z
        ऌ   ·   द   ;   ष   ◌ॉ  k   ॲ
        ऍ   छ   ,   ऩ   स   ◌ॊ  l   ॻ  // 0x2C: gsmcodecs has '
        CR  ज   ध   प   ह   ◌ो  m   ॼ
        ऎ   झ   .   फ   ◌़   ◌ौ  n   ॾ
        ए   ञ   न   ?   ऽ   ◌्   o   ॿ
    """,
    # Clause A.3.7, Kannada.
    7: """
        ·   ಐ   SP  0   ಬ   ◌ಾ  ◌ೕ  p
        ◌ಂ  ·   !   1   ಭ   ◌ಿ   a   q
        ◌ಃ  ಒ   ಟ   2   ಮ   ◌ೀ  b   r
        ಅ   ಓ   ಠ   3   ಯ   ◌ು  c   s
        ಆ   ಔ   ಡ   4   ರ   ◌ೂ  d   t  // 0x24: DDA; standard and gsmcodecs have PA
        ಇ   ಕ   ಢ   5   ಱ   ◌ೃ  e   u
        ಈ   ಖ   ಣ   6   ಲ   ◌ೄ  f   v
        ಉ   ಗ   ತ   7   ಳ   ·   g   w
        ಊ   ಘ   )   8   ·   ◌ೆ   h   x
        ಋ   ಙ   (   9   ವ   ◌ೇ  i   y
        LF  ಚ   ಥ   :   ಶ   ◌ೈ  j   z
        ಌ   ·   ದ   ;   ಷ   ·   k   ◌ೖ
        ·   ಛ   ,   ·   ಸ   ◌ೊ  l   ೠ  // 0x2C: gsmcodecs has '
        CR  ಜ   ಧ   ಪ   ಹ   ◌ೋ  m   ೡ
        ಎ   ಝ   .   ಫ   ◌಼   ◌ೌ   n   ◌ೢ
        ಏ   ಞ   ನ   ?   ಽ   ◌್   o   ◌ೣ
    """,
    # Clause A.3.8, Malayalam.
    8: """
        ·   ഐ   SP  0   ബ   ◌ാ  ◌ൗ  p
        ◌ം  ·   !   1   ഭ   ◌ി  a   q
        ◌ഃ  ഒ   ട   2   മ   ◌ീ  b   r
        അ   ഓ   ഠ   3   യ   ◌ു   c   s
        ആ   ഔ   ഡ   4   ര   ◌ൂ   d   t
        ഇ   ക   ഢ   5   റ   ◌ൃ   e   u
        ഈ   ഖ   ണ   6   ല   ◌ൄ   f   v
        ഉ   ഗ   ത   7   ള   ·   g   w
        ഊ   ഘ   )   8   ഴ   ◌െ  h   x
        ഋ   ങ   (   9   വ   ◌േ  i   y
        LF  ച   ഥ   :   ശ   ◌ൈ  j   z
        ഌ   ·   ദ   ;   ഷ   ·   k   ൠ
        ·   ഛ   ,   ·   സ   ◌ൊ  l   ൡ  // 0x2C: gsmcodecs has '
        CR  ജ   ധ   പ   ഹ   ◌ോ  m   ◌ൢ
        എ   ഝ   .   ഫ   ·   ◌ൌ  n   ◌ൣ
        ഏ   ഞ   ന   ?   ഽ   ◌്   o   ൹
    """,
    # Clause A.3.9, Oriya.
    9: """
        ◌ଁ   ଐ   SP  0   ବ   ◌ା  ◌ୖ   p
        ◌ଂ  ·   !   1   ଭ   ◌ି   a   q
        ◌ଃ  ·   ଟ   2   ମ   ◌ୀ  b   r
        ଅ   ଓ   ଠ   3   ଯ   ◌ୁ   c   s
        ଆ   ଔ   ଡ   4   ର   ◌ୂ   d   t
        ଇ   କ   ଢ   5   ·   ◌ୃ   e   u
        ଈ   ଖ   ଣ   6   ଲ   ◌ୄ   f   v
        ଉ   ଗ   ତ   7   ଳ   ·   g   w
        ଊ   ଘ   )   8   ·   ·   h   x
        ଋ   ଙ   (   9   ଵ   ◌େ  i   y
        LF  ଚ   ଥ   :   ଶ   ◌ୈ  j   z
        ଌ   ·   ଦ   ;   ଷ   ·   k   ◌ୗ
        ·   ଛ   ,   ·   ସ   ·   l   ୠ  // 0x2C: gsmcodecs has '
        CR  ଜ   ଧ   ପ   ହ   ◌ୋ  m   ୡ
        ·   ଝ   .   ଫ   ◌଼   ◌ୌ  n   ◌ୢ
        ଏ   ଞ   ନ   ?   ଽ   ◌୍   o   ◌ୣ
    """,
    # Clause A.3.10, Punjabi.
    10: """
        ◌ਁ   ਐ   SP  0   ਬ   ◌ਾ  ◌ੑ   p
        ◌ਂ   ·   !   1   ਭ   ◌ਿ  a   q
        ◌ਃ  ·   ਟ   2   ਮ   ◌ੀ  b   r
        ਅ   ਓ   ਠ   3   ਯ   ◌ੁ   c   s
        ਆ   ਔ   ਡ   4   ਰ   ◌ੂ   d   t
        ਇ   ਕ   ਢ   5   ·   ·   e   u
        ਈ   ਖ   ਣ   6   ਲ   ·   f   v
        ਉ   ਗ   ਤ   7   ਲ਼   ·   g   w
        ਊ   ਘ   )   8   ·   ·   h   x
        ·   ਙ   (   9   ਵ   ◌ੇ   i   y
        LF  ਚ   ਥ   :   ਸ਼   ◌ੈ   j   z
        ·   ·   ਦ   ;   ·   ·   k   ◌ੰ
        ·   ਛ   ,   ·   ਸ   ·   l   ◌ੱ  // 0x2C: gsmcodecs has '
        CR  ਜ   ਧ   ਪ   ਹ   ◌ੋ   m   ੲ
        ·   ਝ   .   ਫ   ◌਼   ◌ੌ   n   ੳ
        ਏ   ਞ   ਨ   ?   ·   ◌੍   o   ੴ
    """,
    # Clause A.3.11, Tamil.
    11: """
        ·   ஐ   SP  0   ·   ◌ா  ௐ   p
        ◌ஂ   ·   !   1   ·   ◌ி  a   q
        ஃ   ஒ   ட   2   ம   ◌ீ   b   r
        அ   ஓ   ·   3   ய   ◌ு  c   s
        ஆ   ஔ   ·   4   ர   ◌ூ  d   t
        இ   க   ·   5   ற   ·   e   u
        ஈ   ·   ண   6   ல   ·   f   v
        உ   ·   த   7   ள   ·   g   w
        ஊ   ·   )   8   ழ   ◌ெ  h   x
        ·   ங   (   9   வ   ◌ே  i   y
        LF  ச   ·   :   ஶ   ◌ை  j   z
        ·   ·   ·   ;   ஷ   ·   k   ◌ௗ
        ·   ·   ,   ன   ஸ   ◌ொ  l   ௰  // 0x2C: gsmcodecs has '
        CR  ஜ   ·   ப   ஹ   ◌ோ  m   ௱
        எ   ·   .   ·   ·   ◌ௌ  n   ௲
        ஏ   ஞ   ந   ?   ·   ◌்   o   ௹
    """,
    # Clause A.3.12, Telugu.
    12: """
        ◌ఁ  ఐ   SP  0   బ   ◌ా   ◌ౕ   p
        ◌ం  ·   !   1   భ   ◌ి   a   q
        ◌ః  ఒ   ట   2   మ   ◌ీ   b   r
        అ   ఓ   ఠ   3   య   ◌ు  c   s
        ఆ   ఔ   డ   4   ర   ◌ూ  d   t
        ఇ   క   ఢ   5   ఱ   ◌ృ  e   u
        ఈ   ఖ   ణ   6   ల   ◌ౄ  f   v
        ఉ   గ   త   7   ళ   ·   g   w
        ఊ   ఘ   )   8   ·   ◌ె   h   x
        ఋ   ఙ   (   9   వ   ◌ే   i   y
        LF  చ   థ   :   శ   ◌ై   j   z
        ఌ   ·   ద   ;   ష   ·   k   ◌ౖ
        ·   ఛ   ,   ·   స   ◌ొ   l   ౠ  // 0x2C: gsmcodecs has '
        CR  జ   ధ   ప   హ   ◌ో   m   ౡ
        ఎ   ఝ   .   ఫ   ·   ◌ౌ   n   ◌ౢ
        ఏ   ఞ   న   ?   ఽ   ◌్   o   ◌ౣ
    """,
    # Clause A.3.13, Urdu.
    13: """
        ا   ث   SP  0   ص   ں   ◌ٔ   p
        آ   ج   !   1   ض   ڻ   a   q
        ب   ځ   ڏ   2   ط   ڼ   b   r
        ٻ   ڄ   ڍ   3   ظ   و   c   s
        ڀ   ڃ   ذ   4   ع   ۄ   d   t
        پ   څ   ر   5   ف   ە   e   u
        ڦ   چ   ڑ   6   ق   ہ   f   v
        ت   ڇ   ړ   7   ک   ھ   g   w
        ۂ   ح   )   8   ڪ   ء   h   x
        ٿ   خ   (   9   ګ   ی   i   y
        LF  د   ڙ   :   گ   ې   j   z
        ٹ   ·   ز   ;   ڳ   ے   k   ◌ٕ
        ٽ   ڌ   ,   ښ   ڱ   ◌ٍ   l   ◌ّ  // 0x2C: gsmcodecs has '
        CR  ڈ   ږ   س   ل   ◌ِ   m   ◌ٓ
        ٺ   ډ   .   ش   م   ◌ُ   n   ◌ٖ
        ټ   ڊ   ژ   ?   ن   ◌ٗ   o   ◌ٰ
    """,
}
