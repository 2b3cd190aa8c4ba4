import sys
from pathlib import Path

# The support module of these tests (oracle.py) is imported by its plain name, by the tests and by the worker process.
sys.path.insert(0, str(Path(__file__).parent))
