import sys
from pathlib import Path

# The service without its loops, and a phone: they are where a year was first lived.
sys.path.append(str(Path(__file__).parents[1] / "year"))
