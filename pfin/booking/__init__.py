"""From parsed to booked: missing numbers, lots, pads, balance assertions, and the validity of the whole journal.

:func:`pfin.booking.stages.book_journal` runs the stages in Beancount's order::

    transactions      the loop over transactions
      plain           the short way for plain ones
      prices          what ``@`` and ``@@`` say of one unit
      currencies      the groups of legs that must balance, and commodities that were left out
      reductions      the lots that a sale takes away
        methods       which of several lots
        holdings      what accounts hold so far
      interpolation   the one number that a group may leave out
      tolerance       how far a transaction may be off zero, by the digits it is written in
    documents         files that belong to accounts
    plugins           what the journal asks for by ``plugin``
    pads              transactions made for ``pad``
    assertions        ``balance``
    validation        commodities that accounts may hold, duplicates
      lifetimes       accounts that are used before their open or after their close
      balancing       whether every transaction balances
    openings          warnings about opening balances

A problem is reported on the line that Beancount names; a more precise place is a related one.
"""
