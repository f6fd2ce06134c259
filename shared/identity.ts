import { z } from 'zod';
import { identifier, pictureFacts } from './domain.js';

/** Patients and lesions above the pictures, as curators set them right by hand. */

export const identityKind = z.enum([
  'merge-patient',
  'merge-lesion',
  'split-patient',
  'split-lesion',
]);

export const identityChange = z.object({
  sequence: z.int(),
  kind: identityKind,
  curator: z.string(),
  /** Pictures whose patient or lesion is another one since. */
  pictures: z.int(),
  atMs: z.int(),
  undone: z.boolean(),
});
export type IdentityChange = z.infer<typeof identityChange>;

/** What two pictures that look alike are. `different`: alike by chance, of two lesions. */
export const pairDecision = z.enum(['same-picture', 'same-lesion', 'different']);
export type PairDecision = z.infer<typeof pairDecision>;

const pictured = pictureFacts.pick({ patient: true, lesion: true, split: true }).extend({
  id: identifier,
  fileName: z.string(),
});

/** Two pictures that look alike. */
export const alikePair = z.object({
  a: pictured,
  b: pictured,
  /** Bits in which the hashes differ, of 64. */
  distance: z.int(),
  /** Of the small grey pictures. */
  correlation: z.number(),
  decision: pairDecision.nullable(),
  curator: z.string().nullable(),
});
export type AlikePair = z.infer<typeof alikePair>;

/** How far the search for pictures that look alike has come. */
export const searchProgress = z.object({ done: z.int(), total: z.int(), running: z.boolean() });
