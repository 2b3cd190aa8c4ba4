import sys
from pathlib import Path

# The support module of these tests (against_beancount.py) is imported by its plain name.
sys.path.insert(0, str(Path(__file__).parent))
