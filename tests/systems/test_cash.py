"""Names of accounts that say cash, and such that do not."""

# ruff: noqa: RUF001 - letters of some alphabets look like those of others

import pytest

from pfin.systems.cash import _CASH, _NO_CASH, _table, recognised_cash

# An account, and the word for which it is cash.
CASH = [
    ("Assets:Cash", "Cash"),
    ("Assets:CASH", "CASH"),
    ("Assets:Bank:Checking", "Checking"),
    ("Assets:Bank:Gifts", "Bank"),
    ("Assets:US:BofA:Checking", "Checking"),
    ("Assets:USBank", "Bank"),
    ("Assets:Bank2:Shared", "Bank"),
    ("Assets:CurrentAccount", "CurrentAccount"),
    ("Assets:Current-Account", "Current-Account"),
    ("Assets:CreditUnion", "CreditUnion"),
    ("Assets:PayPal", "PayPal"),
    ("Assets:Broker:Cash", "Cash"),
    ("Assets:Savings-Bank:Checking", "Checking"),
    ("Vermögen:Girokonto", "Girokonto"),
    ("Aktiva:Sparkasse:Gemeinsam", "Sparkasse"),
    ("Actifs:Compte-Courant", "Compte-Courant"),
    ("Actifs:Espèces", "Espèces"),
    ("Actifs:Especes", "Especes"),
    ("Activos:CuentaCorriente", "CuentaCorriente"),
    ("Attività:Contanti", "Contanti"),
    ("Ativos:Carteira", "Carteira"),
    ("Activa:Betaalrekening", "Betaalrekening"),
    ("Tillgångar:Plånbok", "Plånbok"),
    ("Varat:Käyttötili", "Käyttötili"),
    ("Aktywa:Gotówka", "Gotówka"),
    ("Aktiva:Peněženka", "Peněženka"),
    ("Eszközök:Bankszámla", "Bankszámla"),
    ("Ενεργητικό:Μετρητά", "Μετρητά"),
    ("Varlıklar:Nakit", "Nakit"),
    ("Активы:Наличные", "Наличные"),
    ("Активи:Гаманець", "Гаманець"),
    ("Aset:Dompet", "Dompet"),
    ("TàiSản:TiềnMặt", "TiềnMặt"),
    ("Assets:नकद", "नकद"),
    ("Assets:نقد", "نقد"),
    ("Assets:מזומן", "מזומן"),
    ("Assets:CN招商银行", "银行"),
    ("Assets:CN支付宝", "支付宝"),
    ("Assets:储蓄卡", "储蓄卡"),
    ("Assets:JP普通預金", "普通預金"),
    ("Assets:KR현금", "현금"),
]

NO_CASH = [
    "Assets:Chase",
    "Assets:Cashmere",
    "Assets:Current",
    "Assets:Bank:Savings",
    "Assets:Bank:Savings:Holiday",
    "Assets:BankSavings",
    "Assets:CreditUnionSavings",
    "Assets:Bank:401k",
    "Assets:Bank:Retirement401k",
    "Assets:Bank:MoneyMarket",
    "Assets:Bank:Brokerage",
    "Assets:Cash:Deposit",
    "Assets:Wallet:Bitcoin",
    "Assets:Bank:Credit-Card",
    "Aktiva:Bank:Tagesgeld",
    "Aktiva:Sparkasse:Sparbuch",
    "Actifs:Banque:Épargne",
    "Actifs:Banque:Livret-A",
    "Activos:Banco:Ahorros",
    "Activa:Bank:Spaarrekening",
    "Активы:Банк:Вклад",
    "Assets:CN银行定期存款",
    "Assets:CN银行:储蓄",
    "Assets:JP銀行:定期預金",
    # The first part is what a journal calls assets, and no name of an account.
    "Cash:Gold",
]


@pytest.mark.parametrize(("account", "word"), CASH)
def test_names_say_cash(account: str, word: str) -> None:
    assert recognised_cash([account]) == {account: word}


@pytest.mark.parametrize("account", NO_CASH)
def test_names_say_something_else_or_nothing(account: str) -> None:
    assert recognised_cash([account]) == {}


def test_the_order_is_that_of_the_accounts() -> None:
    assert list(recognised_cash(["Assets:Wallet", "Assets:Gold", "Assets:Bank"])) == ["Assets:Wallet", "Assets:Bank"]


def test_no_word_says_both() -> None:
    assert not _table(is_cash=True) & _table(is_cash=False)


def test_every_language_has_words_of_both_kinds() -> None:
    assert _CASH.keys() - _NO_CASH.keys() == {"wallets of many countries"}
    assert _NO_CASH.keys() <= _CASH.keys()


@pytest.mark.parametrize("language", _CASH)
def test_each_word_is_found_where_it_is_an_account(language: str) -> None:
    for phrase in _CASH[language].split(", "):
        written = "-".join(word.title() for word in phrase.split())
        assert recognised_cash([f"Assets:{written}"]), phrase


@pytest.mark.parametrize("language", _NO_CASH)
def test_each_word_against_it_counts_below_a_bank(language: str) -> None:
    for phrase in _NO_CASH[language].split(", "):
        written = "-".join(word.title() for word in phrase.split())
        assert not recognised_cash([f"Assets:Bank:{written}"]), phrase
