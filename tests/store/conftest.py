import sys
from pathlib import Path

# The support modules of these tests (edited_journal.py, comparison.py) are imported by their plain names.
sys.path.insert(0, str(Path(__file__).parent))
