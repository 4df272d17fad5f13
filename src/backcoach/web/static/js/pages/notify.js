/** On every page: shows what is due as a notification of the browser, if that was allowed. */

const EVERY_MS = 60_000;

/** @typedef {{ kind: string, heading: string, text: string, page: string }} Reminder */

async function look() {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  try {
    const response = await fetch("/api/reminders/due", {
      method: "POST",
      headers: { accept: "application/json", "content-type": "application/json" },
      body: "{}",
    });
    if (!response.ok) return;
    for (const reminder of /** @type {{ due: Reminder[] }} */ (await response.json()).due) show(reminder);
  } catch {
    // The server is not there: nothing to remind of.
  }
}

/** @param {Reminder} reminder */
function show(reminder) {
  const note = new Notification(reminder.heading, { body: reminder.text, tag: reminder.kind });
  note.onclick = () => {
    window.focus();
    window.location.assign(reminder.page);
  };
}

setInterval(look, EVERY_MS);
look();
