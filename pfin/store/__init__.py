"""The cache of what was derived from the journal; never the truth.

Whatever is wrong with it (it is missing, damaged, of another version, not ours to read) the journal is read as if there
were none, and the cache is written anew. Deleting it is always safe.

::

    folder.py      the folder of the files: their names, rights and bounded size
    container.py   one file: a head and many parts, each with its digest, read as they are wanted
    codec.py       statements as bytes, and back
    snapshot.py    what is kept of one journal
    keeping.py     a journal that was just read and booked -> a snapshot
    inputs.py      whether a journal still is what a snapshot is of
    entries.py     the directives of a snapshot, decoded when somebody asks for them
    known.py       the pieces of a file that are still there after an edit
    difference.py  what an edit took away and added
    harmless.py    whether an edit changes nothing but itself
    change.py      an edit carried into a snapshot
"""
