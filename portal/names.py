"""Chinese personal names: where the family name ends."""

import re

# Those of two characters that are common enough to meet; all others are the first character.
DOUBLE_SURNAME = re.compile(
    "欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶|太叔|申屠|公孙|"
    "慕容|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|闾丘|令狐|百里|呼延|东郭|南门|羊舌|微生|第五|梁丘|左丘|西门"
)


def surname(name: str) -> str:
    """The family name: 尉迟青 → 尉迟, 王晓明 → 王."""
    name = str(name or "").strip()
    return name[:2] if DOUBLE_SURNAME.match(name) else name[:1]
