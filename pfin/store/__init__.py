"""The cache of what was derived from the journal; never the truth.

Whatever is wrong with it (it is missing, damaged, of another version, not ours to read) the journal is read as if there
were none, and the cache is written anew. Deleting it is always safe.

::

    folder        the folder of cache files: their names, rights and bounded size
      container   one file: a head and many parts, each with its digest, read as they are wanted
    snapshot      what a file says of a journal: columns, rows, pieces
      codec       statements as bytes, and back
      keeping     a snapshot made of a journal that was just booked
    inputs        whether files, patterns and documents are as they were
    entries       the directives of a ledger that comes from a snapshot, decoded when asked for
    known         which pieces of a file are still there after an edit
    difference    what the edit took away and added, and where lines have moved
      harmless    whether that has effects on anything else
      change      if not, the snapshot after the edit
        moving    its rows
        splicing  its columns

:mod:`pfin.loader.kept` says in which order these are tried.
"""
