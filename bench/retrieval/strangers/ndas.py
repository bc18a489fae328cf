"""Fifteen confidentiality agreements of one making: the same clauses in two or three wordings, other parties, other choices."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from bench.retrieval.strangers import papers as marked
from bench.retrieval.strangers.papers import Asked, Paper, ask


class Deal(NamedTuple):
    """Who agreed, how they call it, and in which file it lies."""

    file: str
    title: str
    one: str
    other: str
    date: str
    purpose: str


DEALS = (
    Deal("CopperLeaf_MentorBay_NDA_2021.txt", "MUTUAL NON-DISCLOSURE AGREEMENT", "CopperLeaf Robotics, Inc.", "Mentor Bay LLC", "March 3, 2021", "a joint bid for warehouse automation"),
    Deal("nda-02.txt", "NON-DISCLOSURE AGREEMENT", "Halden Foods plc", "Brightwater Laboratories GmbH", "11 June 2019", "shelf-life testing of chilled soups"),
    Deal("nda-03.txt", "NON-DISCLOSURE AGREEMENT", "Haldane Foods Ltd", "Ostrava Packaging a.s.", "2 September 2020", "the trial of a compostable tray"),
    Deal("Eastmoor-Kestrel.txt", "CONFIDENTIALITY AGREEMENT", "the University of Eastmoor", "Kestrel Optics, Inc.", "January 15, 2018", "a research project on adaptive lenses"),
    Deal("scan0007.txt", "MUTUAL CONFIDENTIALITY AGREEMENT", "Tideway Ventures, L.P.", "Nimbus Freight Systems, Inc.", "October 1, 2022", "a possible investment in Series C preferred stock"),
    Deal("scan0012.txt", "NONDISCLOSURE AGREEMENT", "Nimbus Health Corp.", "Sable & Finch Consulting, LLC", "May 20, 2020", "an audit of claims processing"),
    Deal("ADR Mobile - Quillon.txt", "NON-DISCLOSURE AGREEMENT", "ADR Mobile S.A.", "Quillon Semiconductor Co., Ltd.", "30 November 2017", "the supply of a modem chipset"),
    Deal("nda_aquamet.txt", "NON DISCLOSURE AGREEMENT", "the City of Marlow Water Authority", "Aquamet Sensors BV", "8 April 2023", "a pilot of leak detectors"),
    Deal("scan0019.txt", "CONFIDENTIAL DISCLOSURE AGREEMENT", "Dr. Helene Bastian", "Orchard Bio AG", "17 February 2021", "the licensing of an assay for apple scab"),
    Deal("nda-10.txt", "MUTUAL NON-DISCLOSURE AGREEMENT", "Verity Grid Corporation", "Blue Lantern Energy Partners", "July 7, 2021", "the purchase of four battery sites"),
    Deal("nda-11.txt", "NON-DISCLOSURE AGREEMENT", "Verity Loop, Inc.", "Marchetti & Figli S.r.l.", "December 12, 2022", "the design of folding bicycles"),
    Deal("Whitcombe.txt", "NON-DISCLOSURE AND NON-CIRCUMVENTION AGREEMENT", "J. R. Whitcombe", "Pellucid Games Studio Oy", "5 May 2016", "the screenplay called The Salt Road"),
    Deal("scan0023.txt", "CONFIDENTIALITY AGREEMENT", "Northgate Analytics, Inc.", "Sunfield Dairy Cooperative", "August 24, 2019", "forecasts of milk prices"),
    Deal("scan0024.txt", "CONFIDENTIALITY AGREEMENT", "Northwind Analytics, LLC", "Castellan Insurance Group", "June 6, 2022", "models of storm damage"),
    Deal("unterlagen/ferro.txt", "ONE-WAY NON-DISCLOSURE UNDERTAKING", "Ferro Marine Works", "the Recipient named below", "1 March 2020", "drawings of a ferry ramp"),
)  # fmt: skip

EMPLOYEES = (
    "[[employees|The Receiving Party may disclose Confidential Information to those of its employees who need to know it for the Purpose and who are bound in writing by duties no less strict than those of this Agreement.]]",
    "[[employees|Recipient shall limit access to Confidential Information to its officers, directors and employees having a need to know, and shall be liable for any breach by any of them.]]",
    "[[employees|No member of staff of the Receiving Party, other than the two persons listed in Annex A, shall be given access to Confidential Information.]]",
)
ADVISERS = (
    "[[advisers|Disclosure to professional advisers, namely attorneys, accountants and consultants, is permitted provided that they are informed of the confidential nature of what they receive.]]",
    "[[advisers|Confidential Information shall not be passed to any contractor, agent, lender or other third party without the prior written consent of the Disclosing Party.]]",
)
RETURN = (
    "[[return|Upon written request the Receiving Party shall within {days} days return or destroy all Confidential Information and all copies, and an officer shall certify in writing that it has done so.]]",
    "[[return|On expiry or termination all documents and other tangible objects containing Confidential Information shall be promptly returned, except that one copy may be kept by legal counsel for the sole purpose of proving compliance. This shall be done within {days} days.]]",
)
TERM = (
    "[[term|This Agreement shall remain in force for {years} from the Effective Date. The duties of confidence survive for a further {tail} after it ends.]]",
    "[[term|The obligations set out herein shall continue for {years} after the last disclosure and, in the case of trade secrets, for {tail} more.]]",
)
ORAL = (
    "[[oral|Information disclosed orally or visually is Confidential Information only if it is identified as confidential at the time and confirmed in writing within {marked} days.]]",
    "[[oral|No marking is required: whatever is disclosed in writing, orally, by inspection of tangible objects or otherwise, and would reasonably be understood to be confidential, is protected.]]",
)
COMPELLED = (
    "[[compelled|If the Receiving Party is required by law, regulation or order of a court to disclose Confidential Information, it shall, where lawful, give the Disclosing Party prompt notice so that it may seek a protective order, and shall disclose no more than is legally required.]]",
    "[[compelled|A disclosure compelled by a judicial or administrative proceeding shall be no breach hereof, provided that the party so compelled notifies the other {notice} business days in advance.]]",
)
REVERSE = (
    "[[reverse|Neither party shall reverse engineer, disassemble or decompile any prototype, sample, software or other tangible object that embodies the other's Confidential Information.]]",
    "",
)
INDEPENDENT = (
    "[[independent|Nothing in this Agreement prevents the Receiving Party from developing independently, without use of the Confidential Information, products or services that are similar to those of the Disclosing Party.]]",
    "[[independent|The Receiving Party represents that it is not at present developing anything that competes with the subject matter of the Purpose.]]",
)
SOLICIT = (
    "[[solicit|For {months} months after the Effective Date neither party shall solicit for hire any employee of the other with whom it came into contact in connection with the Purpose; general advertising is not solicitation.]]",
    "",
)
LAWS = (
    "the State of Delaware", "England and Wales", "the Republic of Ireland", "the State of Oregon", "the Canton of Zug", "Finland", "Ontario",
)  # fmt: skip

MORE = (
    "Export. Technical data disclosed hereunder may be subject to export control. The Receiving Party shall not export or re-export it, or any product made with it, to a country or person to which export is prohibited, and shall obtain at its own cost such licences as are required.",
    "Personal data. Should Confidential Information contain personal data, the parties shall before its transfer enter into such further agreement as the law on data protection requires, and until then shall redact names, addresses and numbers by which a person can be identified.",
    "Notices. Notices shall be in writing and shall be deemed given when delivered by hand, three days after being sent by registered post, or on the next working day after being sent by e-mail to the address last made known, provided that no message of failure is received.",
    "Securities. Each party is aware that the securities laws prohibit any person who has material non-public information about an issuer from purchasing or selling its securities, or from communicating that information to another person in circumstances in which that person is likely to trade.",
    "Relationship. Nothing in this Agreement creates a partnership, a joint venture or an agency, or authorises either party to bind the other. Each bears its own costs of the discussions, whatever becomes of them, and neither has relied on any promise that is not set out herein.",
    "Publicity. Neither party shall make any public statement about the discussions, use the name or the logo of the other, or disclose the fact that Confidential Information has been made available, unless the other has agreed to the wording beforehand.",
    "Feedback. Suggestions made by one of the parties about the products of the other are given voluntarily and may be used freely by the other, without any duty to account, provided that they are not themselves designated as confidential by whoever makes them.",
    "Data rooms. Where information is made available in an electronic data room, its terms of use do not prevail over this Agreement, and clicks on a button by which terms are accepted have no effect. Access shall be logged, and the logs shall be kept by the host of the room.",
    "Privilege. To the extent that materials are subject to legal privilege, the parties have a common interest in them, and sharing them is not intended to waive or diminish that privilege in any way. The Disclosing Party may ask for them back at any time.",
)  # fmt: skip

BODY = """{title}

This {kind} (the "Agreement") is made as of {date} (the "Effective Date") by and between {one} ("{a}") and {other} ("{b}"), who intend to discuss {purpose} (the "Purpose").

WHEREAS in the course of those discussions either of them may disclose to the other information which it regards as proprietary and wishes to keep confidential, and each is willing to receive it on the terms set out below; NOW, THEREFORE, in consideration of the mutual promises herein, the parties agree as follows.

1. Definition. "Confidential Information" means all business, technical and financial information, including plans, forecasts, customer lists, drawings, formulae, source code, prices and know-how, that one of the parties (the "Disclosing Party") makes available to the other (the "Receiving Party"). {oral}

2. Exclusions. Confidential Information does not include what (a) is or becomes generally known to the public without breach of this Agreement; (b) was lawfully in the possession of the Receiving Party before disclosure, as shown by its records; (c) is received without restriction from a third party entitled to disclose it; or (d) is approved for release in writing. {independent}

3. Use. The Receiving Party shall use Confidential Information for the Purpose only and shall protect it with at least the care that it takes of its own information of like importance, and in no case with less than reasonable care. It shall make copies only as far as the Purpose requires, and shall reproduce on each copy the notices of ownership that appear on the original. {reverse}

4. Permitted disclosure. {employees} {advisers}

5. Compelled disclosure. {compelled}

6. Ownership. All Confidential Information remains the property of the Disclosing Party. No licence under any patent, copyright, trade mark or other right is granted or implied by this Agreement or by any disclosure made under it. All information is provided "as is"; neither party gives any warranty, express or implied, as to its accuracy or completeness, and neither is bound to disclose any particular information.

7. Materials. {return}

8. Duration. {term}

9. No commitment. Nothing herein obliges either party to proceed with any transaction, and each may end the discussions at any time and for any reason. {solicit}

10. Remedies. [[remedies|The parties acknowledge that damages alone may not be an adequate remedy and that the Disclosing Party may seek injunctive relief without having to post a bond in excess of {bond}.]]

11. General. [[law|This Agreement is governed by the laws of {law}, and the courts sitting there have exclusive jurisdiction.]] It may be amended only in writing signed by both parties. Neither party may assign it without the consent of the other. Should any provision be held to be unenforceable, the others remain in effect. A failure to enforce any right is no waiver of it. It may be executed in counterparts, and signatures sent by electronic means are binding.

{more}

IN WITNESS WHEREOF the parties have caused this Agreement to be signed by their duly authorised representatives.

{signed}
By: ______________________          By: ______________________
"""

ASKED = {
    "employees": ("does the document allow sharing some Confidential Information with some employees?", "which members of staff may see what is disclosed?", "can employees get access?"),
    "advisers": ("may the Receiving Party share Confidential Information with third parties such as consultants or advisers?", "are lawyers and accountants allowed to see the information?", "may contractors be told?"),
    "return": ("must Confidential Information be destroyed or returned on termination?", "how soon do the papers have to be sent back or shredded?", "what happens to copies at the end?"),
    "term": ("do some obligations survive termination of the Agreement, and for how long?", "for how many years does secrecy last?", "how long is it in force?"),
    "oral": ("may Confidential Information be conveyed verbally?", "does something that was only said in a meeting count as confidential?", "must information be marked to be protected?"),
    "compelled": ("must the Receiving Party notify the Disclosing Party if it is required by law to disclose Confidential Information?", "what has to be done when a court orders disclosure?", "what if a judge demands the documents?"),
    "independent": ("may the Receiving Party independently develop information similar to Confidential Information?", "is building something similar on one's own permitted?", "is there a promise not to be working on a rival product?"),
    "remedies": ("may an injunction be sought, and how high is the bond?", "what can be done about a breach?", "what remedy is there besides damages?"),
    "law": ("which law governs it?", "where would a lawsuit have to be brought?", "whose courts decide?"),
}  # fmt: skip

# How a question names its document: set, key, and the question with {asked} in it. Numbers are the deals'.
QUESTIONS: tuple[tuple[int, str, int, str, str], ...] = (
    (0, "employees", 0, "formal", 'Consider the Non-Disclosure Agreement between CopperLeaf Robotics and Mentor Bay; {asked}'),
    (1, "oral", 0, "similar", "Consider the Non-Disclosure Agreement between Halden Foods and Brightwater Laboratories; {asked}"),
    (2, "oral", 0, "similar", "Consider the Non-Disclosure Agreement between Haldane Foods and Ostrava Packaging; {asked}"),
    (3, "compelled", 0, "formal", "Consider the Confidentiality Agreement between the University of Eastmoor and Kestrel Optics; {asked}"),
    (4, "return", 0, "similar", "Consider the Mutual Confidentiality Agreement between Tideway Ventures and Nimbus Freight Systems; {asked}"),
    (5, "term", 0, "similar", "Consider the Nondisclosure Agreement between Nimbus Health and Sable & Finch Consulting; {asked}"),
    (6, "independent", 0, "formal", "Consider ADR Mobile's Non-Disclosure Agreement with Quillon Semiconductor; {asked}"),
    (7, "advisers", 0, "formal", "Consider the Non-Disclosure Agreement between the City of Marlow Water Authority and Aquamet Sensors; {asked}"),
    (8, "employees", 0, "formal", "Consider the Confidential Disclosure Agreement between Dr. Bastian and Orchard Bio; {asked}"),
    (9, "compelled", 0, "similar", "Consider the Mutual Non-Disclosure Agreement between Verity Grid Corporation and Blue Lantern Energy Partners; {asked}"),
    (10, "return", 0, "similar", "Consider the Non-Disclosure Agreement between Verity Loop and Marchetti; {asked}"),
    (11, "oral", 0, "formal", "Consider the Non-Disclosure and Non-Circumvention Agreement of J. R. Whitcombe and Pellucid Games; {asked}"),
    (12, "law", 0, "similar", "Consider the Confidentiality Agreement between Northgate Analytics and the Sunfield Dairy Cooperative; {asked}"),
    (13, "law", 0, "similar", "Consider the Confidentiality Agreement between Northwind Analytics and Castellan Insurance; {asked}"),
    (14, "term", 0, "formal", "Consider Ferro Marine Works' Non-Disclosure Undertaking; {asked}"),
    (0, "return", 1, "short", "Under the CopperLeaf NDA, {asked}"),
    (1, "term", 1, "short", "Brightwater NDA: {asked}"),
    (3, "independent", 1, "short", "In our agreement with Kestrel, {asked}"),
    (4, "employees", 1, "short", "With Tideway, {asked}"),
    (5, "compelled", 1, "short", "Sable and Finch: {asked}"),
    (6, "term", 2, "short", "The confidentiality deal with Quillon - {asked}"),
    (7, "law", 1, "short", "What did we agree with Aquamet: {asked}"),
    (8, "return", 2, "short", "Orchard Bio's NDA: {asked}"),
    (9, "oral", 1, "short", "When talking to Blue Lantern, {asked}"),
    (10, "employees", 2, "short", "in the Marchetti nda {asked}"),
    (11, "advisers", 1, "short", "In the Salt Road NDA, {asked}"),
    (12, "remedies", 1, "similar", "Northgate NDA: {asked}"),
    (13, "remedies", 1, "similar", "Northwind NDA: {asked}"),
    (2, "compelled", 1, "similar", "For Haldane, {asked}"),
    (14, "advisers", 2, "short", "The ferry ramp drawings of Ferro: {asked}"),
    (0, "term", 2, "typo", "Copperlaef Robotics non-disclosure agreement, {asked}"),
    (3, "law", 2, "typo", "NDA with Kestral Optics: {asked}"),
    (7, "return", 1, "typo", "{asked} I mean the Aqumet Sensors agreement."),
    (11, "term", 1, "typo", "Wihtcombe and Pelucid Games: {asked}"),
    (13, "employees", 1, "typo", "Confidentiality agreement with Castelan Insurance: {asked}"),
    (10, "law", 2, "foreign", "In der Geheimhaltungsvereinbarung mit Marchetti & Figli: welches Recht gilt, welche Gerichte sind zuständig?"),
    (6, "return", 2, "foreign", "Dans l'accord de confidentialité avec ADR Mobile, que faut-il faire des documents à la fin ?"),
    (8, "term", 2, "foreign", "Wie lange gilt die Geheimhaltung mit Dr. Bastian?"),
    (1, "solicit", 0, "short", "May Halden hire people away from Brightwater, and from when on?"),
    (9, "solicit", 0, "short", "Is there a ban on poaching staff in the NDA with Verity Grid?"),
    (0, "reverse", 0, "formal", "Consider the Mutual Non-Disclosure Agreement between CopperLeaf Robotics, Inc. and Mentor Bay LLC; may prototypes be taken apart?"),
    (10, "reverse", 0, "similar", "Consider the Non-Disclosure Agreement between Verity Loop, Inc. and Marchetti & Figli S.r.l.; is reverse engineering forbidden?"),
    (5, "advisers", 0, "similar", "Consider Nimbus Health's nondisclosure agreement; {asked}"),
    (4, "law", 0, "similar", "Nimbus Freight confidentiality agreement: {asked}"),
)  # fmt: skip


def write_one(number: int) -> Paper:
    """One agreement; which clauses it has follows from its number alone."""
    deal, rng = DEALS[number], Random(f"nda {number}")
    clauses = {
        name: rng.choice(options)
        for name, options in (
            ("employees", EMPLOYEES), ("advisers", ADVISERS), ("return", RETURN), ("term", TERM), ("oral", ORAL),
            ("compelled", COMPELLED), ("independent", INDEPENDENT),
        )
    }  # fmt: skip
    clauses |= {"reverse": REVERSE[number in (1, 2, 4, 7, 13)], "solicit": SOLICIT[number in (0, 3, 8, 11)]}
    figures = {
        "days": rng.choice((7, 10, 14, 21, 30, 45)), "years": rng.choice(("two years", "three years", "five years", "eighteen months")),
        "tail": rng.choice(("two years", "four years", "seven years", "ten years")), "marked": rng.choice((10, 15, 20, 30)),
        "notice": rng.choice((2, 3, 5)), "months": rng.choice((6, 9, 12, 24)), "bond": rng.choice(("USD 1,000", "EUR 5,000", "GBP 500", "CHF 2,500")),
        "law": rng.choice(LAWS),
    }  # fmt: skip
    more = [
        f"{place}. {each}" for place, each in enumerate(rng.sample(MORE, rng.randrange(2, len(MORE) + 1)), start=12)
    ]
    hidden = number == 14
    one, other = ("the person who signs below", "the Recipient") if hidden else (deal.one, deal.other)
    text = BODY.format_map(
        {key: value.format(**figures) for key, value in clauses.items()}
        | {"title": deal.title, "kind": deal.title.title(), "date": deal.date, "purpose": deal.purpose}
        | {"one": one, "other": other, "a": "Discloser" if hidden else _short(one), "b": "Recipient" if hidden else _short(other)}
        | {"bond": figures["bond"], "law": figures["law"], "more": "\n\n".join(more), "signed": f"{deal.one}          {deal.other}"}
    )  # fmt: skip
    return marked.write(f"ndas/{deal.file}", text)


def _short(party: str) -> str:
    """What the agreement goes on to call a party."""
    words = party.removeprefix("the ").split()
    return (
        words[0]
        if len(words) > 1 and not words[0].endswith(".") and words[0] not in ("University", "City")
        else words[-1].strip(".,")
    )


def write_all() -> list[Paper]:
    """All agreements."""
    return [write_one(number) for number in range(len(DEALS))]


def write() -> tuple[list[Paper], list[Asked]]:
    """All agreements and what is asked of them."""
    papers = write_all()
    return papers, [
        ask(text.format(asked=ASKED[key][wording] if key in ASKED else ""), f"ndas {group}", papers[number], key)
        for number, key, wording, group, text in QUESTIONS
    ]
