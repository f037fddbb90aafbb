"""`python -m generator watch`: a build after each edit, until it is interrupted.

watchfiles says what was saved. What is saved while a build runs is part of the next one.
The modules of the generator itself are loaded once; after a change of one of them, start it anew.
"""

import traceback
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import watchfiles

from generator.build import Memory
from generator.commands import build
from generator.commands.arguments import Folders, report_failure, report_success, run_on_folders
from generator.document.yaml_io import read_yaml

# How many files are kept as they were read, those of a document and of some edits.
_REMEMBERED = 4096
# Milliseconds until watchfiles gives word though nothing was saved: the first word says that it has begun.
_TIMEOUT = 100
_GENERATOR = Path(__file__).parents[1]
# Whatever a build reads beside the document.
_INPUTS = tuple(_GENERATOR / name for name in ("templates", "publish/templates", "publish/sources"))

Watch = Callable[[Sequence[Path]], Iterator[frozenset[Path]]]


def saved_files(folders: Sequence[Path]) -> Iterator[frozenset[Path]]:
    """Yield nothing at once, then each set of files that were saved or removed together, without end.

    What editors and Python put beside them is left out. A folder that is missing raises FileNotFoundError.
    """
    # The library's own list would leave out a checkout that stands below a folder like .tox.
    wanted = watchfiles.DefaultFilter(ignore_dirs=["__pycache__"], ignore_entity_patterns=[r"^\.", "~$"])
    words = watchfiles.watch(*folders, watch_filter=wanted, rust_timeout=_TIMEOUT, yield_on_timeout=True)
    for number, word in enumerate(words):
        saved = frozenset(path for _, name in word if not (path := Path(name)).is_dir())
        if saved or number == 0:
            yield saved


def main(argv: Sequence[str], *, watch: Watch = saved_files) -> int:
    """Run the command; return its exit code. *watch* yields what is saved in folders, at first nothing."""
    # Of hundreds of files an edit changes one or two.
    memory = Memory(read=lru_cache(_REMEMBERED)(read_yaml))

    def run(folders: Folders) -> int:
        """Make the output anew after each change of the document or a template; stop it with Ctrl-C."""
        try:
            for saved in watch([path.resolve(strict=True) for path in (folders.spec, *_INPUTS)]):
                _rebuild(saved, folders, memory)
        except FileNotFoundError as missing:
            return report_failure([missing], "nothing is watched")
        except KeyboardInterrupt:
            pass
        return report_success("stopped watching")

    return run_on_folders("watch", argv, run)


def _rebuild(saved: frozenset[Path], folders: Folders, memory: Memory) -> None:
    spec = folders.spec
    for path in sorted(saved):
        print(f"changed: {_shown(path, spec.resolve())}")
    output = ["--generated", str(folders.generated), "--package", folders.package]
    try:
        build.main(["--spec", str(spec), *output], memory=memory)
    except Exception:
        # A template can raise anything, and the next edit may repair it.
        traceback.print_exc()
    print(f"watching {spec.name}/ and the templates", flush=True)


def _shown(path: Path, spec: Path) -> Path:
    home = spec if path.is_relative_to(spec) else _GENERATOR
    return home.name / path.relative_to(home)
