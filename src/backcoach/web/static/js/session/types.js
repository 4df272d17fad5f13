/**
 * What travels over the socket, as types. Nothing here runs.
 *
 * @typedef {"camera"|"none"|"demo"} Source
 *
 * @typedef {object} Setup  What the page was opened with (attribute data-setup).
 * @property {string} language
 * @property {Source} source
 * @property {{exercise: string, reps?: number, hold_s?: number, side?: string}|null} practice
 * @property {string|null} resume       A session to be continued.
 * @property {number|null} pain         Told before the start, 0 to 10.
 * @property {boolean} confirmed        A second routine today is wanted.
 * @property {string|null} length       How long the routine is to be: "all", "gentle", or minutes.
 * @property {number} speed             Of the demonstration.
 * @property {string|null} voice        Name of the chosen voice; null for the best of this computer.
 * @property {number} rate              Of speech, 1 is usual.
 * @property {boolean} sound
 * @property {boolean} captions
 * @property {boolean} mirror
 * @property {boolean} skeleton
 * @property {string|null} camera       Part of the label of the chosen camera.
 * @property {"page"|"server"|"phone"} eye   Whose camera it is.
 *
 * @typedef {object} SetLine
 * @property {string} exercise
 * @property {string} name
 * @property {number} planned
 * @property {number} done
 * @property {number} unsure
 * @property {string} outcome
 *
 * @typedef {object} Outline
 * @property {Record<string, [number, number]>} points
 * @property {boolean} fits
 *
 * @typedef {object} Leg  See `backcoach.coaching.guide.Leg`; seconds, times are the session's.
 * @property {string} exercise
 * @property {"left"|"right"|null} side
 * @property {number} from_s
 * @property {number} to_s
 * @property {number} begins_s
 * @property {number} lasts_s
 *
 * @typedef {object} Screen  See `backcoach.coaching.screen.Screen`; texts are translated.
 * @property {string} state
 * @property {string} headline
 * @property {string|null} detail
 * @property {string|null} exercise
 * @property {string|null} name
 * @property {number} position
 * @property {number} positions
 * @property {number} count
 * @property {number} planned
 * @property {"left"|"right"|null} side
 * @property {number} hold_s
 * @property {number} hold_planned_s
 * @property {number} clock_s
 * @property {number} clock_planned_s
 * @property {number} ring
 * @property {string|null} phase
 * @property {string|null} cue
 * @property {"cue"|"praise"|null} [cue_kind]
 * @property {string[]} marked
 * @property {string|null} next
 * @property {string|null} next_exercise
 * @property {Source} source
 * @property {boolean} seen
 * @property {Outline|null} outline
 * @property {{text: string, ok: boolean}[]} checks
 * @property {SetLine[]} sets
 * @property {string|null} [side_text]  Which limb moves.
 * @property {Leg|null} [figure]        Which part of the figure's film to show, and when.
 * @property {number} [turn]            Grows with every change of the state.
 * @property {string[]} [actions]       Presses that would change something now.
 * @property {number} [at]              Session time, in seconds.
 * @property {number} [of_seq]          The frame that caused this.
 *
 * @typedef {object} Pose
 * @property {number} seq
 * @property {boolean} seen
 * @property {(number|null)[]} [points] 33 times x, y, visibility; x and y in picture heights.
 * @property {(number|null)[]} [back]   The back line, x, y.
 * @property {number[]} [marked]        Landmarks of the faulty part.
 * @property {boolean} [demo]           The simulated person's: nothing was asked.
 * @property {DrawnLayer[]} [figure]    The simulated person as it is drawn, the far layers first; not with every frame.
 * @property {number} [aspect]
 *
 * @typedef {object} DrawnLayer  See `backcoach.figure.person.DrawnPerson.layers`.
 * @property {string} name
 * @property {number} edge
 * @property {[string, string|null]} light
 * @property {[string, string|null]} dark
 * @property {number[]} outline
 *
 * @typedef {object} Say
 * @property {string} text
 * @property {string} kind
 * @property {boolean} interrupts
 * @property {boolean} [stays]    Whether it may be said when its state is over.
 * @property {number} [turn]      Of its state.
 * @property {string} language
 */
export {};
