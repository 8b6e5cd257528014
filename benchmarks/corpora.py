"""Four corpora of made-up messages, the same in every run."""

from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Final, NamedTuple

SEED: Final = 23_038
TEXTS: Final = 5_000
"""Texts of a corpus: enough to meet errors that one text in a thousand shows."""
TIMED_CHARACTERS: Final = 250_000


def _phrases(listed: str) -> list[str]:
    return " ".join(listed.split()).split(" / ")


ENGLISH: Final = _phrases("""
    Hi, / Hello! / Dear customer, / your order no. 48213 is on its way. / It will arrive tomorrow
    between 10:00 and 12:30. / Please reply YES to confirm, / or call us at +4520123456. / I'm
    running late; / can we meet at the station instead? / Don't forget the tickets & your ID! /
    See you soon. / Your code is 739204, / valid for 5 minutes. / Never share it. / More:
    https://example.com/t/a8Xq_2 / (free) / Total: $24.95 incl. 25% VAT. / Thanks, Anna / Lunch
    today? / Sure, why not... / OK! / Call me when you get home. / The parcel is ready for pick-up
    at shop #12. / Reply STOP to opt out. / Happy birthday!! / love Dad
""")
"""Without extension characters: three in a thousand real messages of such a length have one."""
ACCENTED: Final = _phrases("""
    Vi ses på søndag / når du får læst det her / måske i går / Din aftale er ændret / også grøn /
    Jag köper biljetter för två / ändå / Schöne Grüße, Jürgen / später über die Straße / können
    wir morgen früh / mañana con el señor Ordoñez / ¡Hola! / ¿Qué tal? / au café près de la gare /
    déjà été / perché non è così / più città / però può / Ålborg, Øresund / ÄÖÜ, É & Ñ
""")
EXTENDED: Final = (
    "€25",
    "5€",
    "a~b",
    "2^8",
    "C:\\temp",
    "ja|nej",
    "[ny",
    "ny]",
    "{name",
    "name}",
    "~18",
    "\\o/",
)
"""One extension character each."""
GSM_ENDS: Final = [" für 20€", " [ændret]", " ~18 på café", " {række 2}", " mañana ^^", " à 9€"]
"""Ends of a message that have an accent and an extension character."""

CYRILLIC: Final = _phrases("""
    Привет, / как дела? / Ваш заказ № 48213 уже в пути. / Курьер приедет завтра с 10:00 до 12:30. /
    Код подтверждения: 739204. / Никому его не сообщайте! / Спасибо, / до встречи. / Мы ждём вас у
    станции
""")
ARABIC: Final = _phrases("""
    مرحبا، / كيف حالك؟ / طلبك رقم ٤٨٢١٣ في الطريق إليك. / سيصل غدا بين الساعة ١٠ و ١٢ / رمز التحقق
    هو 739204 / لا تشاركه مع أحد. / شكرا لك، / إلى اللقاء. / نحن في انتظارك عند المحطة /
    كل عام وأنتم بخير
""")
HINDI: Final = _phrases("""
    नमस्ते, / आप कैसे हैं? / आपका ऑर्डर 48213 रास्ते में है। / यह कल सुबह 10 बजे पहुँचेगा। / आपका कोड ७३९२०४
    है, / इसे किसी को न बताएँ। / धन्यवाद, / फिर मिलेंगे। / हम स्टेशन पर आपकी प्रतीक्षा कर रहे हैं / जन्मदिन की
    शुभकामनाएँ
""")
CJK: Final = _phrases("""
    您好， / 您的订单48213正在派送。 / 明天上午10:00到达 / 验证码739204，请勿告诉他人！ / 謝謝 /
    再見 / こんにちは、 / ご注文の商品を発送しました。 / 明日お届けします /
    ありがとうございます / 안녕하세요 / 주문하신 상품이 배송 중입니다 / 𠮷野家で待っています
""")
KOREAN: Final = _phrases("""
    안녕하세요, / 주문하신 상품이 배송 중입니다. / 내일 오전 10시에 도착합니다. /
    인증번호는 739204입니다. / 다른 사람에게 알려주지 마세요! /
    감사합니다. / 역에서 기다리고 있습니다
""")
POLISH: Final = _phrases("""
    Cześć, / Twoje zamówienie nr 48213 jest już w drodze. / Kurier przyjedzie jutro między 10:00 a
    12:30. / Kod: 739204, / nie podawaj go nikomu! / Dziękujemy, / do zobaczenia. / Czekamy na
    Ciebie przy wejściu / Źródło, łódź, żółw
""")
TURKISH: Final = _phrases("""
    Merhaba, / siparişiniz yola çıktı. / Kurye yarın 10:00 ile 12:30 arasında gelecek. / Doğrulama
    kodunuz 739204, / kimseyle paylaşmayın! / Teşekkürler, / görüşmek üzere. / İyi günler dileriz /
    Şikâyetiniz için bizi arayın
""")
SPANISH: Final = _phrases("""
    ¡Hola! / Su pedido n.º 48213 está en camino. / Llegará mañana entre las 10:00 y las 12:30. / Su
    código es 739204, / no lo comparta con nadie. / Gracias, / hasta mañana. / Le esperamos en la
    estación / ¿Podrá recogerlo después del miércoles?
""")
PORTUGUESE: Final = _phrases("""
    Olá, / a sua encomenda n.º 48213 está a caminho. / Chegará amanhã entre as 10:00 e as 12:30. / O
    código de confirmação é 739204, / não o partilhe com ninguém! / Obrigado, / até já. / Estamos à
    espera na estação / Promoções só até às três horas
""")
EMOJI: Final = _phrases("😀 / 😂 / 🎉 / 👍 / 🙏 / 🔥 / 😍 / 🥳 / ❤ / ☀")
EMOJI_SEQUENCES: Final = _phrases("""
    👨‍👩‍👧‍👦 / 👍🏽 / 🇩🇰 / 🇺🇦 / ❤️ / 🏳️‍🌈 / 👩🏾‍💻 / 🤦‍♂️ / 1️⃣ / 🧑‍🤝‍🧑 /
    😀😀😀 / 🎉🎂🥳 / ☀️ / ✌🏻 / 👁️‍🗨️ / 🏴󠁧󠁢󠁳󠁣󠁴󠁿
""")


class Kind(NamedTuple):
    """The phrases of a kind of message, the ends that make it one, what stands between."""

    phrases: Sequence[str]
    ends: Sequence[str] = ("",)
    gap: str = " "

    def write(self, random: Random, length: int) -> str:
        """Write phrases until the text with its end has the length."""
        end = random.choice(self.ends)
        text = random.choice(self.phrases)
        while len(text) + len(end) < length:
            text += self.gap + random.choice(self.phrases)
        return text[: length - len(end)] + end


PLAIN: Final = Kind(ENGLISH)
GSM: Final = Kind([*ENGLISH, *ACCENTED, *EXTENDED], GSM_ENDS)
CHATTY: Final = Kind([*ENGLISH, *EMOJI], EMOJI)
RUSSIAN: Final = Kind(CYRILLIC)
UNICODE: Final = [
    Kind([*ENGLISH, *EMOJI_SEQUENCES, *EMOJI_SEQUENCES], EMOJI_SEQUENCES),
    Kind(CJK, gap=""),
    Kind(ARABIC),
    Kind(HINDI),
]


def write_extended(random: Random, length: int, share: float) -> str:
    """Write GSM-7 of which a share of the characters is in the extension table."""
    text = ""
    owed = random.random()
    while len(text) < length:
        phrase = random.choice(EXTENDED if owed >= 1 else [*ENGLISH, *ACCENTED])
        owed += share * (len(phrase) + 1) - (owed >= 1)
        text += phrase + " "
    return text[:length]


class Corpus(NamedTuple):
    """Texts of one kind, on all of which everybody's counts are checked."""

    name: str
    description: str
    texts: list[str]

    @property
    def timed(self) -> list[str]:
        """The first texts, up to :data:`TIMED_CHARACTERS`."""
        ends = accumulate(map(len, self.texts))
        return [text for text, end in zip(self.texts, ends, strict=True) if end <= TIMED_CHARACTERS]


def _texts(random: Random, kinds: Sequence[Kind], lengths: range) -> list[str]:
    """Write as many texts of each kind, in random order."""
    texts = [
        kinds[index % len(kinds)].write(random, random.choice(lengths)) for index in range(TEXTS)
    ]
    random.shuffle(texts)
    return texts


def corpora() -> list[Corpus]:
    """Write the four corpora."""
    random = Random(SEED)  # noqa: S311 - the same texts in every run
    sixty_twenty_twenty = [*6 * [PLAIN], *2 * [GSM], CHATTY, RUSSIAN]
    return [
        Corpus(
            "short",
            "20-160 characters, ASCII",
            _texts(random, [PLAIN], range(20, 161)),
        ),
        Corpus(
            "mixed",
            "20-400; 60 % ASCII, 20 % accents and extension, 20 % emoji or Cyrillic",
            _texts(random, sixty_twenty_twenty, range(20, 401)),
        ),
        Corpus(
            "long",
            "1,000-1,600, GSM-7, 2 % extension",
            [write_extended(random, random.randint(1_000, 1_600), 0.02) for _ in range(TEXTS)],
        ),
        Corpus(
            "unicode",
            "20-400; emoji sequences, CJK, Arabic, Hindi",
            _texts(random, UNICODE, range(20, 401)),
        ),
    ]
