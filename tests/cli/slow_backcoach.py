"""The command with a tracker that takes its time, so that there is time to interrupt it."""

import time
from pathlib import Path

from backcoach.tracking import Tracker

feed = Tracker.feed


def feed_slowly(self, frame):
    Path(f"began_{id(self)}").touch()
    time.sleep(0.02)
    return feed(self, frame)


Tracker.feed = feed_slowly

if __name__ == "__main__":
    from backcoach.cli import main

    main()
