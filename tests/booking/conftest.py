import sys
from pathlib import Path

# The support module of these tests (two_bookings.py) is imported by its plain name.
sys.path.insert(0, str(Path(__file__).parent))
