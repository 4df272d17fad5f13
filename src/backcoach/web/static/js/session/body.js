/** The body as the drawings know it: which landmarks belong together. See `backcoach.pose.frame.LANDMARKS`. */

export const NOSE = 0;
export const EARS = [7, 8];
export const SHOULDERS = [11, 12];
export const HIPS = [23, 24];

/** Less visible landmarks are guesses and are not drawn. */
export const HIDDEN = 0.3;

/** Bones of the left side; those of the right are one landmark further. */
const LEFT_BONES = [
  [7, 11],
  [11, 13],
  [13, 15],
  [15, 19],
  [11, 23],
  [23, 25],
  [25, 27],
  [27, 29],
  [29, 31],
];

/** @type {[number, number][]} */
export const BONES = [0, 1].flatMap((right) =>
  LEFT_BONES.map(([a, b]) => /** @type {[number, number]} */ ([a + right, b + right])),
);
BONES.push([11, 12], [23, 24]);

export const JOINTS = [7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28];

/** Landmark names that outlines come with, by their number. @type {Record<string, number>} */
export const NUMBER = { nose: 0, left_ear: 7, right_ear: 8, left_foot_index: 31, right_foot_index: 32 };
["shoulder", "elbow", "wrist", "pinky", "index", "thumb", "hip", "knee", "ankle", "heel"].forEach((part, i) => {
  NUMBER[`left_${part}`] = 11 + 2 * i;
  NUMBER[`right_${part}`] = 12 + 2 * i;
});
