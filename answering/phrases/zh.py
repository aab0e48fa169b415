"""Chinese."""

from __future__ import annotations

from answering.phrases.phrase import Phrase

PHRASES = {
    Phrase.GREETING: "您好！请问您想了解什么？",
    Phrase.THANKS: "不客气。还有什么可以帮您的吗？",
    Phrase.GOODBYE: "再见，有问题欢迎随时回来。",
    Phrase.HOW_ARE_YOU: "一切都好，谢谢。请问您想了解什么？",
    Phrase.WHO_ARE_YOU: (
        "我是自动助手：根据帮助文章回答问题，并注明每个回答的出处。如果您想和人工客服交谈，请直接告诉我。"
    ),
    Phrase.CHAT: "我可以回答帮助文章里讲到的问题。请问您想了解什么？",
    Phrase.GIBBERISH: "我没有看懂您的问题，可以用几个词简单说一下吗？",
    Phrase.INSTRUCTION_PROBE: "我只能根据帮助文章回答问题。请问您想了解什么？",
    Phrase.CAVEAT: "我不确定这是否回答了您的问题，但这是我找到的最接近的内容：",
    Phrase.CAVEAT_OFFER: "如果不是您要的，请补充一些细节，或要求转人工。",
    Phrase.PART_OPEN: "关于“{question}”，我没有找到有把握的内容。",
    Phrase.OTHER_LANGUAGE: "这部分内容只有{language}版本：",
    Phrase.CLARIFY: "您指的是下面哪一项？",
    Phrase.CLARIFY_LANGUAGE: "有相关的帮助内容，但没有您所用语言的版本。您想看下面哪种语言的？",
    Phrase.NONE_OF_THEM: "看来您要找的是别的内容。请再补充一些细节，或者需要我请人工客服吗？",
    Phrase.NO_CONTENT: "帮助文章里没有找到相关内容。我已把您的问题转给人工客服，他们会在这里回复您。",
    Phrase.LOW_CONFIDENCE: "我没有把握给出可靠的回答。我已把您的问题转给人工客服，他们会在这里回复您。",
    Phrase.ASKED_FOR_PERSON: "好的，我已请人工客服接手，他们会在这里回复您。",
    Phrase.REPEATED_FAILURE: "我的回答没能帮到您。我已请人工客服接手，他们会在这里回复您。",
    Phrase.NEGATIVE_FEEDBACK: "很抱歉没能帮到您。我已请人工客服接手，他们会在这里回复您。",
    Phrase.SENSITIVE_TOPIC: "这件事由人工客服处理更合适。我已转交，他们会在这里回复您。",
    Phrase.COMPLAINT: "很抱歉给您带来不便。我已把您的消息转给人工客服，他们会在这里回复您。",
    Phrase.ACCOUNT_ACTION: ("这需要有人查看您的账号或订单。我已转给人工客服，他们会在这里回复您。"),
    Phrase.INTERNAL_FAILURE: "我们这边出了点问题。我已把您的问题转给人工客服，他们会在这里回复您。",
    Phrase.PERSON_IN_CHARGE: "您的消息已送达正在为您服务的客服人员。",
    Phrase.STILL_QUEUED: "您的问题正在等待人工客服，这条消息他们也会看到，并会在这里回复您。",
    Phrase.OFFER_PERSON: "对此我仍然没有把握给出可靠的回答。需要我再请人工客服吗？直接告诉我即可。",
    Phrase.MEANWHILE: "人工客服仍会在这里回复您。在此期间，我（自动助手）找到了以下内容：",
    Phrase.HOW_SATISFIED: "此事已标记为解决；如果还没有解决，请直接再写消息。您对得到的帮助满意吗？",
}
