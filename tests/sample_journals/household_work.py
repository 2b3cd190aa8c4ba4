"""The household's income from work: pay slips with taxes and pension, bonuses, tax returns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from decimal import Decimal

from banking_days import banking_day_before
from book import MONTHS, Book, Leg, month_end
from dice import cents

CHECKING = "Assets:Bank:Checking"
SOCIAL_SECURITY = Decimal("0.062")
MEDICARE = Decimal("0.0145")
STATE = Decimal("0.0495")
BONUS_WITHHELD = Decimal("0.22")

# By year: what is deducted before tax, and the brackets above it (from, rate), for withholding as a single person.
FEDERAL = {
    2023: (Decimal(13850), ((0, "0.10"), (11000, "0.12"), (44725, "0.22"), (95375, "0.24"))),
    2024: (Decimal(14600), ((0, "0.10"), (11600, "0.12"), (47150, "0.22"), (100525, "0.24"))),
    2025: (Decimal(15000), ((0, "0.10"), (11925, "0.12"), (48475, "0.22"), (103350, "0.24"))),
}
STATE_EXEMPTION = {2023: Decimal(2425), 2024: Decimal(2775), 2025: Decimal(2850)}


@dataclass(frozen=True)
class Job:
    """Work for pay: what it pays a year, and what is taken off or added."""

    person: str
    employer: str
    gross: dict[int, Decimal]
    slips: int  # in a year
    premium: Decimal  # health insurance, each slip
    pension: Decimal  # share of gross pay
    match: Decimal  # share of gross pay that the employer adds


NORA = Job(
    "Nora",
    "Harbor & Finch Architects",
    {2023: Decimal(76800), 2024: Decimal(80400), 2025: Decimal(84600)},
    12,
    Decimal("214.50"),
    Decimal("0.06"),
    Decimal("0.04"),
)
DANIEL = Job(
    "Daniel",
    "Lakeview Physiotherapy",
    {2023: Decimal(51480), 2024: Decimal(53300), 2025: Decimal(55640)},
    26,
    Decimal("38.20"),
    Decimal("0.05"),
    Decimal("0.03"),
)


def federal_tax(year: int, taxable: Decimal) -> Decimal:
    """The tax on a year's taxable income."""
    _, brackets = FEDERAL[year]
    tops: Sequence[Decimal] = [Decimal(start) for start, _ in brackets[1:]] + [Decimal("Infinity")]
    tax = Decimal(0)
    for (start, rate), top in zip(brackets, tops, strict=True):
        tax += max(Decimal(0), min(taxable, top) - start) * Decimal(rate)
    return tax


def pay_slip(book: Book, job: Job, day: Date, period: str) -> None:
    """Gross pay, what is taken off, and the rest to the checking account."""
    gross = cents(job.gross[day.year] / job.slips)
    pension, match = cents(gross * job.pension), cents(gross * job.match)
    yearly = (gross - pension - job.premium) * job.slips
    federal = cents(federal_tax(day.year, yearly - FEDERAL[day.year][0]) / job.slips)
    state = cents((yearly - STATE_EXEMPTION[day.year]) * STATE / job.slips)
    insured = gross - job.premium
    social, medicare = cents(insured * SOCIAL_SECURITY), cents(insured * MEDICARE)
    net = gross - pension - job.premium - federal - state - social - medicare
    book.transaction(
        day,
        job.employer,
        f"Salary {period}",
        Leg(f"Income:Salary:{job.person}", -gross),
        Leg("Expenses:Tax:Federal", federal),
        Leg("Expenses:Tax:State", state),
        Leg("Expenses:Tax:Social-Security", social),
        Leg("Expenses:Tax:Medicare", medicare),
        Leg("Expenses:Health:Insurance", job.premium),
        Leg(f"Assets:Pension:{job.person}", pension),
        Leg(CHECKING, net),
        Leg(f"Income:Employer-Match:{job.person}", -match),
        Leg(f"Assets:Pension:{job.person}", match),
    )


class Work:
    """Both salaries, Nora's bonus each March, and the tax return each April."""

    RETURNS = (
        (Date(2023, 4, 12), "refund", "614.00", "58.00"),
        (Date(2024, 4, 10), "refund", "382.00", "41.00"),
        (Date(2025, 4, 14), "due", "-437.00", "-66.00"),
    )
    BONUSES = (
        (Date(2023, 3, 15), Decimal(3200)),
        (Date(2024, 3, 15), Decimal(3600)),
        (Date(2025, 3, 14), Decimal(4000)),
    )
    FIRST_FRIDAY = Date(2023, 1, 13)

    def __init__(self, book: Book) -> None:
        self.book = book

    def on(self, day: Date) -> None:
        if day == banking_day_before(month_end(day)):
            pay_slip(self.book, NORA, day, f"{MONTHS[day.month - 1]} {day.year}")
        if day >= self.FIRST_FRIDAY and (day - self.FIRST_FRIDAY).days % 14 == 0:
            begin = day - timedelta(days=13)
            pay_slip(self.book, DANIEL, day, f"{begin:%b} {begin.day} to {day:%b} {day.day}")
        for due, gross in self.BONUSES:
            if due == day:
                self._bonus(day, gross)
        for due, kind, federal, state in self.RETURNS:
            if due == day:
                self._tax_return(day, kind, Decimal(federal), Decimal(state))

    def _bonus(self, day: Date, gross: Decimal) -> None:
        self.book.transaction(
            day,
            NORA.employer,
            f"Bonus for {day.year - 1}",
            Leg("Income:Salary:Nora", -gross),
            Leg("Expenses:Tax:Federal", cents(gross * BONUS_WITHHELD)),
            Leg("Expenses:Tax:State", cents(gross * STATE)),
            Leg("Expenses:Tax:Social-Security", cents(gross * SOCIAL_SECURITY)),
            Leg("Expenses:Tax:Medicare", cents(gross * MEDICARE)),
            Leg(CHECKING),
            marks="#bonus",
        )

    def _tax_return(self, day: Date, kind: str, federal: Decimal, state: Decimal) -> None:
        self.book.transaction(
            day,
            "Revenue office",
            f"Tax return for {day.year - 1}: {kind}",
            Leg(CHECKING, federal + state),
            Leg("Expenses:Tax:Federal", -federal),
            Leg("Expenses:Tax:State", -state),
            marks=f"^tax-{day.year - 1}",
        )
