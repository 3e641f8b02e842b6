"""The invented people who have an account at the provider; their numbers pass every check and belong to nobody."""

from collections.abc import Mapping
from dataclasses import dataclass

PASSWORD = "qingchuang-demo"  # noqa: S105 - stands on the provider's sign-in page
VERIFIED, UNVERIFIED = "3", "1"


@dataclass(frozen=True)
class Person:
    """Somebody with a name for signing in, and what a provider would say of them."""

    username: str
    name: str
    id_number: str
    phone: str
    level: str = VERIFIED

    @property
    def duty(self) -> str:
        """What the person is good for in a demo."""
        return "已实名" if self.level == VERIFIED else "只注册，没有实名"


PEOPLE: Mapping[str, Person] = {
    person.username: person
    for person in (
        Person("linhai", "林海", "370299199203150015", "10000000001"),
        Person("ouyangyu", "欧阳雨", "370299198811230022", "10000000002"),
        Person("shenmo", "沈墨", "370299200006010035", "10000000003"),
        Person("tangwei", "唐未", "370299199512200047", "10000000004", level=UNVERIFIED),
    )
}
