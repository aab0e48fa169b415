"""Chinese."""

from __future__ import annotations

from insights.digest.words.words import DigestWords

WORDS = DigestWords(
    lang="zh",
    subject="内容周报 {first} 至 {last}：新缺口 {opened} 个，已关闭 {closed} 个",
    hello="{name}，您好：",
    asked="{first} 至 {last}，客户向帮助内容提出了 {questions} 个问题。",
    answered="已回答：{rate}（前一周：{before}）。",
    nothing_before="无人提问",
    shares="确认有帮助：{confirmed}。推定有帮助：{assumed}。转交人工：{handed_off}。",
    without_answer="没有得到好答案的问题：{number} 个。",
    nobody_asked="{first} 至 {last}，没有人向帮助内容提问。",
    no_gaps="没有新的、关闭的或重新打开的缺口。",
    new="客户问了却没有得到的（新缺口）",
    worst="尚待处理的危害最大的缺口",
    closed="已关闭：重新提问后得到了回答",
    reopened="重新打开",
    size="问题 {questions} 个，客户 {customers} 位",
    board="全部缺口：",
    report="各项数字及其定义：",
    why="您选择了每周一接收这封信。信中引用的问题已遮盖个人数据。",
    stop="停止接收：",
)
