"""Chinese."""

from __future__ import annotations

from escalation.mail.words.words import MailWords

WORDS = MailWords(
    lang="zh",
    reply_subject="您的问题：{question}",
    reply_subject_plain="您的问题",
    wrote="{name}：",
    agent="我们的客服",
    assistant="自动助手",
    customer="您",
    notice="通知",
    sources="出处：",
    answer_here="您已离开页面，因此我们通过邮件回复。如需回复，直接回复这封邮件即可。",
    back="或回到您提问的页面继续：",
    stop="不想再收到关于此问题的邮件？请以“unsubscribe”为主题回复。",
    transcript_subject="{date} 的对话记录",
    transcript_intro="这是您要的对话记录。",
    sign_in_subject="您的登录链接",
    sign_in_hello="{name}，您好：",
    sign_in_text="使用此链接可登录一次：",
    sign_in_end="有效期至 {time}（UTC）。",
    sign_in_ignore="如果不是您本人申请的，无需任何操作：没有人登录。",
    left_out="[邮件中未能收下的文件：{names}]",
    cut="[邮件较长，其余部分已略去。]",
)
