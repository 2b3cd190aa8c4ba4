from pfin.booking.nearest import Nearest


def test_nearest() -> None:
    nearest = Nearest(["Assets:Checking", "Assets:Savings", "Expenses:Food"])
    assert nearest.to("Assets:Cheking") == "Assets:Checking"
    assert nearest.to("Expenses:Foood") == "Expenses:Food"
    assert nearest.to("Income:Salary") is None


def test_a_flood_of_names_is_not_searched() -> None:
    nearest = Nearest(["Assets:Checking"])
    found = [nearest.to(f"Assets:Checking{number}") for number in range(1000)]
    assert found[0] == "Assets:Checking"
    assert found[-1] is None
    assert nearest.to("Assets:Checking0") == "Assets:Checking", "what was found once is kept"
