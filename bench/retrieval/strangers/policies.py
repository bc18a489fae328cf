"""Ten privacy policies of invented companies: the usual sections in two wordings, and what each does otherwise."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from bench.retrieval.strangers import papers as marked
from bench.retrieval.strangers.papers import Asked, Paper, ask


class House(NamedTuple):
    """A company, its file, what it offers, and sections that only its policy has."""

    file: str
    name: str
    firm: str
    offer: str
    own: tuple[str, ...]


HOUSES = (
    House("fetchly.txt", "Fetchly", "Fetchly Inc.", "an online marketplace for errands", (
        "Errands you post. [[tasks|An errand that you post can be seen by every registered runner within thirty kilometres, and by anyone with whom you share its link. Your street address is shown only to the runner whom you hire.]]",
        "Background checks. [[checks|We send the name and date of birth of would-be runners to a screening agency, which tells us whether they pass; we do not keep its report.]]",
        "Ratings. Ratings that you give are public under your first name and the first letter of your surname.")),
    House("policy_2.txt", "Lumen Sleep", "Lumen Sleep Labs Ltd", "a bedside sensor and an app that follow your sleep", (
        "Recordings of sound. [[sound|Snoring is detected on the device itself. Sound leaves your bedroom only if you switch on Share with my clinic, and then snippets of ten seconds are kept for fourteen days.]]",
        "Research. [[research|Sleep stages, stripped of name and serial number, may be given to universities that study insomnia, unless you opt out under Settings, Studies.]]")),
    House("Privacy.txt", "Parcelo", "Parcelo B.V.", "parcel lockers in stations and shops", (
        "Cameras. [[cameras|Lockers film whoever stands before them. Recordings are overwritten after 72 hours unless the police ask for them.]]",
        "Neighbours. [[neighbours|If you name a neighbour as deputy, the neighbour learns your name, the size of the parcel and the pick-up code, but not who sent it.]]")),
    House("chordbook-privacy.txt", "Chordbook", "Chordbook AB", "sheet music and play-along recordings", (
        "Practice history. [[teacher|A teacher whose class you joined sees which pieces you practised and for how long, and hears recordings that you submit.]]",
        "Microphone. The microphone listens only while the tuner or a lesson is open.")),
    House("policy_5.txt", "Greenbasket", "Greenbasket Grocers Co-op", "boxes of vegetables by subscription", (
        "Allergies. [[allergies|What you tell us of allergies is printed on the packing slip, is seen by packers at the depot, and is erased when the subscription ends.]]",
        "Drivers. [[drivers|Drivers see your address, your telephone number and the note for delivery; these vanish from their device at midnight.]]")),
    House("policy_6.txt", "Penny Nest", "Penny Nest Financial, Inc.", "savings pots and a spending diary", (
        "Bank logins. [[logins|We never see the password of your bank. The connection is made by a licensed intermediary and must be renewed by you every 90 days.]]",
        "Usage figures. Northgate Analytics, Inc. counts for us, on our behalf and without names, which screens of the app are opened.",
        "Scores. [[scores|No credit score is computed from your diary, and none is reported to credit bureaus.]]")),
    House("policy_7.txt", "PennyWise Pay", "PennyWise Payments plc", "a card and an app for paying abroad", (
        "Fraud checks. [[fraud|Each payment is checked by a machine against your habits; if it is declined, you may ask that a person looks at it again.]]",
        "Merchants. [[merchants|The shop sees the last four digits of your card and your first name, nothing more.]]")),
    House("datenschutz/wanderlane_privacy_notice.txt", "Wanderlane", "Wanderlane Travel GmbH", "guided walks and lodgings", (
        "Passports. [[passport|Where the law of a country asks lodgings to report guests, we pass on your passport number to the lodging two days before arrival and delete it a week after departure.]]",
        "Photographs. [[photos|Guides may take photographs of the group. You can ask to be left out, before the walk or later.]]")),
    House("policy_9.txt", "Tutorium", "Tutorium Online S.A.S.", "private lessons by video", (
        "Recorded lessons. [[lessons|Lessons are recorded only if both pupil and tutor agree. The recording can be watched by the two of them, and by a parent of a pupil under sixteen, for sixty days.]]",
        "Tutors. Tutors must show a certificate of conduct, a copy of which we keep for a year.")),
    House("meadow.txt", "Meadow Mail", "Meadow Mail Cooperative", "e-mail without advertising", (
        "Contents of mail. [[contents|Mail is stored encrypted with a key that only your password opens. We cannot read it and scan nothing but the envelope for spam.]]",
        "Requests of authorities. [[authorities|In the past year we received nine requests of authorities and complied with two. We tell the person concerned, unless a judge forbids it.]]",
        "Lost passwords. We cannot restore a mailbox whose password and recovery words are both lost.")),
)  # fmt: skip

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("What we collect", (
        "When you open an account with {name} we ask for your name, your e-mail address and a password. [[collect|We also record the type of your device, its operating system, the pages you open, and the time and length of each visit.]] If you write to our support, we keep what you write.",
        "You give us information when you register: name, e-mail, telephone number. [[collect|Automatically we receive your IP address, the language of your browser, crash reports, and which features you use.]] From other sources, such as social networks with which you sign in, we receive what you allow there.")),
    ("Why we use it", (
        "We use personal data to provide {offer}, to answer you, to bill you, to keep our services safe, and to understand how they are used so that we can improve them. Where the law asks for a legal basis, ours is the contract with you, our legitimate interest, or your consent.",
        "Personal information serves to run {offer}; to send you notices about your account; to prevent abuse; and, if you agreed, to send you news. We do not use it for purposes that cannot be reconciled with these.")),
    ("Advertising and sale", (
        "[[sell|{name} does not sell personal information, and has not done so in the past twelve months.]] Advertisers never receive a list of our users.",
        "[[sell|We share hashed e-mail addresses with advertising partners, who may use them to show you offers on other sites; under the law of some states this counts as a sale, and you can refuse it under Do Not Sell.]]")),
    ("Whom we share it with", (
        "[[share|Companies that host our servers, send our e-mails and process payments receive what they need for that and are bound by contract to use it for nothing else.]] If {firm} is merged with or bought by another company, data go over with the business.",
        "[[share|Service providers who act on our instructions, for instance for hosting, accounting and customer support, have access to personal information as far as their task requires.]] We disclose information where a law or a court obliges us to.")),
    ("Location", (
        "[[location|With your permission we read your position while the app is open. It is kept for {days} days and then rounded to the postcode.]]",
        "[[location|We do not ask for your precise position. A rough one, on the level of a town, follows from the IP address.]]")),
    ("Cookies", (
        "[[cookies|We set cookies that are needed to keep you signed in, and, only if you accept them, cookies that count visits; these expire after {months} months.]] Most browsers let you refuse or delete cookies, but parts of the site may then not work.",
        "Cookies and similar technologies remember your settings and tell us how our pages are found. [[cookies|Signals of Do Not Track are at present not honoured.]] Third parties whose content is embedded in our pages may set cookies of their own.")),
    ("How long we keep it", (
        "[[keep|When you close your account we delete your data within {days} days, except invoices, which the law obliges us to keep for {years} years.]]",
        "[[keep|Data of accounts that have not been used for {years} years are erased. Backups are overwritten after {days} days.]]")),
    ("Security", (
        "[[security|Traffic between you and us is encrypted, passwords are stored hashed, and access by staff is logged and limited to those who need it.]] No method of storage is perfectly safe, however.",
        "We take technical and organisational measures to guard personal information. [[security|If a breach is likely to harm you, we inform you within {hours} hours of learning of it.]]")),
    ("Children", (
        "[[children|Our services are not meant for children under {age}. If we learn that we hold data of one, we delete them; parents may write to us.]]",
        "[[children|Young people between {age} and eighteen need the consent of a parent to open an account.]]")),
    ("Transfers", (
        "[[transfers|Your data may be processed in the United States, where some of our providers sit; we rely on standard contractual clauses of the European Commission.]]",
        "[[transfers|All data stay on servers in {land}.]]")),
    ("Your choices", (
        "[[rights|You can see, correct, export and delete your data under Settings, or write to privacy@{host}; we answer within {answer} days.]] You may also complain to the supervisory authority of your country.",
        "You can ask us which information we hold of you, have it corrected or erased, and object to its use. [[rights|Write to our data protection officer, {officer}, at {host}; no fee is charged for the first request of a year.]]")),
    ("Changes", (
        "We may change this policy. [[changes|If a change is material we tell you by e-mail at least {notice} days before it takes effect.]] The date at the top says when it was last revised.",
        "[[changes|By continuing to use {name} after a change is posted on this page you accept it; please look here from time to time.]]")),
)  # fmt: skip

PADDING = (
    "The terms that are used here have the meaning that data protection law gives them. Examples are there to explain and do not limit what is said. Where a translation differs from the English text, the English text counts.",
    "Our pages may contain links to other sites, whose practices are not ours. We suggest that you read what they say before you give them personal information. The same holds for shops from which you download our app.",
    "Summaries at the beginning of sections are there for convenience. They are no substitute for the full text, and nothing in them takes away from rights that you have by law, whatever your place of residence may be.",
    "We keep a record of the activities in which personal data are processed and review it once a year, as well as whenever something new is introduced. Where a kind of processing is likely to involve a high risk, its consequences are assessed in advance and, if need be, discussed with the authority.",
    "We may combine what we receive from different sources. Combined information is treated as personal information for as long as it is combined with such information. Aggregated or anonymous figures, from which no person can be recognised, do not fall under this policy and may be used for any purpose.",
    "If you act for an organisation, for example as its employee, the organisation may have settings of its own by which it can see or restrict what you do. Ask its administrator. We are not responsible for how it handles such settings or for the instructions that it gives to us.",
    "Consent that you gave can be withdrawn at any time. What was done before remains lawful. In some places of the service a withdrawal means that a function can no longer be offered; you will be told where that is so before you confirm your choice.",
    "Messages that we send concern either your account, in which case they cannot be turned off while the account exists, or news, in which case each has a link at its end by which you can unsubscribe. It may take up to ten days until the last of them has stopped.",
    "We use a small number of automated procedures, for example to sort requests to our support by subject or to recognise unusual sign-ins. None of these has legal effects for you. If you think that a procedure has treated you wrongly, write to us.",
    "Residents of certain states and countries have additional rights, which are described in annexes to this document. In case of contradiction the annex for the place in which you live prevails. Annexes are available in the help section, together with earlier versions of this document.",
)

QUESTIONS: tuple[tuple[int, str, str, str], ...] = (
    (0, "tasks", "formal", "Consider Fetchly's privacy policy; who can see the errands I post?"),
    (0, "checks", "formal", "Consider Fetchly's privacy policy; what do you do with my data if I want to work as a runner?"),
    (0, "sell", "formal", "Consider Fetchly's privacy policy; do you sell my information to anyone?"),
    (1, "sound", "formal", "Consider Lumen Sleep's privacy policy; is my bedroom being listened to at night?"),
    (1, "research", "formal", "Consider Lumen Sleep's privacy policy; will scientists get hold of my nights?"),
    (2, "cameras", "formal", "Consider Parcelo's privacy policy; am I being filmed when I pick something up?"),
    (3, "teacher", "formal", "Consider Chordbook's privacy policy; what can my instructor learn about my playing?"),
    (4, "allergies", "formal", "Consider Greenbasket's privacy policy; what happens with health details I mention?"),
    (5, "logins", "similar", "Consider Penny Nest's privacy policy; do you know my online banking password?"),
    (6, "merchants", "similar", "Consider PennyWise Pay's privacy policy; what does the seller learn about me?"),
    (5, "children", "similar", "Consider Penny Nest's privacy policy; can my kid have an account?"),
    (6, "children", "similar", "Consider PennyWise Pay's privacy policy; can my kid have an account?"),
    (5, "sell", "similar", "Does Penny Nest sell data?"),
    (6, "keep", "similar", "How long does PennyWise keep my data?"),
    (7, "passport", "formal", "Consider Wanderlane's privacy policy; who gets to see my travel documents?"),
    (8, "lessons", "formal", "Consider Tutorium's privacy policy; who can watch the video of a class?"),
    (9, "contents", "formal", "Consider Meadow Mail's privacy policy; are you able to read my messages?"),
    (9, "authorities", "formal", "Consider Meadow Mail's privacy policy; how many times did you hand over data to the police?"),
    (1, "rights", "short", "How do I get my data deleted at Lumen?"),
    (2, "neighbours", "short", "What does the person next door find out when Parcelo leaves them my package?"),
    (3, "cookies", "short", "chordbook cookies"),
    (4, "drivers", "short", "Can the Greenbasket delivery man keep my phone number?"),
    (7, "photos", "short", "Wanderlane: can I refuse being in pictures?"),
    (8, "transfers", "short", "Where are Tutorium's servers?"),
    (9, "security", "short", "How does Meadow protect what it stores?"),
    (0, "location", "short", "does fetchly track where i am"),
    (7, "changes", "short", "How would I hear of changes to Wanderlane's privacy notice?"),
    (1, "collect", "typo", "What does Lumen Slepe record about my device?"),
    (4, "keep", "typo", "Grenbasket policy: how long is data kept after closing the account?"),
    (8, "children", "typo", "Consider Tutroium's privacy policy; how old must one be?"),
    (2, "keep", "foreign", "Wie lange speichert Parcelo meine Daten?"),
    (9, "share", "foreign", "Politique de confidentialité de Meadow Mail : avec qui les données sont-elles partagées ?"),
    (6, "fraud", "unnamed", "Which app lets a human review a payment that the computer turned down?"),
    (3, "teacher", "unnamed", "Where can a music teacher see how long I practised?"),
    (2, "cameras", "unnamed", "Whose recordings are overwritten after 72 hours?"),
    (9, "contents", "unnamed", "Which provider stores e-mail encrypted so that it cannot read it?"),
)  # fmt: skip


def write_one(number: int) -> Paper:
    """One policy; which wordings it has follows from its number alone."""
    house, rng = HOUSES[number], Random(f"policy {number}")
    words = {
        "name": house.name, "firm": house.firm, "offer": house.offer, "days": rng.choice((14, 30, 45, 60, 90)), "months": rng.choice((6, 12, 13, 24)),
        "years": rng.choice((2, 3, 6, 7, 10)), "hours": rng.choice((24, 48, 72)), "age": rng.choice((13, 14, 15, 16)), "land": rng.choice(("Iceland", "the Netherlands", "Canada")),
        "host": house.name.lower().replace(" ", "") + ".example", "answer": rng.choice((10, 20, 30)), "notice": rng.choice((14, 30, 60)),
        "officer": rng.choice(("Ines Wall", "Tom Adeyemi", "Petra Lindqvist")),
    }  # fmt: skip
    sections = [(title, rng.choice(options)) for title, options in SECTIONS]
    sections += [each.partition(". ")[::2] for each in house.own]
    first, rest = sections[:2], sections[2:]
    rng.shuffle(rest)
    opening = rng.choice((
        "{name} Privacy Policy\n\nLast revised: {answer} March 2024\n\n{firm} (\"{name}\", \"we\", \"us\") offers {offer}. This policy says which personal data we collect, why, and what you can do about it.",
        "PRIVACY POLICY\n\nYour privacy matters. This document describes how {firm} handles personal information in connection with {offer} and the website {host}. Please read it with care.",
        "Privacy Notice of {firm}\n\nEffective from 1 January 2025\n\nThank you for trusting {name} with your information. We wrote this notice so that it can be understood without a lawyer.",
    ))  # fmt: skip
    parts = [opening] + [
        f"{title}\n\n{text}" + "".join(f"\n\n{each}" for each in rng.sample(PADDING, rng.randrange(3)))
        for title, text in first + rest
    ]
    return marked.write(f"policies/{house.file}", "\n\n".join(parts).format(**words))


def write() -> tuple[list[Paper], list[Asked]]:
    """All policies and what is asked of them."""
    papers = [write_one(number) for number in range(len(HOUSES))]
    return papers, [ask(text, f"policies {group}", papers[number], key) for number, key, group, text in QUESTIONS]
