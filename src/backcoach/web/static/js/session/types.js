/**
 * What travels over the socket, as types. Nothing here runs.
 *
 * Made by scripts/render_docs.py from backcoach.web.live.messages, backcoach.web.live.protocol and the page's Setup:
 * change those.
 */

/**
 * @typedef {object} Warming  The pose model is still being loaded.
 * @property {"warming"} type
 */

/**
 * @typedef {object} Ready  The session may begin.
 * @property {"ready"} type
 * @property {string|null} session  Its name in the journal; null where nothing is kept.
 * @property {boolean} pose  Whether pictures can be looked at.
 */

/**
 * @typedef {object} Outline  Where the body should be in the picture: a figure to fill, as landmarks in image heights (see `PoseFrame`).
 * @property {Record<string, [number, number]>} points  Landmark name to (x, y), x from 0 to the picture's aspect, y from 0 (top) to 1.
 * @property {boolean} fits  Whether the person fills it well enough.
 */

/**
 * @typedef {object} Checked  One thing that must be right before the session begins, and whether it is.
 * @property {string} text
 * @property {boolean} ok
 */

/**
 * @typedef {object} SetLine  What was planned and done of one set: one line of the list beside the picture and of the summary.
 * @property {string} exercise
 * @property {string} name
 * @property {number} planned
 * @property {number} done
 * @property {number} unsure
 * @property {number} hold_s
 * @property {"planned"|"running"|"done"|"skipped"|"hurt"|"broken_off"} outcome
 * @property {boolean} self_reported
 * @property {string[]} faults
 */

/**
 * @typedef {object} Leg  One movement of the figure, or standing still where ``to_s`` equals ``from_s``.
 * @property {string} exercise  Which film.
 * @property {"left"|"right"|null} side  Which film.
 * @property {number} from_s  Where in the film it begins and ends, in seconds.
 * @property {number} to_s  Where in the film it begins and ends, in seconds.
 * @property {number} begins_s  When it begins, in session time, and how long it takes.
 * @property {number} lasts_s  When it begins, in session time, and how long it takes.
 */

/**
 * @typedef {object} OpenQuestion  A question that waits for an answer: by hand, key or button.
 * @property {string} id  Which; see `backcoach.coaching.questions`.
 * @property {string} text  What is asked, so short that it can be read from the mat.
 * @property {string|null} about  What the number means, where a number from 0 to 10 answers it as well.
 * @property {("yes"|"no"|"number")[]} answers  What can be answered.
 */

/**
 * @typedef {object} Screen  Everything a display needs at this moment: a page gets these fields under these names.
 * @property {"camera_check"|"introduction"|"position"|"countdown"|"work"|"switch_sides"|"rest"|"paused"|"lost"|"all_right"|"hurt"|"afterwards"|"finished"} state
 * @property {string} headline  The one line to read from three metres: "Get into position", "Hold", "Rest".
 * @property {string|null} detail  A second line: where the camera stands best, the step that is explained.
 * @property {string|null} exercise  Identifier and name of the exercise; null afterwards and when finished.
 * @property {string|null} name  Identifier and name of the exercise; null afterwards and when finished.
 * @property {number} position  Which set of how many, from 0.
 * @property {number} positions  Which set of how many, from 0.
 * @property {number} count  Repetitions of the present side, and how many are asked for.
 * @property {number} planned  Repetitions of the present side, and how many are asked for.
 * @property {"left"|"right"|null} side  The person's side that works now, where the exercise has sides.
 * @property {string|null} side_text  Which limb moves on this side: what cannot be misunderstood, where "left" could.
 * @property {number} hold_s  The hold clock of the present hold, and where it ends; planned 0 where nothing is held.
 * @property {number} hold_planned_s  The hold clock of the present hold, and where it ends; planned 0 where nothing is held.
 * @property {number} clock_s  Seconds left of a countdown or rest, and its whole length; 0 where there is none.
 * @property {number} clock_planned_s  Seconds left of a countdown or rest, and its whole length; 0 where there is none.
 * @property {number} ring  0 to 1: how far the present hold, repetition, rest or countdown is.
 * @property {string|null} phase  What to do now: "Lift", "Hold", "And lower", or the breath.
 * @property {string|null} cue  The correction or praise that is being given; while it is a correction, nothing else is asked.
 * @property {"cue"|"praise"|null} cue_kind  Which of both it is.
 * @property {string[]} marked  Landmarks of the faulty part, to be drawn differently.
 * @property {string|null} next  What comes next; `next_exercise` is its identifier, for its figure.
 * @property {string|null} next_exercise
 * @property {"camera"|"none"|"demo"} source  What watches now: changes to "none" when the camera fails.
 * @property {boolean} seen
 * @property {Outline|null} outline  During the camera check.
 * @property {Checked[]} checks  During the camera check: each thing that must be right, and whether it is.
 * @property {SetLine[]} sets  The whole session.
 * @property {Leg|null} figure  Which part of the film of the figure to show, and when.
 * @property {number} turn  Grows with every change of the state: what was to be said in an earlier one is not said any more.
 * @property {number} hand  0 to 1: how far a raised hand is from meaning something; 1 once it has, until it is down.
 * @property {"start"|"confirm"|"pause"|"resume"|"back"|"skip"|"show"|"hurt"|"stop"|"yes"|"no"|null} hand_means  The press that a raised hand stands for now; null where it is not watched for.
 * @property {string[]} actions  The presses that would change something now.
 * @property {OpenQuestion|null} question  What is asked now; ``yes`` and ``no`` are among the actions as long as it is open.
 */

/**
 * @typedef {object} ScreenMessageAlone  Something to show has changed.
 * @property {"screen"} type
 * @property {number} at  Session time, in seconds.
 * @property {number|null} of_seq  The frame that caused it.
 */

/** @typedef {ScreenMessageAlone & Screen} ScreenMessage */

/**
 * @typedef {object} DrawnLayer  One layer of the simulated person; see `backcoach.figure.person.DrawnPerson.layers`.
 * @property {string} name
 * @property {number} edge
 * @property {[string, string|null]} light
 * @property {[string, string|null]} dark
 * @property {number[]} outline
 */

/**
 * @typedef {object} PoseMessage  The answer to a frame. In a demonstration it comes unasked.
 * @property {"pose"} type
 * @property {number} seq  The frame.
 * @property {boolean} seen  Whether somebody was.
 * @property {boolean} [dropped]  A newer frame had come, or the pose model had stopped.
 * @property {(number|null)[]} [points]  33 times x, y, visibility; x and y in picture heights, null where not seen.
 * @property {(number|null)[]} [back]  The back line: x, y.
 * @property {number} [aspect]  Of the picture.
 * @property {number[]} [marked]  Landmarks of the faulty part.
 * @property {boolean} [demo]  It is the simulated person's.
 * @property {DrawnLayer[]} [figure]  The simulated person as it is drawn, the far layers first; not with every frame.
 * @property {Record<string, number>} [ms]  How long each step took, where the hello asked for it.
 */

/**
 * @typedef {object} SayMessage  Words to speak, one after the other.
 * @property {"say"} type
 * @property {string} text
 * @property {"instruction"|"count"|"hold"|"cue"|"praise"|"breath"|"notice"} kind
 * @property {boolean} interrupts  Whether they take the place of what is being said, which fades; a number is finished.
 * @property {boolean} stays  Whether they may still be said when their state is over.
 * @property {string} language
 * @property {number} turn  Of the state that they belong to; see the screen's.
 */

/**
 * @typedef {object} SoonMessage  What will be said, the first things first: a page without a voice of its own gets their sounds ready.
 * @property {"soon"} type
 * @property {string[]} texts
 * @property {string} language
 */

/**
 * @typedef {object} SoundMessage  From now on the coach is to sound like this: the person did not hear it.
 * @property {"sound"} type
 * @property {"usual"|"louder"|"other_voice"|"tones"} step
 */

/**
 * @typedef {object} HushMessage  Stop speaking, and drop what waits: it belongs to a state that is over.
 * @property {"hush"} type
 */

/**
 * @typedef {object} Notice  Why the journal cannot be written, another camera fails, or no words are understood; or that it works again.
 * @property {"notice"} type
 * @property {"not_saved"|"saved"|"camera"|"hearing"} kind
 * @property {string|null} text  null where it works again.
 */

/**
 * @typedef {object} HeardMessage  A word was understood.
 * @property {"heard"} type
 * @property {string} word  Which; a key of `backcoach.hearing.words.WORDS`.
 * @property {string} text  As it is said.
 * @property {string|null} press  What it does; null: nothing, for it would change nothing now.
 */

/**
 * @typedef {object} OfferedWay  What leads on: a page to open, or what another hello asks for besides.
 * @property {string} text
 * @property {string} [href]
 * @property {Record<string, any>} [hello]
 */

/**
 * @typedef {object} ErrorMessage  The connection is closed, with this code and for this reason.
 * @property {"error"} type
 * @property {number} code
 * @property {string} reason
 * @property {OfferedWay[]} ways
 */

/**
 * @typedef {object} EndMessage  The session is over, and all of it is on the disk; the page of the summary, None where nothing is kept.
 * @property {"end"} type
 * @property {string|null} summary_url
 */

/** Every message that a page gets. @typedef {Warming|Ready|ScreenMessage|PoseMessage|SayMessage|SoonMessage|SoundMessage|HushMessage|Notice|HeardMessage|ErrorMessage|EndMessage} ToPage */

/**
 * @typedef {object} Practice  A single exercise on request; what is not said is the exercise's own dose.
 * @property {string} exercise
 * @property {number|null} [reps]
 * @property {number|null} [hold_s]
 * @property {"left"|"right"|null} [side]
 */

/**
 * @typedef {object} Hello  The first message: who watches, and what is to be done.
 * @property {"hello"} type
 * @property {number} protocol
 * @property {"camera"|"none"|"demo"|"landmarks"} [source]  ``landmarks``: another program sends poses instead of pictures; nothing is remembered of it.
 * @property {Practice|null} [practice]  A single exercise; null: the routine.
 * @property {string|null} [resume]  A session that broke off.
 * @property {boolean} [free]  Without a plan: whatever is done is recognised. Needs a camera, or the simulated person.
 * @property {number} [speed]  Of the simulated person, 1 to 16.
 * @property {string|null} [language]
 * @property {number|null} [pain]  How the back is right now, 0 to 10.
 * @property {boolean} [confirmed]  Whether the person wants a routine although the rules ask to think about it, such as a second one today.
 * @property {string|null} [length]  How long the routine is to be: ``all``, ``gentle``, or minutes such as ``10``; null: all of it.
 * @property {boolean} [takeover]  Whether another tab's session is ended for this one.
 * @property {boolean} [debug]  Whether answers to frames say how long each step took.
 * @property {"page"|"server"|"phone"} [eye]  Whose pictures are looked at, where the source is the camera: the page's own, those of a camera that the server reads, or those of the phone that is paired.
 * @property {boolean} [words]  Whether words that the person says are understood: the page will send the sound of the microphone.
 */

/**
 * @typedef {object} Pressed  A key or a button.
 * @property {"action"} type
 * @property {"start"|"confirm"|"pause"|"resume"|"back"|"skip"|"show"|"hurt"|"stop"|"yes"|"no"} action
 */

/**
 * @typedef {object} HurtMessage  The answer to "what hurts?".
 * @property {"hurt"} type
 * @property {string|null} [where]
 * @property {number|null} [pain]
 * @property {"go_on"|"easier"|"skip"|"stop"} then
 */

/**
 * @typedef {object} NumberMessage  A number that answers the question on the screen, where that takes one.
 * @property {"number"} type
 * @property {number} value
 */

/**
 * @typedef {object} CameraMessage  The camera failed, or is back.
 * @property {"camera"} type
 * @property {boolean} working
 * @property {string|null} [reason]
 */

/**
 * @typedef {object} Speed  How fast the simulated person is to go on.
 * @property {"speed"} type
 * @property {number} factor
 */

/**
 * @typedef {object} Latency  How long it took from pictures to what was shown of them, in milliseconds.
 * @property {"latency"} type
 * @property {number[]} ms
 */

/**
 * @typedef {object} Speaking  What the page begins to say aloud; null: it is silent again. The coach must not command itself.
 * @property {"speaking"} type
 * @property {string|null} [text]
 */

/**
 * @typedef {object} Takeover  Before the hello: end another tab's session for this one.
 * @property {"takeover"} type
 */

/** Every message that a page sends. @typedef {Hello|Pressed|HurtMessage|NumberMessage|CameraMessage|Speed|Latency|Speaking|Takeover} FromPage */

/**
 * @typedef {object} Setup  What the page of a session was opened with (attribute data-setup).
 * @property {string} language
 * @property {"camera"|"none"|"demo"} source
 * @property {Practice|null} practice  A single exercise; null: the routine.
 * @property {string|null} resume  A session to be continued.
 * @property {boolean} free  Without a plan: whatever is done is recognised.
 * @property {number|null} pain  Told before the start, 0 to 10.
 * @property {boolean} confirmed  A second routine today is wanted.
 * @property {string|null} length  How long the routine is to be: "all", "gentle", or minutes.
 * @property {number} speed  Of the demonstration.
 * @property {string|null} voice  Name of the chosen voice; null for the best of the computer.
 * @property {number} rate  Of speech, 1 is usual.
 * @property {boolean} sound
 * @property {"usual"|"louder"|"other_voice"|"tones"|null} loudness  How the person has heard the coach on this computer.
 * @property {boolean} captions
 * @property {boolean} mirror
 * @property {boolean} skeleton
 * @property {string|null} camera  Part of the label of the chosen camera.
 * @property {"page"|"server"|"phone"} eye  Whose camera it is.
 * @property {boolean} words  The person wants words to be understood, and has agreed that the microphone is heard.
 */

export {};
