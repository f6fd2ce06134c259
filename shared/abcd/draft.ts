import { asymmetryOf, type Asymmetry } from './asymmetry.js';
import { borderOf, type Border } from './border.js';
import { coloursOf, type Colours } from './colours.js';
import type { LesionSample } from './lesion-sample.js';
import type { AbcdScores } from './scores.js';
import { structuresOf, type Structures } from './structures.js';

/** The four parts of the rule with what explains each number on the picture. */
export interface AbcdDraft {
  readonly asymmetry: Asymmetry;
  readonly border: Border;
  readonly colours: Colours;
  readonly structures: Structures;
}

/** Drafts the scores of a lesion; null where there is none. */
export function draftAbcd(sample: LesionSample): AbcdDraft | null {
  const [asymmetry, border] = [asymmetryOf(sample), borderOf(sample)];
  if (asymmetry === null || border === null) return null;
  return { asymmetry, border, colours: coloursOf(sample), structures: structuresOf(sample) };
}

export function scoresOf({ asymmetry, border, colours, structures }: AbcdDraft): AbcdScores {
  return {
    asymmetry: asymmetry.score,
    border: border.score,
    colours: colours.score,
    structures: structures.score,
  };
}
