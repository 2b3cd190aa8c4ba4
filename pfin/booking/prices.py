"""What a posting's price says of one unit."""

from pfin.model.amount import ZERO, plain
from pfin.model.diagnostics import Place, Problems
from pfin.model.parsed import ParsedPosting, ParsedTransaction, PriceSpec


def unit_prices(transaction: ParsedTransaction, problems: Problems) -> list[PriceSpec | None]:
    """The price of one unit for each posting, in their order; None where there is no price, or none to be used.

    A negative price is an error and its sign is dropped; a total price needs units, or is dropped; the currencies of
    cost and price must agree. A total is divided by the units in 28 digits, so that 3 units ``@@ 100 USD`` weigh
    99.99999999999999999999999999 USD, as in Beancount. A total for no units is a price of zero.
    """
    return [_unit_price(transaction, posting, problems) for posting in transaction.postings]


def _unit_price(transaction: ParsedTransaction, posting: ParsedPosting, problems: Problems) -> PriceSpec | None:
    price = posting.price
    if price is None:
        return None
    place = Place(transaction.file, transaction.line + posting.line)
    number = price.number
    if number is not None and number < ZERO:
        problems.error(
            "negative-price",
            f"a price cannot be negative: {_written(price)}",
            place,
            focus=plain(number),
            hint="write the price without a sign; the sign of the units says whether they are bought or sold",
        )
        number = abs(number)
    if price.total:
        if posting.number is None:
            problems.error(
                "total-price-without-units",
                f"a total price needs a number of units: @@ {_written(price)}",
                place,
                hint="write how many units there are, or give the price of one unit with @",
            )
            return None
        if number is not None:
            number = ZERO if posting.number == ZERO else number / abs(posting.number)
    _check_currencies(posting, price, place, problems)
    return PriceSpec(number, price.commodity, False)


def _check_currencies(posting: ParsedPosting, price: PriceSpec, place: Place, problems: Problems) -> None:
    cost = posting.cost
    if cost is None or cost.commodity is None or price.commodity is None or cost.commodity == price.commodity:
        return
    problems.error(
        "currency-mismatch",
        f"the cost is in {cost.commodity} but the price in {price.commodity}",
        place,
        hint="give the price in the currency of the cost",
    )


def _written(price: PriceSpec) -> str:
    number = None if price.number is None else plain(price.number)
    return " ".join(part for part in (number, price.commodity) if part is not None)
