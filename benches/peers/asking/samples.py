"""Durations of many requests, and what is said of them."""

from dataclasses import dataclass, field


@dataclass
class Sample:
    """Of one question to one server: microseconds of each request, over all rounds."""

    took: list = field(default_factory=list)
    failed: int = 0
    # Seconds: of the clock while clients asked, and of the processors that the server used.
    wall: float = 0.0
    cpu: float = 0.0

    def add(self, other):
        self.took += other.took
        self.failed += other.failed
        self.wall += other.wall
        self.cpu += other.cpu

    def part(self, part):
        """Milliseconds that this part (0 to 1) of all requests did not exceed."""
        ordered = sorted(self.took)
        return ordered[round((len(ordered) - 1) * part)] / 1e3 if ordered else float("nan")

    @property
    def median(self):
        return self.part(0.5)

    @property
    def rate(self):
        """Answers a second."""
        return len(self.took) / self.wall if self.wall else float("nan")

    @property
    def mean(self):
        """Milliseconds from one answer to the next, over all clients."""
        return 1e3 / self.rate if self.took else float("nan")

    @property
    def cpu_each(self):
        """Milliseconds of the server's CPU for one request."""
        return self.cpu * 1e3 / len(self.took) if self.took else float("nan")
