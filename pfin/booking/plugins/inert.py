"""The modules of Beancount that a journal may name as plugins although they hold none.

Beancount imports what a ``plugin`` directive names; a module without plugins passes, and nothing happens.
"""

_PACKAGES = {
    "beancount": "api loader core ops parser plugins projects scripts tools utils",
    "beancount.core": "account account_types amount compare convert data display_context distribution flags getters "
    "interpolate inventory number position prices realization",
    "beancount.ops": "basicops compress find_prices lifetimes summarize validation",
    "beancount.parser": "_parser booking booking_full booking_method cmptest context grammar hashsrc lexer options "
    "parser printer version",
    "beancount.projects": "export",
    "beancount.scripts": "check deps directories doctor example format",
    "beancount.tools": "treeify",
    "beancount.utils": "bisect_key defdict encryption file_utils import_utils invariants memo misc_utils pager table "
    "test_utils",
}

INERT = frozenset(
    ["beancount", *(f"{package}.{module}" for package, modules in _PACKAGES.items() for module in modules.split())]
)
