"""Six merger agreements and two leases: long, alike, and each with figures of its own."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from bench.retrieval.strangers import papers as marked
from bench.retrieval.strangers.papers import Asked, Paper, ask


class Merger(NamedTuple):
    """Who buys whom, and what the file is called."""

    file: str
    parent: str
    sub: str
    target: str
    date: str


MERGERS = (
    Merger("orion_lakemont.txt", "Orion Bidco, Inc.", "Orion Merger Sub, Inc.", "Lakemont Hospitality Group, Inc.", "April 11, 2021"),
    Merger("deal_02.txt", "Harrow & Pike plc", "HP Acquisition Corp.", "Silverline Diagnostics, Inc.", "September 27, 2020"),
    Merger("deal_03.txt", "Cobalt Ridge Energy Corporation", "Ridge Merger Sub LLC", "Prairie Wind Holdings, Inc.", "January 8, 2022"),
    Merger("deal_04.txt", "Cobalt Street Partners V, L.P.", "CS Holdco, Inc.", "Telmark Software Corporation", "February 19, 2021"),
    Merger("vantor.txt", "Vantor Beteiligungs GmbH", "Vantor US, Inc.", "Aspen Trail Outfitters, Inc.", "June 30, 2021"),
    Merger("deal_06.txt", "Silverline Media Group, Inc.", "Signal Merger Sub, Inc.", "Public Ear Podcasting, Inc.", "November 3, 2021"),
)  # fmt: skip

TOPICS = (
    "Organization and Qualification", "Capitalization", "Subsidiaries", "Authority", "Required Filings and Consents", "Financial Statements",
    "Internal Controls", "Absence of Certain Changes", "Undisclosed Liabilities", "Litigation", "Permits", "Compliance with Laws", "Employee Benefit Plans",
    "Labor Matters", "Environmental Matters", "Taxes", "Material Contracts", "Insurance", "Owned and Leased Property", "Intellectual Property",
    "Data Protection", "Anti-Corruption", "Affiliate Transactions", "Customers and Suppliers", "Brokers", "Fairness Opinion", "Takeover Statutes",
)  # fmt: skip
WARRANTIES = (
    "Except as set forth in Section {section} of the Company Disclosure Letter, the Company and each of its Subsidiaries is, and since January 1, {year} has been, in compliance in all material respects with all that pertains to {topic}, and no notice to the contrary has been received from any Governmental Entity. There is no fact known to the Company that would reasonably be expected, individually or in the aggregate, to result in a Company Material Adverse Effect in that regard.",
    "The Company has made available to Parent true and complete copies of all documents concerning {topic}. Each of them is valid, binding and in full force, subject to the Bankruptcy and Equity Exception. Neither the Company nor, to the Knowledge of the Company, any other person is in breach of any of them, and no event has occurred which, with notice or lapse of time, would be such a breach.",
    "As regards {topic}: Section {section} of the Company Disclosure Letter contains a list, complete as of the date of this Agreement, of each matter that involves more than ${sum},000. No such matter is subject to any proceeding, audit or investigation, pending or threatened in writing, other than those arising in the ordinary course of business consistent with past practice.",
)
COVENANTS = (
    ("Consideration", "[[consideration|At the Effective Time each share of Company Common Stock issued and outstanding immediately prior thereto, other than Cancelled Shares and Dissenting Shares, shall be converted into the right to receive {consideration} (the \"Merger Consideration\").]]"),
    ("Equity Awards", "[[options|Each option to purchase shares that is outstanding, whether or not vested, shall {options}.]]"),
    ("No Solicitation", "From the date hereof the Company shall not initiate, solicit or knowingly encourage any Acquisition Proposal, nor take part in discussions about one. [[superior|If the board determines in good faith, after consultation with outside counsel and its financial advisor, that an unsolicited proposal is or could reasonably be expected to lead to a Superior Proposal, it may furnish information under an Acceptable Confidentiality Agreement.]] [[matching|Before changing its recommendation the board shall give Parent {matching} business days' notice and negotiate in good faith if Parent so wishes; each material amendment starts a new period of {again} business days.]]"),
    ("Go-Shop", "[[goshop|{goshop}]]"),
    ("Employee Matters", "[[benefits|For {benefits} following the Closing Date Parent shall provide each Continuing Employee with base pay and target cash bonus no less favorable than before the Effective Time, and with benefits that are substantially comparable in the aggregate.]]"),
    ("Indemnification of Directors and Officers", "[[tail|Parent shall cause the Surviving Corporation to maintain for {tail} years after the Effective Time the current policies of directors' and officers' liability insurance, at an annual premium of no more than {premium} % of the last one paid.]]"),
    ("Efforts", "[[efforts|Parent shall take all action necessary to obtain clearance under the antitrust laws, {efforts}.]]"),
    ("Financing", "Parent has delivered true copies of the executed commitment letters. [[financing|{financing}]]"),
    ("Conditions to the Obligations of Each Party", "The obligation of each party to effect the Merger is subject to the approval of the stockholders, the absence of any injunction, and the expiry of waiting periods. [[bringdown|The representations of the Company shall be true and correct as of the Closing, except where the failure to be so would not have a Company Material Adverse Effect; those on capitalization in all but de minimis respects, of no more than ${deminimis},000.]]"),
    ("Termination", "This Agreement may be terminated by mutual written consent; [[outside|by either party if the Merger has not been consummated on or before {outside} (the \"Outside Date\")]]; or by either party if the stockholders do not approve it."),
    ("Fees", "[[fee|If this Agreement is terminated to accept a Superior Proposal, the Company shall pay Parent a fee of ${fee} million within two business days.]] [[reverse|If it is terminated because Parent fails to close when required, Parent shall pay a reverse fee of ${reverse} million.]]"),
    ("Specific Performance", "[[specific|The parties agree that irreparable damage would occur if any provision were not performed, and that each shall be entitled to specific performance without proof of damages{specific}.]]"),
    ("Governing Law", "[[law|This Agreement shall be governed by the laws of the State of {law}; each party irrevocably waives trial by jury.]]"),
    ("Definitions", "[[mae|\"Company Material Adverse Effect\" means any effect that is materially adverse to the business or financial condition of the Company, but none arising from changes in the economy, in the industry, in law or GAAP, acts of war, {mae}, or a decline in the price of the stock shall be taken into account, save for disproportionate effects.]] [[knowledge|\"Knowledge\" means the actual knowledge, {inquiry}, of the persons listed in Section 1.1 of the Disclosure Letter.]]"),
)  # fmt: skip

LEASE = """COMMERCIAL LEASE

THIS LEASE is made on {date} between {landlord} (the "Landlord") and {tenant} (the "Tenant") and concerns the premises known as {place} (the "Premises").

1. Rent. [[rent|The Tenant shall pay a yearly rent of {rent}, by equal instalments in advance on the usual quarter days.]] Rent is reviewed every fifth year to what the open market would pay, upwards only.

2. Use. [[use|The Premises may be used as {use} and for no other purpose.]] Nothing shall be done there that is a nuisance to neighbours or that vitiates the insurance.

3. Repairs. [[repairs|{repairs}]] The Tenant shall decorate the interior in every fifth year and in the last.

4. Alterations. The Tenant shall not cut or maim any structural part. Partitions that can be removed may be put up on two weeks' notice. At the end of the term they are to be taken down if the Landlord so asks.

5. Assignment. [[assign|{assign}]]

6. Break. [[breaks|The Tenant may end this Lease on {breaks} by giving not less than six months' notice in writing, provided that the rent is paid and the Premises are empty.]]

7. Insurance. The Landlord insures the building against fire, flood and subsidence and recovers the premium from the Tenant. If the Premises become unfit for use, the rent is suspended for up to three years.

8. Deposit. [[deposit|A deposit of {deposit} is held in a separate account and returned, less arrears, within twenty-eight days after the end.]]
"""

QUESTIONS: tuple[tuple[int, str, str, str], ...] = (
    (0, "consideration", "formal", 'Consider the Acquisition Agreement between Parent "Orion Bidco, Inc." and Target "Lakemont Hospitality Group, Inc."; What is the Type of Consideration?'),
    (0, "matching", "formal", 'Consider the Acquisition Agreement between Parent "Orion Bidco, Inc." and Target "Lakemont Hospitality Group, Inc."; what is the length of the initial matching rights period?'),
    (1, "tail", "similar", 'Consider the Acquisition Agreement between Parent "Harrow & Pike plc" and Target "Silverline Diagnostics, Inc."; how long must D&O insurance be kept?'),
    (1, "fee", "similar", 'Consider the Merger Agreement between Harrow & Pike and Silverline Diagnostics; how large is the break-up fee?'),
    (2, "efforts", "similar", 'Consider the Acquisition Agreement between Parent "Cobalt Ridge Energy Corporation" and Target "Prairie Wind Holdings, Inc."; what antitrust efforts are required?'),
    (2, "benefits", "similar", 'Consider the merger agreement of Cobalt Ridge Energy and Prairie Wind; for how long is pay of continuing employees protected?'),
    (3, "financing", "similar", 'Consider the Acquisition Agreement between Parent "Cobalt Street Partners V, L.P." and Target "Telmark Software Corporation"; is there a financing condition?'),
    (3, "specific", "similar", 'Consider the Acquisition Agreement between Parent "Cobalt Street Partners V, L.P." and Target "Telmark Software Corporation"; when is specific performance available?'),
    (4, "mae", "formal", 'Consider the Acquisition Agreement between Parent "Vantor Beteiligungs GmbH" and Target "Aspen Trail Outfitters, Inc."; what is carved out of the definition of Material Adverse Effect?'),
    (4, "knowledge", "formal", 'Consider the Acquisition Agreement between Parent "Vantor Beteiligungs GmbH" and Target "Aspen Trail Outfitters, Inc."; how is Knowledge defined, does it include constructive knowledge?'),
    (5, "goshop", "similar", 'Consider the Acquisition Agreement between Parent "Silverline Media Group, Inc." and Target "Public Ear Podcasting, Inc."; is there a go-shop?'),
    (5, "bringdown", "similar", 'Consider the Acquisition Agreement between Parent "Silverline Media Group, Inc." and Target "Public Ear Podcasting, Inc."; how accurate must the target\'s capitalization representation be at closing?'),
    (0, "outside", "short", "By when must the Lakemont deal close?"),
    (0, "options", "short", "What becomes of stock options in Orion's takeover of Lakemont?"),
    (1, "superior", "short", "When may the board of Silverline Diagnostics talk to another bidder?"),
    (2, "reverse", "short", "How much does the buyer of Prairie Wind pay if it walks away?"),
    (3, "matching", "short", "Telmark merger: days to match a better offer"),
    (4, "tail", "short", "Aspen Trail: how long are directors insured after the closing?"),
    (4, "law", "short", "Vantor merger agreement, governing law?"),
    (5, "consideration", "short", "What do shareholders of Public Ear get per share?"),
    (3, "fee", "typo", "Termination fee in the Telmarc Software merger?"),
    (0, "benefits", "typo", "Lakemont Hospitalty: how long do employees keep their benefits?"),
    (2, "outside", "foreign", "Bis wann muss die Fusion mit Prairie Wind vollzogen sein (Outside Date)?"),
    (6, "rent", "formal", "Consider the Lease between Thornbury Estates and Maple & Moss Ltd; what is the yearly rent?"),
    (6, "breaks", "short", "When can Maple & Moss leave Harbour Row?"),
    (6, "repairs", "unnamed", "Who has to mend the roof of the bakery we let?"),
    (7, "assign", "formal", "Consider the Commercial Lease of Unit 4, Mill Lane; may the tenant sublet?"),
    (7, "use", "short", "What may the Mill Lane unit be used for?"),
    (7, "deposit", "short", "How much deposit does Kettering Cycles have with the landlord?"),
)  # fmt: skip


def write_merger(number: int) -> Paper:
    """One merger agreement; its figures follow from its number alone."""
    deal, rng = MERGERS[number], Random(f"merger {number}")
    price = f"{rng.randrange(9, 88)}.{rng.randrange(10, 99)}"
    words = {
        "consideration": rng.choice((f"${price} in cash, without interest", f"0.{rng.randrange(1000, 9999)} of a validly issued share of Parent Common Stock and ${price} in cash")),
        "options": rng.choice(("be cancelled and converted into a cash payment of the excess of the price over its exercise price", "be assumed by Parent and become an option on shares of Parent Common Stock on the same terms")),
        "matching": rng.choice(("three", "four", "five")), "again": rng.choice(("one", "two", "three")),
        "goshop": rng.choice((f"During the {rng.choice((25, 30, 45))} days after signing the Company may solicit Acquisition Proposals and share information with whoever signs a confidentiality agreement.", "There shall be no period in which the Company may solicit other offers; the restrictions on solicitation apply from signing.")),
        "benefits": rng.choice(("twelve months", "eighteen months", "two years")), "tail": rng.choice(("six", "five", "seven")), "premium": rng.choice((200, 250, 300, 350)),
        "efforts": rng.choice(("including divestitures of whatever business, without limit", "but need not divest any business whose revenues exceed $40 million", "provided that no litigation against any agency is required")),
        "financing": rng.choice(("The obligations of Parent are not conditioned on its obtaining the financing.", "If the financing is not available at the Closing, Parent is not obliged to close but owes the reverse fee.")),
        "deminimis": rng.choice((250, 500, 750)), "outside": rng.choice(("October 11, 2021", "March 31, 2022", "June 15, 2022", "December 20, 2021")),
        "fee": rng.randrange(12, 99), "reverse": rng.randrange(100, 320), "specific": rng.choice(("", "; Parent may be compelled to close only if the debt financing has been funded or will be funded at the Closing")),
        "law": rng.choice(("Delaware", "Maryland", "Nevada")), "mae": rng.choice(("epidemics and pandemics", "natural disasters, failures to meet forecasts", "the announcement of this Agreement, pandemics and cyberattacks")),
        "inquiry": rng.choice(("after reasonable inquiry of their direct reports", "without any duty to inquire")),
    }  # fmt: skip
    year = rng.randrange(2015, 2020)
    articles = [
        f"Section 3.{place} {topic}. " + rng.choice(WARRANTIES).format(section=f"3.{place}", year=year, topic=topic.lower(), sum=rng.choice((100, 250, 500)))
        + " " + rng.choice(WARRANTIES).format(section=f"3.{place}(b)", year=year, topic=topic.lower(), sum=rng.choice((100, 250, 500)))
        for place, topic in enumerate(TOPICS, start=1)
    ]  # fmt: skip
    parents = [
        f"Section 4.{place} {topic} of Parent. " + WARRANTIES[1].format(topic=topic.lower()).replace("The Company has", "Parent has").replace("to Parent", "to the Company")
        for place, topic in enumerate(TOPICS[:8], start=1)
    ]  # fmt: skip
    covenants = [
        f"Section 6.{place} {title}. {text.format_map(words)}" for place, (title, text) in enumerate(COVENANTS, start=1)
    ]
    opening = f"""AGREEMENT AND PLAN OF MERGER

by and among

{deal.parent.upper()},
{deal.sub.upper()}
and
{deal.target.upper()}

Dated as of {deal.date}

This AGREEMENT AND PLAN OF MERGER (this "Agreement") is entered into as of {deal.date} by and among {deal.parent} ("Parent"), {deal.sub}, a wholly owned subsidiary of Parent ("Merger Sub"), and {deal.target} (the "Company").

WHEREAS the boards of directors of Parent, Merger Sub and the Company have approved the merger of Merger Sub with and into the Company on the terms set forth herein and declared it advisable; NOW, THEREFORE, the parties agree as follows:"""
    return marked.write(
        f"deals/{deal.file}", "\n\n".join([opening, *covenants[:2], *articles, *parents, *covenants[2:]]) + "\n"
    )


def write_leases() -> list[Paper]:
    """Two leases of business premises."""
    return [
        marked.write("deals/lease_harbour.txt", LEASE.format(
            date="25 March 2022", landlord="Thornbury Estates Limited", tenant="Maple & Moss Ltd", place="12 Harbour Row, Falmouth", rent="£38,400",
            use="a bakery and tea room", repairs="The Landlord keeps the roof, the outer walls and the drains in repair; the Tenant keeps the rest.",
            assign="The Tenant shall neither assign nor underlet any part.", breaks="25 March 2027", deposit="£9,600")),
        marked.write("deals/scan0031.txt", LEASE.format(
            date="1 October 2020", landlord="the Trustees of the Ashdown Settlement", tenant="Kettering Cycles LLP", place="Unit 4, Mill Lane, Kettering", rent="£17,250",
            use="a workshop for the repair and sale of bicycles", repairs="The Tenant shall keep the whole of the Premises, inside and out, in good repair.",
            assign="The Tenant may underlet the whole, not a part, with the consent of the Landlord, which is not to be withheld without reason.", breaks="1 October 2025 or 1 October 2028", deposit="£4,000")),
    ]  # fmt: skip


def write() -> tuple[list[Paper], list[Asked]]:
    """All of them and what is asked of them."""
    papers = [write_merger(number) for number in range(len(MERGERS))] + write_leases()
    return papers, [ask(text, f"deals {group}", papers[number], key) for number, key, group, text in QUESTIONS]
