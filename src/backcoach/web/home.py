"""What the server holds while it runs: the journal, the exercises, the pose model, and who is being coached."""

from __future__ import annotations

import contextlib
import secrets
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from backcoach import settings
from backcoach.coaching.planned import Habits
from backcoach.exercises.catalogue import Catalogue
from backcoach.hearing.taught import Taught
from backcoach.hearing.worker import HearingWorker
from backcoach.journal import JournalError
from backcoach.journal.values import UNNAMED
from backcoach.pose.worker import PoseWorker
from backcoach.programme.preferences import Preferences, keep_preferences, preferences_in
from backcoach.web.cameras.chosen import ChosenCamera
from backcoach.web.kept_sound import KeptSound
from backcoach.web.live.latency import LatencyLog
from backcoach.web.live.protocol import Eye
from backcoach.web.live.slot import Slot
from backcoach.web.person import asking
from backcoach.web.phone.pairing import Phones

if TYPE_CHECKING:
    from backcoach.computer.speech import Speech
    from backcoach.journal import Journal
    from backcoach.journal.session_values import SessionRecord
    from backcoach.journal.values import Person
    from backcoach.web.live.streams import Streams

LARGE_BODIES = {
    "/api/data/import": 512 * 1024**2,
    "/api/data/routine": 256 * 1024,
    "/api/data/rules": 256 * 1024,
    "/api/words": 160 * 1024,
}


class Home:
    """Everything that the routes need, opened when it is first used. Threads may share it.

    Parameters
    ----------
    data : Path, optional
        Folder of what is remembered; by default that of the settings.
    database : str, optional
        URL of a database server, in place of the file in that folder.
    pose : PoseWorker, optional
        Looks at the camera's pictures.
    camera : str, optional
        A camera that the server reads in place of the browser's.

    Attributes
    ----------
    id : str
        Tells this running server from others; see `backcoach.computer.running`.
    slot : Slot
        The one place for a live session.
    hearing : HearingWorker
        Understands words; its process begins when they are first wanted.
    taught : Taught
        The words that people have taught.
    latency : LatencyLog
    camera : ChosenCamera
        The camera that the server reads, if one is wanted.
    sound : KeptSound
        How the coach is heard on this computer.
    phones : Phones
        Lets a phone in as the camera.
    closing : threading.Event
        Set when the server ends: what goes on in the background stops.
    body_limits : mapping
        Paths whose requests may be larger than usual, and how large, in bytes.
    """

    def __init__(
        self,
        data: Path | None = None,
        *,
        database: str | None = None,
        pose: PoseWorker | None = None,
        server_id: str | None = None,
        camera: str | None = None,
    ) -> None:
        self.data = settings.data_folder() if data is None else data
        self.id = server_id or secrets.token_hex(8)
        self.slot = Slot()
        self.pose = pose or PoseWorker()
        self.hearing = HearingWorker()
        self.taught = Taught(self.data)
        self.latency = LatencyLog()
        self.camera = ChosenCamera(self.data, camera)
        self.sound = KeptSound(self.data)
        self.phones = Phones(self.data)
        self.body_limits: Mapping[str, int] = LARGE_BODIES
        self._database = database
        self._opening = threading.Lock()
        self._journal: Journal | None = None
        self._swept = False
        self.closing = threading.Event()
        self._copying = threading.Lock()

    @cached_property
    def streams(self) -> Streams:
        """The places for programs that send poses; what understands them is loaded with the first."""
        from backcoach.web.live.streams import Streams

        return Streams(lambda: self.slot.taken)

    @cached_property
    def speech(self) -> Speech:
        """The computer's own voice; its process starts with the first sentence."""
        from backcoach.computer.speech import Speech

        return Speech()

    @cached_property
    def catalogue(self) -> Catalogue:
        """The exercises."""
        return Catalogue()

    @property
    def journal(self) -> Journal:
        """What is remembered.

        Raises
        ------
        JournalError
            If it cannot be opened; it is tried again the next time.
        """
        with self._opening:
            if self._journal is None:
                from backcoach.journal import Journal

                self._sweep()
                self._journal = Journal.open(self.where)
            return self._journal

    @property
    def where(self) -> str:
        """The journal's place: a folder, or the address of a database."""
        return self._database or str(self.data)

    @property
    def profile(self) -> Person:
        """The person who asks: the one of the request's cookie, or else the first.

        Raises
        ------
        JournalError
            If the journal cannot be read.
        """
        named = asking()
        people = self.journal.people.all() or self._first_profile()
        return next((person for person in people if person.id == named), people[0])

    @property
    def preferences(self) -> Preferences:
        """What the present profile has chosen; the defaults where that cannot be read."""
        try:
            return preferences_in(self.journal.people.settings(self.profile.id))
        except JournalError:
            return Preferences()

    @property
    def habits(self) -> Habits:
        """How the present profile likes to be coached."""
        chosen = self.preferences
        return Habits(
            chosen.introductions,
            chosen.counts_aloud,
            chosen.breathing,
            speech_rate=chosen.voice.rate,
            raised_hand=chosen.raised_hand,
        )

    @property
    def checks_sound(self) -> bool:
        """Whether the camera check is to ask if the coach is heard: where it speaks, and nobody has said so here."""
        return self.preferences.voice.on and self.sound.step is None

    @property
    def eye(self) -> Eye:
        """Whose camera a session sees through, unless it is told otherwise."""
        if self.phones.is_paired:
            return "phone"
        return "page" if self.camera.address is None else "server"

    @property
    def unfinished(self) -> SessionRecord | None:
        """The present profile's session that broke off not long ago and can be gone on with."""
        if self.slot.taken:
            return None
        try:
            return self.journal.sessions.unfinished(self.profile.id, now=self.now())
        except JournalError:
            return None

    def save(self, chosen: Preferences) -> None:
        """Keep what the present profile has chosen.

        Raises
        ------
        JournalError
            If it cannot be written.
        """
        keep_preferences(self.journal, self.profile.id, chosen, self.catalogue, self.now().date())

    def now(self) -> datetime:
        """Return the moment, in the computer's own time zone."""
        return datetime.now().astimezone()

    def close(self) -> None:
        """Free everything."""
        self.closing.set()
        self.pose.close()
        self.hearing.close()
        for part in ("streams", "speech"):
            if part in vars(self):
                getattr(self, part).close()
        self._let_go()

    def restore(self, backup: Path) -> None:
        """Put a backup in the place of everything; a journal that cannot be read is kept beside it.

        Raises
        ------
        JournalError
            If the backup cannot be used; then nothing was changed.
        """
        try:
            self.journal.files.restore(backup)
        except JournalError as error:
            if error.problem != "damaged" or self._database is not None:
                raise
            from backcoach.journal import Journal

            self._let_go()
            Journal.rescue(self.data, backup).close()

    def delete_everything(self) -> None:
        """Delete everything about everybody, backups included; the next question begins a new journal.

        Raises
        ------
        JournalError
            If it cannot be deleted.
        """
        from backcoach.web.phone.certificate import forget

        journal = self.journal
        with self._copying, self._opening:
            self._journal = None
            journal.files.delete_everything()
            self.camera.forget()
            self.sound.forget()
            forget(self.data)
            self.taught.forget_everybody()

    def _sweep(self) -> None:
        """Remove, once, what an earlier server has left behind when it was killed."""
        if not self._swept:
            from backcoach.journal.backups import sweep

            sweep(self.data)
            self._swept = True

    def _let_go(self) -> None:
        with self._opening:
            if self._journal is not None:
                self._journal.close()
                self._journal = None

    def _first_profile(self) -> tuple[Person, ...]:
        """Add the first person, who has no name yet; only one, however many ask at once."""
        journal = self.journal
        with self._opening:
            if not journal.people.all():
                journal.people.add(UNNAMED, created_at=self.now())
            return journal.people.all()

    def open_journal(self) -> None:
        """Open the journal, which the first page needs: everything else that takes a moment waits for it."""
        with contextlib.suppress(JournalError):  # whoever needs the journal says why it cannot be opened
            _ = self.profile

    def back_up(self) -> None:
        """Make the day's backup, unless there is one."""
        with contextlib.suppress(JournalError), self._copying:
            self.journal.files.daily_backup(self.now())
            self.journal.files.finish_deleting()
