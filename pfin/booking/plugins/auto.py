"""beancount.plugins.auto: the plugins that fill in what a quick journal leaves out."""

from . import auto_accounts, implicit_prices
from .run import Run

PARTS: tuple[Run, ...] = (auto_accounts.run, implicit_prices.run)
