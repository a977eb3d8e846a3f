"""Directives composed from words by a seeded generator: as many and as long as a measurement needs, in either language."""

from __future__ import annotations

from pathlib import Path
from random import Random

VI = {
    "bearers": ["Sở Tài chính", "UBND các xã, phường", "Văn phòng UBND tỉnh", "Công an tỉnh", "Ban Quản lý dự án", "Giám đốc Sở Y tế"],
    "modals": ["phải", "có trách nhiệm", "cần", "chủ trì, phối hợp với các đơn vị liên quan", "không được"],
    "actions": [
        "rà soát danh sách hộ nghèo",
        "báo cáo kết quả thực hiện",
        "bố trí kinh phí cho công tác phòng chống thiên tai",
        "công khai thủ tục hành chính tại nơi tiếp dân",
        "kiểm tra an toàn hồ chứa nước",
        "xử lý nghiêm các trường hợp vi phạm",
    ],
    "times": ["trước ngày {d}/{m}/2026", "trong quý III năm 2026", "chậm nhất ngày {d} tháng {m} năm 2026", "hằng tháng", ""],
    "background": [
        "Thời gian qua, công tác quản lý đất đai trên địa bàn có nhiều chuyển biến.",
        "Mưa lớn kéo dài đã gây ngập úng tại một số khu dân cư ven sông.",
        "Nhiều hộ gia đình đã tự nguyện hiến đất để mở đường liên thôn.",
    ],
}
ZH = {
    "bearers": ["省财政厅", "各县（市、区）人民政府", "市水务局", "各街道办事处", "县教育局主要负责人", "乡镇党委"],
    "modals": ["应当", "必须", "负责", "要", "不得"],
    "actions": ["落实河湖巡查制度", "将专项资金拨付到村", "公开办事指南", "排查校舍安全隐患", "报送工作进展情况", "擅自提高收费标准"],
    "times": ["于2026年{m}月{d}日前", "在第三季度末前", "每月", "自通知印发之日起15个工作日内", ""],
    "background": ["近年来，全县农村道路条件明显改善。", "连日强降雨造成部分低洼地段积水。", "许多村民主动参加了植树活动。"],
}


def document(language: str, seed: int, characters: int) -> str:
    """Return a directive of about so many characters; a third of its sentences hold no promise."""
    random, words = Random(f"{language}{seed}{characters}"), VI if language == "vi" else ZH
    lines = ["CHỈ THỊ" if language == "vi" else "关于做好重点工作的通知", ""]
    size = 0
    while size < characters:
        lines.append(_sentence(random, words, language))
        size += len(lines[-1]) + 1
    return "\n".join(lines) + "\n"


def write(folder: Path, number: int, characters: int, first: int = 0) -> list[Path]:
    """Write so many documents, the languages in turn, into sub-folders of a thousand; return their paths in order."""
    paths = []
    for seed in range(first, first + number):
        language = ("vi", "zh")[seed % 2]
        path = folder / f"{seed // 1000:04d}" / f"{seed:07d}-{language}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document(language, seed, characters), encoding="utf-8")
        paths.append(path)
    return paths


def _sentence(random: Random, words: dict[str, list[str]], language: str) -> str:
    if random.random() < 1 / 3:
        return random.choice(words["background"])
    time = random.choice(words["times"]).format(d=random.randint(1, 28), m=random.randint(1, 12))
    bearer, modal, action = (random.choice(words[part]) for part in ("bearers", "modals", "actions"))
    if language == "zh":
        return f"{bearer}{modal}{time}{action}。"
    return " ".join(filter(None, (bearer, modal, action, time))) + "."
