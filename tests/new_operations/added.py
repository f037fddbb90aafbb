"""A copy of the document's files with four operations on baskets, added as a colleague would add them.

3Commas has no baskets: these have a part of the members of a deal, and other names.
"""

import shutil
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

OPERATIONS = ("list_baskets", "get_basket", "update_basket", "panic_sell_basket")


def write_spec(folder: Path) -> Path:
    """Write spec/ with the operations below *folder*; gives the folder of the document's files."""
    copy = folder / "spec"
    shutil.copytree(ROOT / "spec", copy)
    shutil.copytree(HERE / "spec", copy, dirs_exist_ok=True)
    root = copy / "openapi.yaml"
    tags, paths = (HERE / "openapi.yaml").read_text("utf-8").split("tags:\n", 1)[1].split("paths:\n", 1)
    # The root lists its tags, and after them its URLs up to its end.
    text = root.read_text("utf-8").replace("\npaths:\n", f"\n{tags}paths:\n", 1)
    root.write_text(text + paths, "utf-8")
    return copy
