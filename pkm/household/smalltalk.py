"""The mail that answers nothing: friends, parcels, newsletters, offers. It makes finding the rest a task."""

from __future__ import annotations

from datetime import date, timedelta

from pkm.household.days import shift_month, spoken
from pkm.household.mailbox import Party, Post, Turn


def write_smalltalk(post: Post) -> None:
    """Write it all, on days of the two years that the seed chooses."""
    _write_friends(post)
    _write_errands(post)
    _write_notices(post)
    _write_newsletters(post)


def _some_day(post: Post, room: str) -> date:
    """A day of the 24 months, three weeks before today at the latest."""
    plan = post.plan
    return plan.start + timedelta(days=plan.rng(f"day {room}").randrange((plan.today - plan.start).days - 21))


def _write_friends(post: Post) -> None:
    """Dinner, books, a birthday, lunch."""
    plan, rng = post.plan, post.plan.rng("friends")
    me, partner = (Party.person(each) for each in plan.people)
    one, two, three, four, five = (Party.person(each) for each in plan.friends)
    dish = rng.choice(("a risotto", "the big lasagne", "dumplings", "a tagine"))
    book = rng.choice(("the one about the lighthouse", "the short novel about the bees", "the travel diary"))
    post.write("Dinner at ours?", _some_day(post, "dinner"), me, one, [
        Turn(">", 0, f"Would you two like to come on Saturday? We make {dish}, around seven."),
        Turn("<", 1, "With pleasure. Shall we bring dessert or wine?"),
        Turn(">", 0, "Dessert! The oven is taken, so something cold."),
        Turn("<", 1, "Then it is the lemon cream again. Until Saturday."),
    ])  # fmt: skip
    post.write("Book club", _some_day(post, "books"), partner, two, [
        Turn("<", 0, f"For the next time I propose {book}. It is thin, nobody has an excuse."),
        Turn(">", 2, "Agreed. Thursday in three weeks, at yours?"),
        Turn("<", 1, "At mine, half past seven, I have chairs for eight."),
        Turn(">", 1, "I bring olives, and opinions."),
    ])  # fmt: skip
    post.write("Grandmother's birthday", _some_day(post, "birthday"), me, three, [
        Turn("<", 0, "She will be ninety and says that she wants no fuss. So: how much fuss do we make?"),
        Turn(">", 1, "A moderate amount. Cake, the good photographs, and no speeches longer than a minute."),
        Turn("<", 1, "I order the cake, you do the photographs. Train or car?"),
        Turn(">", 1, "Train. We take the early one and are there for coffee."),
    ])  # fmt: skip
    post.write("Lunch on Tuesday", _some_day(post, "lunch"), partner, four, [
        Turn(">", 0, "Are you in the office on Tuesday? The noodle place has opened again."),
        Turn("<", 0, "I am, from ten. Twelve sharp, before the queue."),
    ])  # fmt: skip
    post.write("Ficus and letter box", _some_day(post, "neighbour"), me, five, [
        Turn(">", 0, "We are away for a week. Could you water the ficus and empty the letter box? The key is where it always is."),
        Turn("<", 1, "Of course. The ficus and I are old friends. A parcel for you is with me already."),
        Turn(">", 1, "You are a treasure. We bring cheese."),
    ])  # fmt: skip


def _write_errands(post: Post) -> None:
    """Between the two, the garage, the doctor, the human resources."""
    plan, rng = post.plan, post.plan.rng("errands")
    me, partner = (Party.person(each) for each in plan.people)
    post.write("Saturday", _some_day(post, "saturday"), me, partner, [
        Turn(">", 0, "List for Saturday: light bulbs, rye flour, return the drill, look at lamps. Anything else?"),
        Turn("<", 0, "Coffee filters. And the recycling, before noon this time."),
    ])  # fmt: skip
    issued = plan.servicing.issued
    post.write("Winter wheels", issued - timedelta(days=9), me, Party.firm(plan.firms["garage"], "werkstatt"), [
        Turn(">", 0, "Good morning, could you change our wheels in the next two weeks and store the others?"),
        Turn("<", 1, f"Bonjour, gladly. Bring the car on {spoken(issued - timedelta(days=3))} before nine, it is ready at noon."),
        Turn(">", 1, "That suits us. Please look at the wipers, too."),
    ])  # fmt: skip
    doctor = Party(f"Praxis Dr. {plan.firms['phone'].contact.split()[-1]}", "praxis@hausarzt.example", "Ihr Praxisteam")
    visit = _some_day(post, "doctor")
    post.write("Terminerinnerung", visit, partner, doctor, [
        Turn("<", 0, f"Wir erinnern an Ihren Termin am {visit + timedelta(days=4):%d.%m.%Y} um {rng.randint(8, 11)}:15 Uhr. Bitte bringen Sie die Versichertenkarte mit."),
        Turn(">", 1, "Vielen Dank, ich komme pünktlich."),
    ])  # fmt: skip
    post.write("Chair for the home office", _some_day(post, "chair"), me, Party.firm(plan.firms["employer_1"], "hr"), [
        Turn("<", 0, f"Dear {plan.people[0].first}, the company lends you a chair for your desk at home. Please choose one of the two models in the portal."),
        Turn(">", 2, "Thank you, I took the one with the high back."),
    ])  # fmt: skip


def _write_notices(post: Post) -> None:
    """Parcels, the bank, the internet company, an offer that is long gone."""
    plan, rng = post.plan, post.plan.rng("notices")
    me, partner = (Party.person(each) for each in plan.people)
    carrier = Party("Paketdienst", "zustellung@paketdienst.example")
    for number in range(3):
        post.write(f"Ihr Paket {rng.randrange(10**9, 10**10)}", _some_day(post, f"parcel {number}"), rng.choice((me, partner)), carrier, [
            Turn("<", 0, rng.choice((
                "Your parcel is in the delivery van and arrives between one and four in the afternoon.",
                "We did not meet you. Your parcel is at the shop on the corner for seven days.",
                "Ihr Paket wurde bei einem Nachbarn abgegeben.",
            )), rng.choice(("plain", "alternative"))),
        ])  # fmt: skip
    post.write("How we protect you", _some_day(post, "bank"), partner, Party.firm(plan.firms["bank_b"], "info"), [
        Turn("<", 0, "We never ask for your PIN by mail or telephone. If a message seems strange, delete it and call us on the number on your card.", "html"),
    ])  # fmt: skip
    post.write("Maintenance of the network", _some_day(post, "outage"), me, Party.firm(plan.firms["internet"], "news"), [
        Turn("<", 0, "In the night to Wednesday your connection is down for up to two hours between one and four. We are sorry."),
    ])  # fmt: skip
    offered = shift_month(plan.phone.start, -12)
    post.write("Only this week: our mobile offer", max(offered, plan.start), partner, Party.firm(plan.firms["old_phone"], "angebote"), [
        Turn("<", 0, f"Come over to us: all networks, EUR {plan.phone.fee - 5:.2f} a month, minimum term twelve months, notice period two months. The offer ends on Sunday.", "html"),
        Turn("<", 5, "Extended until tomorrow: the same price, and no connection fee.", "html"),
    ])  # fmt: skip
    post.write("Closed in summer", _some_day(post, "gym"), partner, Party.firm(plan.firms["gym"], "team"), [
        Turn("<", 0, "We renew the floor and are closed for eight days in August. Your membership is extended by as much, at no cost."),
    ])  # fmt: skip


def _write_newsletters(post: Post) -> None:
    """HTML that nobody reads."""
    plan, rng = post.plan, post.plan.rng("newsletters")
    me = Party.person(plan.people[0])
    offers = ("asparagus", "plums", "mountain cheese", "olive oil", "salmon", "chestnuts", "oranges", "coffee beans")
    for role in ("supermarket_1", "supermarket_3", "shop_1", "news"):
        for number in range(2):
            first, second = rng.sample(offers, 2)
            post.write(f"{plan.firms[role].name}: this week", _some_day(post, f"{role} {number}"), me, Party.firm(plan.firms[role], "newsletter"), [
                Turn("<", 0, f"This week we love {first} and {second}. Save {rng.randrange(10, 35, 5)} % until Saturday. Unsubscribe at any time.", "html"),
            ])  # fmt: skip
