"""Progress of a run on standard error: a line that changes on a terminal, a line now and then in a log."""

from collections import Counter

from rich.console import Console
from rich.status import Status
from rich.text import Text

from threecommas_conformance.findings import Finding
from threecommas_conformance.traffic.interactions import Interaction

# In a log, a line for so many requests.
_EVERY = 500
# Seconds. Shorter pauses are not worth a word.
_WORTH_TELLING = 2.0


class Progress:
    """Counts what it is line and shows it."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._status = Status("Beginning", console=console)
        self._calls: Counter[str] = Counter()
        self._findings: set[str] = set()

    def __enter__(self) -> "Progress":
        if self._console.is_terminal:
            self._status.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._status.stop()

    def on_response(self, interaction: Interaction) -> None:
        """Count a request that was answered."""
        self._calls[interaction.phase] += 1
        count = self._calls[interaction.phase]
        line = f"{interaction.phase}: {count} requests, {len(self._findings)} findings"
        if self._console.is_terminal:
            self._status.update(Text(f"{line}, {interaction.operation or interaction.method}"))
        elif count == 1 or count % _EVERY == 0:
            self._console.print(Text(line))

    def on_finding(self, found: Finding) -> None:
        """Count a finding."""
        self._findings.add(found.id)

    def on_wait(self, seconds: float) -> None:
        """Say that the run waits for the rate budget."""
        if seconds >= _WORTH_TELLING:
            self._console.print(Text(f"Waiting {seconds:.0f} s for the rate budget"))
