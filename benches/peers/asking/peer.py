"""What all servers have in common; each in ../servers is a sibling of this shape."""

from urllib.parse import quote

from . import answers, load, processes


class Peer:
    """A server that can be asked. A method for each verb of questions.py makes a request (a path) of a thing, or None
    where the server has no such question.
    """

    NAME = ""
    # Whether it keeps tiles that it made: then cold and warm differ.
    KEEPS_TILES = False
    # Whether PostgreSQL does a part of its work.
    ON_POSTGRES = True

    def __init__(self, stage):
        self.stage = stage
        self.program = None

    def install(self):
        """Makes it runnable; Absent where that can not be."""

    def load(self):
        """Gives it the sites."""

    def start(self):
        """Serves, and answers when this returns."""

    def stop(self):
        if self.program:
            self.program.stop()
            self.program = None

    def restart(self):
        self.stop()
        self.start()

    def version(self):
        return ""

    def own(self):
        """Its processes."""
        return [self.program.pid] if self.program else []

    def roots(self):
        """Whatever works when it is asked."""
        return self.own() + (self.stage.postgres.own() if self.ON_POSTGRES else [])

    @property
    def folder(self):
        return self.stage.folder / self.NAME

    def log(self):
        return self.stage.folder / f"{self.NAME}.log"

    def floor(self):
        return None

    def item(self, number):
        return None

    def box(self, box):
        return None

    def lean(self, box):
        return None

    def filtered(self, box, kind, area):
        return None

    def offset(self, offset):
        return None

    def cursor(self, offset):
        return None

    def near(self, lon, lat):
        return None

    def tile(self, zoom, x, y):
        return None

    def requests(self, question):
        """One for each thing of the question; nothing when it is not offered."""
        made = [getattr(self, question.verb)(*thing) for thing in question.things]
        return [] if None in made else made

    def looked(self, question, requests):
        """Bytes of each answer, and what it holds; Absent with what the server said instead."""
        for request in requests:
            status, body = load.fetch(self.program.port, request)
            if status not in (200, 204):
                raise processes.Absent(f"{status} {body[:160].decode(errors='replace')}")
            if question.verb == "floor":
                yield len(body), None
            else:
                yield len(body), answers.tile_features(body) if question.verb == "tile" else answers.names(body)

    def greet(self, requests):
        """Asks without looking at what comes, so that connections to the database are made."""
        for request in requests:
            load.fetch(self.program.port, request)

    def drive(self, question, requests, clients, each, start=0):
        """Asks, and adds up what it cost."""
        before = processes.cpu(self.roots())
        sample = self.ask(question, requests, clients, each, start)
        sample.cpu = processes.cpu(self.roots()) - before
        return sample

    def ask(self, question, requests, clients, each, start):
        return load.drive(self.program.port, requests, clients, each, start)


def comma(box):
    return ",".join(map(str, box))


def encoded(text):
    return quote(text, safe="")
