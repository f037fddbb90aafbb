"""A folder is brought to what it has to hold, and what it holds already is left alone."""

from pathlib import Path

import pytest

from generator.folders import contents, renew, write_files

BEFORE = {
    "same.py": b"SAME = 1\n",
    "edited.py": b"EDITED = 1\n",
    "__pycache__/same.cpython-311.pyc": b"compiled",
    "__pycache__/edited.cpython-311.pyc": b"compiled",
    "gone/module.py": b"GONE = 1\n",
    "gone/__pycache__/module.cpython-311.pyc": b"compiled",
    "becomes_a_folder": b"file",
    "becomes_a_file/inner.py": b"folder",
}
AFTER = {
    "same.py": b"SAME = 1\n",
    "edited.py": b"EDITED = 2\n",
    "added/below/module.py": b"ADDED = 1\n",
    "becomes_a_folder/inner.py": b"folder",
    "becomes_a_file": b"file",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_files(tmp_path / "folder", BEFORE)
    return tmp_path / "folder"


def test_folder_has_afterwards_what_it_was_given(folder: Path) -> None:
    renew(folder, AFTER)
    assert contents(folder) == AFTER
    assert not (folder / "gone").exists()
    assert list(folder.parent.iterdir()) == [folder]


def test_file_that_stays_the_same_is_not_written_again(folder: Path) -> None:
    before = (folder / "same.py").stat()
    renew(folder, AFTER)
    after = (folder / "same.py").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_compiled_module_stays_no_longer_than_its_source_as_it_was(folder: Path) -> None:
    renew(folder, AFTER)
    assert [path.name for path in (folder / "__pycache__").iterdir()] == ["same.cpython-311.pyc"]


def test_folder_that_was_not_there_is_made(tmp_path: Path) -> None:
    renew(tmp_path / "new" / "folder", AFTER)
    assert contents(tmp_path / "new" / "folder") == AFTER


def test_folder_stays_as_it_is_if_something_new_cannot_be_written(folder: Path) -> None:
    before = contents(folder)
    with pytest.raises(OSError, match="name"):
        renew(folder, {**AFTER, "x" * 5000: b""})
    assert contents(folder) == before
    assert list(folder.parent.iterdir()) == [folder]
