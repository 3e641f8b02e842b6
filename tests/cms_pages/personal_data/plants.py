"""Invented numbers in every spelling people use, and notices that hold none of them."""

from random import Random

from cms_pages.personal_data.numbers import check_character

WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def resident_id(random: Random) -> str:
    """An ID number of nobody: the county code is not in use."""
    day = f"{random.randint(1950, 2005)}{random.randint(1, 12):02}{random.randint(1, 28):02}"
    first = f"37{random.randint(1, 17):02}99{day}{random.randint(0, 999):03}"
    return first + check_character(first)


def mobile(random: Random) -> str:
    return f"1{random.choice('3456789')}{random.randint(0, 999_999_999):09}"


def bank_card(random: Random) -> str:
    first = f"62{random.randint(0, 10**16 - 1):016}"
    return next(first + digit for digit in "0123456789" if _luhn(first + digit))


def _luhn(digits: str) -> bool:
    values = [int(char) * (1 + place % 2) for place, char in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in values) % 10 == 0


def spellings(number: str) -> dict[str, str]:
    """The number as people and programs write it."""
    cuts = (3, 7) if len(number) == 11 else (6, 14)
    parts = [number[: cuts[0]], number[cuts[0] : cuts[1]], number[cuts[1] :]]
    middle = len(number) // 2
    return {
        "solid": number,
        "spaced": " ".join(parts),
        "hyphens": "-".join(parts),
        "dots": ".".join(parts),
        "wide": number.translate(WIDE),
        "broken": f"{number[:middle]}\n{number[middle:]}",
        "invisible": f"{number[:4]}\u200b{number[4:9]}\u00ad{number[9:]}",
        "wide spaces": "\u3000".join(parts),
    }


def clean_notice(random: Random) -> str:
    """A notice as offices write them, full of figures, without anything personal."""
    year, month, day = random.randint(2023, 2027), random.randint(1, 12), random.randint(1, 28)
    amount = random.randint(10_000, 99_999_999)
    company = f"海澜{random.choice(['云帆', '潮汐', '青屿', '沙岬'])}科技有限公司"
    lines = [
        f"关于{year}年度第{random.randint(1, 9)}批创业扶持资金拨付的公示",
        f"海人社字〔{year}〕{random.randint(1, 300)}号",
        f"{company}，统一社会信用代码 913702{random.randint(10, 99)}MA{_code(random, 8)}",
        f"拨付金额 {amount:,} 元（大写略），共 {random.randint(10**10, 2 * 10**10)} 元预算内列支。",
        f"公示时间：{year}-{month:02}-{day:02} 09:00 至 {year}-{month:02}-{day:02} 17:30",
        f"联系电话：0532-8{random.randint(1_000_000, 9_999_999)}，服务热线：400-{random.randint(100, 999)}-1888、12333",
        f"招标编号：SDGP3702{year}{random.randint(10**8, 10**9 - 1)}，合同编号 HL-{year}-{random.randint(1000, 9999)}-1",
        f"开户行：海澜商业银行；账号：3803{random.randint(10**13, 10**14 - 1)}",
        f"面积 {random.randint(100, 999)}.{random.randint(10, 99)} 平方米，工位 {random.randint(10, 90)} 个，"
        f"比上年增长 {random.randint(1, 99)}.{random.randint(0, 9)}%。",
        f"序号 {' '.join(str(number) for number in range(1, 12))}",
        f"邮编 266{random.randint(100, 999)}，邮箱 service{random.randint(1, 99)}@hailan.example",
        f"各区户数：{' '.join(str(random.randint(100, 2000)) for _ in range(5))}",
        f"https://www.hailan.example/art/{year}/{month}/{day}/art_{random.randint(1000, 9999)}_{random.randint(10**6, 10**7)}.html",
        f"服务器 139.196.{random.randint(1, 254)}.{random.randint(1, 254)}，流水号 {year}{month:02}{day:02}"
        f"{random.randint(10**9, 10**10 - 1)}",
    ]
    random.shuffle(lines)
    return "\n".join(lines)


def _code(random: Random, length: int) -> str:
    return "".join(random.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(length - 1)) + "K"
