"""The words of measures, time, money and colour that the reader looks for: folded text → what it stands for.

Words that only contain such a word (高领 has 高, 一直 has 一) are listed as NOTHING: the longest word wins, so they keep the short ones out.
"""

from __future__ import annotations

UNIT = {
    "cm": "cm", "厘米": "cm", "公分": "cm", "mm": "mm", "毫米": "mm", "m": "m", "米": "m", "公尺": "m",
    "尺": "chi", "市尺": "chi", "寸": "cun", "英寸": "inch", "吋": "inch",
    "kg": "kg", "kgs": "kg", "公斤": "kg", "千克": "kg", "斤": "jin", "市斤": "jin", "磅": "lb", "g": "g", "克": "g",
}

CUE = {
    "身高": "height", "净身高": "height", "个子": "height", "个头": "height", "个儿": "height", "海拔": "height", "高": "height", "身长": "height",
    "体重": "weight", "净体重": "weight", "重": "weight", "体种": "weight", "斤数": "weight",
    "腰围": "waist", "腰": "waist", "裤腰": "waist", "胸围": "bust", "上围": "bust", "上胸围": "bust", "胸": "bust",
    "臀围": "hip", "臀": "hip", "屁股": "hip", "肩宽": "shoulder", "肩": "shoulder", "肩膀": "shoulder", "肩膀宽": "shoulder", "肩膀宽度": "shoulder",
    "脚长": "foot_length", "脚": "foot_length", "足长": "foot_length", "脚板": "foot_length", "脚丫": "foot_length",
    "三围": "bust waist hip",
}

# Numbers after these measure the goods, not the person.
GOODS = (
    "衣长 裙长 裤长 袖长 长 宽 厚 深 下胸围 大腿围 腿围 小腿围 领围 袖口 裤脚 脚口 帽围 头围 跟高 鞋跟 筒高 靴筒 面积 克重 净重 毛重 含绒量 充绒量 "
    "首重 续重 超重 承重 载重 限重 尺寸 库存 价格 高度 长度 宽度 直径 容量 重量 腰带 腰高 型号 身幅 门牌 房间 楼层"
).split()

NOTHING = (
    "高领 高腰 高帮 高跟 高清 高级 高端 高档 提高 高中 高铁 高温 半高领 重新 重复 重发 重拍 重磅 重寄 重要 严重 贵重 中腰 低腰 收腰 腰带 胸前 胸口 胸垫 "
    "肩带 脚踝 脚感 脚趾 脚后跟 一直 一下 一起 一般 一样 一定 一点 一点点 一些 一会 一会儿 一次 一遍 一共 一律 一旦 一致 第一 "
    "十分 十足 万一 千万 百分 三包 四面 五星 七天无理由 一块一块 七无 八成 二手 半天 半价 两边 多久 中山装 玉米 小米 万能 统一 "
    "黄金 定金 订金 押金 现金 奖金 佣金 保证金 金额 大红包 红包 蛋白粉 奶粉 面粉 洗衣粉 粉丝 粉底 粉饼 黑心 黑名单 白条 白天 白酒 红酒 白菜 白糖 黄牛 黄瓜 绿豆 "
    "蓝牙 灰尘 青菜 红枣 红薯 紫菜 银行 "
    "哪个码 克服 斤斤 一块儿 大包装 大衣柜 衣柜 鞋柜 鞋架 鞋盒 两口子 二维码 三个月 一个月 个儿子 个儿童 个儿媳 连衣裙 大连帽 大连体"
).split()

# Colours a shopper may ask for whether or not the shop has them; each is also understood with 色 behind it.
COLOURS = (
    "红 橙 黄 绿 青 蓝 紫 黑 白 灰 粉 棕 米 咖 杏 驼 金 银 大红 正红 酒红 枣红 玫红 粉红 橘红 西瓜红 浅粉 藕粉 烟粉 橘 浅黄 鹅黄 姜黄 米黄 明黄 柠檬黄 "
    "浅绿 深绿 墨绿 军绿 豆绿 果绿 荧光绿 牛油果绿 薄荷绿 抹茶绿 浅蓝 深蓝 天蓝 宝蓝 藏蓝 藏青 雾霾蓝 湖蓝 克莱因蓝 牛仔蓝 浅紫 深紫 香芋紫 浅灰 深灰 烟灰 麻灰 花灰 "
    "银灰 米白 奶白 纯白 本白 象牙白 奶油白 纯黑 浅咖 深咖 咖啡 焦糖 卡其 浅卡其 燕麦 奶茶 巧克力 杏仁 裸 肤 豆沙 香槟 玫瑰金"
).split()

# Other names for one colour; used when the shop has only one of them.
SAME_COLOUR = (
    ("咖啡色", "咖色", "棕色"), ("橘色", "橙色"), ("奶白色", "奶油白", "米白"), ("藏蓝色", "藏青"), ("枣红色", "酒红"), ("裸色", "肤色"),
    ("大红色", "正红", "红色"), ("纯白色", "白色"), ("纯黑色", "黑色"), ("粉红色", "粉色"), ("雾蓝", "雾霾蓝"), ("军绿色", "军绿"),
)


def _weekdays() -> dict[str, str]:
    """周五, 下周5, 下个星期五, 礼拜5; without 个 they mean the same. 周5 by itself is rather 一周5次."""
    found = {}
    for which in ("", "这", "本", "下", "上", "下下", "上上", "这个", "下个", "上个", "下下个"):
        for week in ("周", "星期", "礼拜"):
            for said, day in (*zip("一二三四五六日天", "一二三四五六日天"), *zip("123456", "一二三四五六")):
                if not (week == "周" and (which.endswith("个") or said.isdigit() and not which)):
                    found[which + week + said] = which.removesuffix("个") + week + day
    return found


# Folded phrase → the word for it that the calendar knows (bot/understanding/days.py).
DAY = {
    **{word: word for word in (
        "今天 明天 后天 大后天 昨天 前天 大前天 今晚 明晚 昨晚 今早 明早 今日 明日 昨日 当天 次日 周末 这周末 下周末 本周 这周 下周 上周 上上周 这个月 下个月 上个月 月底 月初 月中 "
        "下个月初 下个月中 年底 年前 年后 过年 春节 除夕 元旦 元宵 清明 五一 六一 端午 七夕 中秋 国庆 平安夜 圣诞 圣诞节 情人节 母亲节 父亲节 女神节 三八节 儿童节 教师节 "
        "双11 双十一 双12 双十二 国庆节 中秋节 端午节 元旦节 清明节 劳动节 妇女节 元宵节 七夕节 重阳 重阳节 万圣节 年货节"
    ).split()},
    **{word: "今天" for word in ("今儿", "今儿个", "今个儿")}, **{word: "明天" for word in ("明儿", "明儿个", "明个儿")},
    **{word: "昨天" for word in ("昨儿", "昨儿个", "昨个儿")}, "后儿个": "后天", "后个儿": "后天", "前儿个": "前天", "大后儿个": "大后天",
    **{word: "月底" for word in ("月末", "本月底", "本月末", "这月底", "这个月底", "这个月末")}, "上个月底": "上个月底", "上月底": "上个月底",
    **{word: "下个月底" for word in ("下个月底", "下个月末", "下月底", "下月末")}, "下月初": "下个月初", "下月": "下个月", "上月": "上个月", "本月": "这个月",
    **{word: "除夕" for word in ("除夕夜", "大年三十", "大年夜")}, "大年初一": "春节",
    **_weekdays(),
}  # fmt: skip

PART_OF_DAY = {
    "凌晨": 0, "早上": 0, "早晨": 0, "上午": 0, "中午": 12, "下午": 12, "傍晚": 12, "晚上": 12, "今晚": 12, "明晚": 12, "昨晚": 12,
}  # what to add to an hour below 12
