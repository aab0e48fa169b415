"""A small help centre in four languages, with all that content can hold: steps, a table, code, an image, long words."""

from __future__ import annotations

from dataclasses import dataclass

_EN = """To reset your password, use the security settings of your account.

## Reset the password

1. Open **Settings** and choose **Security**.
2. Select **Reset password**; a code arrives on your phone.
3. Type the code and choose a new password of at least twelve characters.

Afterwards every other device is signed out.
"""
_EN_CODES = """Error codes of the exporter are listed in this table.

| Code | Meaning | What to do |
| --- | --- | --- |
| EXP-1001 | The file has more than one million rows | Split the export by month |
| EXP-1002 | A_very_long_identifier_without_any_space_that_has_to_be_wrapped_somewhere_on_a_phone | Rename the column |

![The export window with its three fields](/static/export.png)

```
askwell export --from 2026-01-01 --to 2026-12-31 --format csv --into /a/very/long/path/that/needs/scrolling.csv
```
"""
_ES = """Para restablecer la contraseña, use los ajustes de seguridad de su cuenta.

## Restablecer la contraseña

1. Abra **Ajustes** y elija **Seguridad**.
2. Seleccione **Restablecer contraseña**; un código llega a su teléfono.
3. Escriba el código y elija una contraseña nueva de al menos doce caracteres.

Después se cierra la sesión en todos los demás dispositivos.
"""
_ES_CODES = """Los códigos de error del exportador están en esta tabla.

| Código | Significado | Qué hacer |
| --- | --- | --- |
| EXP-1001 | El archivo tiene más de un millón de filas | Divida la exportación por meses |
| EXP-1002 | Identificador_muy_largo_sin_ningún_espacio_que_hay_que_partir_en_un_teléfono | Cambie el nombre |
"""
_FR = """Pour réinitialiser votre mot de passe, utilisez les paramètres de sécurité de votre compte.

## Réinitialiser le mot de passe

1. Ouvrez **Paramètres** et choisissez **Sécurité**.
2. Sélectionnez **Réinitialiser le mot de passe** ; un code arrive sur votre téléphone.
3. Saisissez le code et choisissez un nouveau mot de passe d’au moins douze caractères.

Ensuite, tous les autres appareils sont déconnectés.
"""
_FR_CODES = """Les codes d’erreur de l’exportateur se trouvent dans ce tableau.

| Code | Signification | Que faire |
| --- | --- | --- |
| EXP-1001 | Le fichier compte plus d’un million de lignes | Divisez l’exportation par mois |
| EXP-1002 | Identifiant_très_long_sans_aucune_espace_qu_il_faut_couper_sur_un_téléphone | Renommez la colonne |
"""
_ZH = """要重置密码，请使用账户的安全设置。

## 重置密码

1. 打开**设置**，选择**安全**。
2. 点击**重置密码**，验证码会发送到您的手机。
3. 输入验证码，并设置一个至少十二个字符的新密码。

之后，所有其他设备都会退出登录。
"""
_ZH_CODES = """导出工具的错误代码列在下表中。

| 代码 | 含义 | 处理方法 |
| --- | --- | --- |
| EXP-1001 | 文件超过一百万行 | 按月份拆分导出 |
| EXP-1002 | 一个没有任何空格的非常长的列名必须在手机上换行显示否则会超出屏幕的宽度 | 重命名该列 |
"""


@dataclass(frozen=True)
class Sample:
    """What a visitor who speaks one language asks."""

    lang: str
    steps: str
    """Is answered with numbered steps."""
    table: str
    """Is answered with a row of a table."""
    choice: str
    """Fits two articles, and is asked back."""
    person: str
    reply: str
    """What the agent writes."""
    articles: tuple[tuple[str, str], ...] = ()
    """Title and Markdown."""
    examples: str = ""


SAMPLES = (
    Sample(
        "en",
        "How do I reset my password?",
        "What does error EXP-1001 of the exporter mean?",
        "How do I install the recorder?",
        "I want to talk to a person about my invoice",
        "Hello! I have your **invoice** in front of me.\n\n1. Open *Billing*\n2. Press `Send again`\n\n"
        "![The billing page](https://example.com/billing.png) or https://example.com/billing",
        (
            ("Reset your password", _EN),
            ("Error codes of the exporter", _EN_CODES),
            ("Install the recorder on Windows", "To install the recorder, download Recorder.exe and open it."),
            ("Install the recorder on macOS", "To install the recorder, download Recorder.dmg and open it."),
        ),
        "How do I reset my password?|What does error EXP-1001 mean?|How do I install the recorder?",
    ),
    Sample(
        "es",
        "¿Cómo restablezco mi contraseña?",
        "¿Qué significa el error EXP-1001 del exportador?",
        "¿Cómo instalo la grabadora?",
        "Quiero hablar con una persona sobre mi factura",
        "Hola, tengo su **factura** delante.\n\n1. Abra *Facturación*\n2. Pulse `Enviar de nuevo`",
        (
            ("Restablecer la contraseña", _ES),
            ("Códigos de error del exportador", _ES_CODES),
            ("Instalar la grabadora en Windows", "Para instalar la grabadora, descargue Recorder.exe y ábralo."),
            ("Instalar la grabadora en macOS", "Para instalar la grabadora, descargue Recorder.dmg y ábralo."),
        ),
        "¿Cómo restablezco mi contraseña?|¿Cómo instalo la grabadora?",
    ),
    Sample(
        "fr",
        "Comment réinitialiser mon mot de passe ?",
        "Que signifie l’erreur EXP-1001 de l’exportateur ?",
        "Comment installer l’enregistreur ?",
        "Je voudrais parler à une personne au sujet de ma facture",
        "Bonjour, j’ai votre **facture** sous les yeux.\n\n1. Ouvrez *Facturation*\n2. Appuyez sur `Renvoyer`",
        (
            ("Réinitialiser votre mot de passe", _FR),
            ("Codes d’erreur de l’exportateur", _FR_CODES),
            ("Installer l’enregistreur sous Windows", "Pour installer l’enregistreur, ouvrez Recorder.exe."),
            ("Installer l’enregistreur sous macOS", "Pour installer l’enregistreur, ouvrez Recorder.dmg."),
        ),
        "Comment réinitialiser mon mot de passe ?|Comment installer l’enregistreur ?",
    ),
    Sample(
        "zh",
        "如何重置我的密码？",
        "导出工具的错误 EXP-1001 是什么意思？",
        "如何安装录音机？",
        "我想就发票问题联系人工客服",
        "您好，我已经看到您的**发票**。\n\n1. 打开*账单*\n2. 点击 `重新发送`",
        (
            ("重置密码", _ZH),
            ("导出工具的错误代码", _ZH_CODES),
            ("在 Windows 上安装录音机", "要安装录音机，请下载并打开 Recorder.exe。"),
            ("在 macOS 上安装录音机", "要安装录音机，请下载并打开 Recorder.dmg。"),
        ),
        "如何重置我的密码？|如何安装录音机？",
    ),
)
ENGLISH = SAMPLES[0]
ARABIC = {
    "launcher": "مساعدة",
    "open": "افتح المساعدة",
    "close": "أغلق المساعدة",
    "assistant": "المساعد",
    "assistant_note": "مساعد آلي",
    "greeting": "مرحبًا! أنا مساعد آلي ولست إنسانًا. أجيب من مقالات المساعدة وأبيّن مصدر كل إجابة.",
    "examples": "يمكنك أن تسأل",
    "placeholder": "اطرح سؤالًا…",
    "input": "رسالتك",
    "send": "أرسل",
    "sources": "المصادر",
    "helpful": "هل أفادتك الإجابة؟",
    "yes": "نعم",
    "no": "لا",
    "copy": "انسخ",
    "person": "تحدث إلى شخص",
    "restart": "محادثة جديدة",
    "queued": "في انتظار شخص",
    "source_quote": "المظلل مقتبس حرفيًا",
    "source_open": "افتح المقالة",
    "source": "المصدر",
    "source_date": "بتاريخ {date}",
    "ask": "اسأل",
    "search": "ابحث",
    "transcript": "نسخة بالبريد",
    "escalate": "أُحيل إلى فريقنا",
    "queued_text": "محادثتك لدى فريقنا. يصل الرد هنا، ويمكنك العودة لاحقًا.",
    "next": "دورك التالي",
    "position": "رقم {position} في الانتظار",
    "related": "مقالات ذات صلة",
}
"""Words that a site brings for a language that Askwell does not speak."""
