"""The household's own notes (Markdown and plain text), with the questions they answer."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from pkm.household.contracts import ask
from pkm.household.days import shift_month, spoken, spoken_month
from pkm.household.key import Question
from pkm.household.plan import Plan, ascii_name
from pkm.household.typeset import write


def write_notes(folder: Path, plan: Plan) -> list[Question]:
    """Write them all; return their questions."""
    _write_distractors(folder, plan)
    return [
        *_write_wifi(folder, plan),
        *_write_health(folder, plan),
        *_write_car(folder, plan),
        *_write_bread(folder, plan),
        *_write_house_meeting(folder, plan),
    ]


def _write_wifi(folder: Path, plan: Plan) -> list[Question]:
    """Network names; the password of the guest network only."""
    rng = plan.rng("wifi")
    password = f"{rng.choice(('copper', 'maple', 'harbour', 'lantern'))}-{rng.choice(('otter', 'heron', 'badger'))}-{rng.randrange(100, 999)}"
    line = f"Guest network `{plan.lease.address.split()[0]}-guests`, password `{password}`"
    path = write(folder, "notes/wifi.md", f"""# Wi-Fi at home

Router from {plan.firms['internet'].name}, behind the shoe cupboard. Restart: hold the button for ten seconds.

- {line}
- Our own network: the password is on the sticker under the router.

The printer wants the 2.4 GHz band.
""")  # fmt: skip
    return [ask("lookup", "What is the password of our guest Wi-Fi?", (password,), path, line)]


def _write_health(folder: Path, plan: Plan) -> list[Question]:
    """Appointments and vaccinations of the second person."""
    rng, person = plan.rng("health"), plan.people[1]
    booster = shift_month(plan.today.replace(day=1), rng.randint(9, 60))
    line = f"Tetanus booster due: {spoken_month(booster)}"
    path = write(folder, "notes/health-reminders.txt", f"""Health, {person.first}

Dentist: twice a year, spring and autumn, call in the morning.
{line}
Hay fever: start the drops in {rng.choice(('February', 'March'))}, not when it itches.
Physiotherapy: {rng.choice((4, 6, 8))} sessions prescribed, bring a towel.
""")  # fmt: skip
    return [ask("lookup", f"When is {person.first}'s next tetanus booster due?", (spoken_month(booster),), path, line)]


def _write_car(folder: Path, plan: Plan) -> list[Question]:
    """What one forgets about the car."""
    rng = plan.rng("car")
    front, rear = rng.choice(("2.2", "2.3", "2.4")), rng.choice(("2.6", "2.7", "2.8"))
    inspection = shift_month(plan.today.replace(day=1), rng.randint(3, 22))
    tyres = f"Tyre pressure: front {front} bar, rear {rear} bar"
    due = f"Next main inspection: {spoken_month(inspection)}"
    path = write(folder, "notes/car.md", f"""# Car

## Tyres

{tyres} (full load 0.3 more).
Winter wheels are stored at {plan.firms['garage'].name}.

## Dates

{due}. Oil was changed in {spoken_month(shift_month(plan.today, -rng.randint(3, 9)))}.
""")  # fmt: skip
    return [
        ask("lookup", "What tyre pressure does our car need at the rear?", (rear,), path, tyres),
        ask("lookup", "When is the car's next main inspection?", (spoken_month(inspection),), path, due),
    ]


def _write_bread(folder: Path, plan: Plan) -> list[Question]:
    """A recipe."""
    rng = plan.rng("bread")
    water, salt = rng.randrange(310, 380, 5), rng.choice((9, 10, 11, 12))
    line = f"{water} g water"
    path = write(folder, "notes/recipes/rye-bread.md", f"""# Rye bread

Ingredients for one loaf:

- {rng.randrange(260, 320, 10)} g rye flour
- {rng.randrange(180, 240, 10)} g wheat flour
- {line}
- {salt} g salt
- {rng.choice((80, 100, 120))} g sourdough from the day before

Knead, rest for {rng.choice((3, 4))} hours, bake at 240 °C falling to 200 °C for {rng.choice((45, 50, 55))} minutes.
""")  # fmt: skip
    return [ask("lookup", "How much water goes into our rye bread?", (f"{water} g",), path, line)]


def _write_house_meeting(folder: Path, plan: Plan) -> list[Question]:
    """Minutes of the meeting of the house."""
    rng = plan.rng("meeting")
    met = shift_month(plan.last_month, -rng.randint(1, 5)).replace(day=rng.randint(3, 26))
    keeper = rng.choice(plan.friends)
    line = f"The spare key to the bicycle cellar is with {keeper.name}, second floor left."
    path = write(folder, f"notes/house-meeting-{met.isoformat()}.txt", f"""Meeting of the house, {spoken(met)}

Present: {plan.people[0].first}, {', '.join(each.first for each in plan.friends[:3])}, {plan.firms['management'].contact} ({plan.firms['management'].name})

1. Bicycle cellar. It was left open again. {line}
2. Front door. The lock sticks in the cold; the management sends somebody.
3. Garden. Two volunteers mow in turns. Apples are for everybody.
4. Service charges. The settlement comes by letter; questions to the management.
""")  # fmt: skip
    return [ask("lookup", "Who has the spare key to the bicycle cellar?", (keeper.name,), path, line)]


def _write_distractors(folder: Path, plan: Plan) -> None:
    """Notes that share words with the questions and answer none of them."""
    rng, phone = plan.rng("distractors"), plan.phone
    offered = shift_month(phone.start, -13)
    write(folder, "notes/archive/phone-offer-expired.txt", f"""Offer from {plan.firms['old_phone'].name} of {spoken(offered)} (expired, not taken!)

Mobile phone, {rng.choice((5, 15, 25))} GB, EUR {phone.fee - 3:.2f} a month, minimum term 12 months, notice period three months.
Valid until {spoken(offered + timedelta(days=14))}.
""")  # fmt: skip
    write(folder, f"notes/trip-{ascii_name(plan.firms['host'].name)}.md", f"""# Trip to {plan.firms['host'].name}

Arrival {spoken(plan.stay.arrival)}, {plan.stay.nights} nights. Everything about the key comes by mail.

## To pack

- passports, chargers, the blue rucksack
- walking boots, cards, the French dictionary

## Ideas

- market on Saturday, castle if it rains
- bicycles can be hired at the station
""")  # fmt: skip
    write(folder, "notes/moving-checklist.md", f"""# Moving checklist (from the last move)

- [x] give notice for the old flat in time, by letter
- [x] meter readings, photographs of them
- [x] ask {plan.old_lease.landlord.name} for the deposit
- [x] tell the bank, the insurer, the phone company
- [ ] find the box with the dishwasher's manual
""")  # fmt: skip
    write(
        folder,
        "notes/plants.txt",
        """Plants

Ficus: once a week, little. Orchid: dip on Sundays. Tomatoes on the balcony: every evening when it is hot.
The lemon tree spends the winter in the staircase, the landlord agreed.
""",
    )
    write(
        folder,
        "notes/recipes/lentil-soup.md",
        """# Lentil soup

Two carrots, one leek, 250 g brown lentils, a bay leaf, a splash of vinegar at the end. Better on the second day.
""",
    )
    write(folder, "notes/presents.txt", f"""Ideas for presents

{plan.friends[0].first}: something for the garden
{plan.friends[1].first}: tickets, not things
{plan.people[1].first}: watch strap, the brown one
""")  # fmt: skip
