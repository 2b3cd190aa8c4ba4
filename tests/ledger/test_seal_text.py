"""The lines of single directives, whose form must never change: seals of many years depend on it."""

from pathlib import Path

import pytest

from pfin.ledger.seal_text import Writer
from pfin.model.diagnostics import Problems
from pfin.model.sources import Sources
from pfin.syntax.journal import read_journal

DIRECTIVES = {
    'open Assets:A USD,EUR "FIFO"\n  key: "v"': '"open","Assets:A",["EUR","USD"],"FIFO",[["key",["text","v"]]]',
    "open Assets:A": '"open","Assets:A",[],null,[]',
    "close Assets:A": '"close","Assets:A",[]',
    "commodity USD": '"commodity","USD",[]',
    "pad Assets:A Equity:B": '"pad","Assets:A","Equity:B",[]',
    "balance Assets:A 1,000.50 USD": '"balance","Assets:A","1000.5","USD",null,[]',
    "balance Assets:A -0.00 ~ 0.10 USD": '"balance","Assets:A","0","USD","0.1",[]',
    'note Assets:A "é \\"q\\"" #b #a ^l': '"note","Assets:A","é \\"q\\"",["a","b"],["l"],[]',
    'note Assets:A "two\nlines"': '"note","Assets:A","two\\nlines",[],[],[]',
    'document Assets:A "in/a.pdf"': '"document","Assets:A","in/a.pdf",[],[],[]',
    'document Assets:A "../a.pdf"': '"document","Assets:A","../a.pdf",[],[],[]',
    'event "city" "Rome"': '"event","city","Rome",[]',
    'query "all" "SELECT 1"': '"query","all","SELECT 1",[]',
    "price HOOL 12.50 USD": '"price","HOOL","12.5","USD",[]',
    'custom "x" "t" 2025-01-02 TRUE 1.0 2.50 USD Assets:A': '"custom","x",[["text","t"],["date","2025-01-02"],'
    '["boolean","TRUE"],["number","1"],["amount","2.5","USD"],["account","Assets:A"]],[]',
    "commodity USD\n  zz: #tag\n  mm: EUR\n  aa:": '"commodity","USD",'
    '[["aa",null],["mm",["commodity","EUR"]],["zz",["tag","tag"]]]',
}

# Legs of a transaction, each on a line of its own, and the postings of its line.
POSTINGS = {
    "Assets:A 10.0 USD | Assets:B": '["Assets:A","10","USD",N,N,N,[]],["Assets:B","-10","USD",N,N,N,[]]',
    "Assets:A 1 USD | Assets:A 2 EUR | Assets:B": '["Assets:A","1","USD",N,N,N,[]],["Assets:A","2","EUR",N,N,N,[]],'
    '["Assets:B","-1","USD",N,N,N,[]],["Assets:B","-2","EUR",N,N,N,[]]',
    "Assets:A 1 USD | Assets:A -1 USD | Assets:B": '["Assets:A","-1","USD",N,N,N,[]],["Assets:A","1","USD",N,N,N,[]]',
    "! Assets:A 1 USD": '["Assets:A","1","USD",N,N,"!",[]]',
    "Assets:A -10 EUR @ 1.10 USD": '["Assets:A","-10","EUR",N,[N,"11","USD"],N,[]]',
    "Assets:A -3 EUR @@ 10.00 USD": '["Assets:A","-3","EUR",N,[N,"10","USD"],N,[]]',
    "Assets:A 0 EUR @ 1.10 USD": '["Assets:A","0","EUR",N,["1.1",N,"USD"],N,[]]',
    "Assets:A 10 EUR @ | Assets:B -11 USD": '["Assets:A","10","EUR",N,["",N,""],N,[]],'
    '["Assets:B","-11","USD",N,N,N,[]]',
    "Assets:A EUR @ 2 USD | Assets:B -11 USD": '["Assets:A","5.5","EUR",N,[N,"11","USD"],N,[]],'
    '["Assets:B","-11","USD",N,N,N,[]]',
    'Assets:A 4 X {2.5 USD, 2024-01-01, "l"}': '["Assets:A","4","X",[N,"10","USD","2024-01-01","l"],N,N,[]]',
    "Assets:A -4 X {2.5 # 1 USD}": '["Assets:A","-4","X",[N,"11","USD",N,N],N,N,[]]',
    "Assets:A 3 X {{10 USD}}": '["Assets:A","3","X",[N,"10","USD",N,N],N,N,[]]',
    "Assets:A 0 X {{10 USD}}": '["Assets:A","0","X",["0","10","USD",N,N],N,N,[]]',
    "Assets:A 3 X {10 # USD} | Assets:B": '["Assets:A","3","X",["10","","USD",N,N],N,N,[]],["Assets:B","","",N,N,N,[]]',
    "Assets:A 3 X {# 5 USD} | Assets:B -9 USD": '["Assets:A","3","X",["","5","USD",N,N],N,N,[]],'
    '["Assets:B","-9","USD",N,N,N,[]]',
    "Assets:A -3 X {} @ 2 USD | Assets:B": '["Assets:A","-3","X",["",N,"",N,N],[N,"6","USD"],N,[]],'
    '["Assets:B","","",N,N,N,[]]',
    "Assets:A | Assets:B": '["Assets:A","","",N,N,N,[]],["Assets:B","","",N,N,N,[]]',
}


def line_of(folder: Path, directive: str) -> str:
    path = folder / "main.beancount"
    path.write_text(f"2025-01-31 {directive}\n", encoding="utf-8")
    problems = Problems(Sources())
    journal = read_journal(str(path), problems)
    assert not len(problems), list(problems)
    (line,) = Writer(journal.options, str(folder)).lines(journal.directives)
    return line.decode()


@pytest.mark.parametrize("directive", DIRECTIVES)
def test_directives(tmp_path: Path, directive: str) -> None:
    assert line_of(tmp_path, directive) == f'["2025-01-31",{DIRECTIVES[directive]}]'


@pytest.mark.parametrize("legs", POSTINGS)
def test_postings(tmp_path: Path, legs: str) -> None:
    text = "\n  ".join(['* "Payee" "Why" #t ^l', *legs.split(" | ")])
    postings = POSTINGS[legs].replace(",N", ",null").replace("[N", "[null")
    expected = f'["2025-01-31","transaction","*","Payee","Why",["t"],["l"],[{postings}],[]]'
    assert line_of(tmp_path, text) == expected


def test_numbers_are_neither_rounded_nor_written_with_exponents(tmp_path: Path) -> None:
    digits = "1234567890" * 4
    line = line_of(tmp_path, f'* "a"\n  Assets:A {digits}.00000000001 EUR @ {digits}.5 USD')
    product = str((int(digits) * 10**11 + 1) * (int(digits) * 10 + 5))
    assert f'"{digits}.00000000001","EUR",null,[null,"{product[:-12]}.{product[-12:]}","USD"]' in line
