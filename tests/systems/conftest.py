import sys
from pathlib import Path

# The support modules of these tests (naive.py, random_journals.py) are imported by their plain names.
sys.path.insert(0, str(Path(__file__).parent))
