"""From text to parsed directives, and from directives back to text. The only room that imports lark.

::

    files.py      an entry file and what it includes -> texts
    blocks.py     a text -> blocks, one for each directive
    lines.py      a block of plain lines -> a directive, by the grammar's whole-line terminals
    parser.py     any block -> a directive, by the grammar's rules
    words.py      the values of words
    builder.py    the values of rules: directives and their parts
    mistakes.py   what can be wrong with a block
    explain.py    why a block is no directive, in words
    options.py    option lines -> options
    pieces.py     stretches of a file that can be kept from one reading to the next
    reading.py    one file: its blocks, and the state that runs from one to the next
    journal.py    all files together
    printer.py    directives -> text
"""
