"""Chinese."""

from __future__ import annotations

from escalation.clocks.words.words import ExpectationWords

WORDS = ExpectationWords(
    typical="首次回复通常需要约{time}。",
    closes_first="在此之前我们可能已下班，{when}恢复服务。",
    closed="我们现在不在工作时间，{when}恢复服务。",
    closed_for_long="我们目前暂停服务。",
    ask_email="如果您留下邮箱地址，我们也可以通过邮件联系您。",
    today="今天{clock}（{zone}）",
    weekday="{day}{clock}（{zone}）",
    date="{month}{number}日{clock}（{zone}）",
    days=("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    months=tuple(f"{number}月" for number in range(1, 13)),
    units={"minute": ("1 分钟", " {n} 分钟"), "hour": ("1 小时", " {n} 小时"), "day": ("1 天", " {n} 天")},
    time_of="{}时间".format,
    # The time of Asia/Shanghai is that of Beijing to who speaks Chinese.
    cities={
        "Algiers": "阿尔及尔", "Amsterdam": "阿姆斯特丹", "Athens": "雅典", "Auckland": "奥克兰", "Bangkok": "曼谷",
        "Beirut": "贝鲁特", "Berlin": "柏林", "Bogota": "波哥大", "Brisbane": "布里斯班", "Brussels": "布鲁塞尔",
        "Bucharest": "布加勒斯特", "Budapest": "布达佩斯", "Buenos_Aires": "布宜诺斯艾利斯", "Cairo": "开罗",
        "Caracas": "加拉加斯", "Casablanca": "卡萨布兰卡", "Chicago": "芝加哥", "Copenhagen": "哥本哈根",
        "Denver": "丹佛", "Dubai": "迪拜", "Dublin": "都柏林", "Havana": "哈瓦那", "Helsinki": "赫尔辛基",
        "Ho_Chi_Minh": "胡志明市", "Hong_Kong": "香港", "Istanbul": "伊斯坦布尔", "Jakarta": "雅加达",
        "Jerusalem": "耶路撒冷", "Johannesburg": "约翰内斯堡", "Karachi": "卡拉奇", "Kolkata": "加尔各答",
        "Kuala_Lumpur": "吉隆坡", "Kyiv": "基辅", "Lagos": "拉各斯", "Lima": "利马", "Lisbon": "里斯本",
        "London": "伦敦", "Los_Angeles": "洛杉矶", "Luxembourg": "卢森堡", "Macau": "澳门", "Madrid": "马德里",
        "Manila": "马尼拉", "Melbourne": "墨尔本", "Mexico_City": "墨西哥城", "Moscow": "莫斯科", "Nairobi": "内罗毕",
        "New_York": "纽约", "Oslo": "奥斯陆", "Paris": "巴黎", "Perth": "珀斯", "Prague": "布拉格", "Riyadh": "利雅得",
        "Rome": "罗马", "Santiago": "圣地亚哥", "Sao_Paulo": "圣保罗", "Seoul": "首尔", "Shanghai": "北京",
        "Singapore": "新加坡", "Stockholm": "斯德哥尔摩", "Sydney": "悉尼", "Taipei": "台北", "Tehran": "德黑兰",
        "Tokyo": "东京", "Toronto": "多伦多", "Tunis": "突尼斯", "Urumqi": "乌鲁木齐", "Vancouver": "温哥华",
        "Vienna": "维也纳", "Warsaw": "华沙", "Zurich": "苏黎世",
    },
    latin=False,
    joint="",
)  # fmt: skip
