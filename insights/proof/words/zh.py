"""Chinese."""

from __future__ import annotations

from insights.proof.words.words import AnsweredWords

WORDS = AnsweredWords(
    lang="zh",
    subject="您的问题已有答案：{question}",
    intro="您曾问过一个我们当时无法回答的问题。现在有答案了。",
    asked="您的问题：",
    answer="答案：",
    read_on="查看全文：",
    why="因为您希望得到通知，所以会收到这封邮件，仅此一次。",
    stop="不想再收到这类邮件？",
    page_title="停止邮件通知",
    page_ask="当您的问题有了答案时，我们是否不再用邮件通知您？",
    page_button="不再接收这类邮件",
    page_done="好的，我们不会再用邮件通知您答案。",
    page_bad="此链接不完整。请复制邮件中的完整地址。",
)
