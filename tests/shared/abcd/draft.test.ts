import { describe, expect, test } from 'vitest';
import { draftAbcd, scoresOf } from '../../../shared/abcd/draft.js';
import { abcdColours, type AbcdColour } from '../../../shared/abcd/colours.js';
import type { LesionSample } from '../../../shared/abcd/lesion-sample.js';
import { totalScore } from '../../../shared/abcd/scores.js';

const side = 200;
const skin: readonly number[] = [226, 178, 158];

interface Painting {
  inside: (x: number, y: number) => boolean;
  colour: (x: number, y: number) => readonly number[];
  network?: (x: number, y: number) => boolean;
}

/** Paints a lesion; x and y are cells from the middle of the sample. */
function paint({ inside, colour, network = () => false }: Painting): LesionSample {
  const cells = side * side;
  const sample = {
    x: 1000,
    y: 500,
    step: 4,
    width: side,
    height: side,
    rgb: new Uint8Array(3 * cells),
    lesion: new Uint8Array(cells),
    structures: {
      network: new Uint8Array(cells),
      streaks: new Uint8Array(cells),
      globules: new Uint8Array(cells),
    },
  };
  for (let index = 0; index < cells; index += 1) {
    const x = (index % side) + 0.5 - side / 2;
    const y = Math.floor(index / side) + 0.5 - side / 2;
    sample.lesion[index] = Number(inside(x, y));
    sample.rgb.set(colour(x, y), 3 * index);
    sample.structures.network[index] = Number(network(x, y));
  }
  return sample;
}

function draftOf(painting: Painting) {
  const draft = draftAbcd(paint(painting));
  if (draft === null) throw new Error('there is a lesion');
  return draft;
}

const ellipse = (x: number, y: number): boolean => (x / 70) ** 2 + (y / 40) ** 2 < 1;
const brown = abcdColours['dark-brown'];
const even: Painting['colour'] = () => brown;
const cut: Painting['colour'] = (x, y) => (ellipse(x, y) ? brown : skin);

describe('asymmetry', () => {
  test('is none for an ellipse, whichever way it is turned, with its axes', () => {
    for (const turn of [0, 0.4, 1.2]) {
      const inside = (x: number, y: number): boolean =>
        ellipse(x * Math.cos(turn) + y * Math.sin(turn), y * Math.cos(turn) - x * Math.sin(turn));
      const { asymmetry } = draftOf({ inside, colour: even });
      expect(asymmetry.score).toBe(0);
      expect(Math.cos(asymmetry.axes[0].angle - turn) ** 2).toBeGreaterThan(0.999);
      expect(asymmetry.centre.x).toBeCloseTo(1000 + 2 * side, -1);
      expect(asymmetry.centre.y).toBeCloseTo(500 + 2 * side, -1);
    }
  });

  test('is of one axis for a drop, and of both for a lobe aside', () => {
    const drop = (x: number, y: number): boolean =>
      x < 0 ? Math.hypot(x, y) < 40 : x < 90 && Math.abs(y) < 40 * (1 - x / 90);
    expect(draftOf({ inside: drop, colour: even }).asymmetry.score).toBe(1);
    const lobe = (x: number, y: number): boolean =>
      (Math.abs(x) < 70 && Math.abs(y) < 20) || (x > 20 && x < 70 && y > 0 && y < 75);
    expect(draftOf({ inside: lobe, colour: even }).asymmetry.score).toBe(2);
  });

  test('is of one axis for an ellipse with another colour in one half', () => {
    const halves: Painting['colour'] = (x, y) => {
      if (!ellipse(x, y)) return skin;
      return y < 0 ? brown : abcdColours['light-brown'];
    };
    const { asymmetry } = draftOf({ inside: ellipse, colour: halves });
    expect(asymmetry.score).toBe(1);
    expect(asymmetry.axes[0].contour).toBeLessThan(0.05);
    expect(asymmetry.axes[0].colour).toBeGreaterThan(60);
    expect(asymmetry.axes[1].colour).toBeLessThan(2);
  });

  test('takes the axes over which the lesion is least asymmetric', () => {
    // Alike along a diagonal, although its area is longest elsewhere.
    const corner = (x: number, y: number): boolean =>
      Math.abs(x) < 60 && Math.abs(y) < 60 && (x < -20 || y < -20);
    const { asymmetry } = draftOf({ inside: corner, colour: even });
    expect(asymmetry.score).toBe(1);
    expect(asymmetry.axes.some(({ contour }) => contour < 0.02)).toBe(true);
  });
});

describe('border', () => {
  test('is abrupt all around where the pigment is cut off, and nowhere where it fades', () => {
    expect(draftOf({ inside: ellipse, colour: cut }).border.score).toBe(8);
    const fading = (x: number, y: number): number[] => {
      const edge = Math.hypot(x / 70, y / 40);
      const share = Math.min(1, Math.max(0, (edge - 0.6) / 0.8));
      return skin.map((value, channel) => value * share + (brown[channel] ?? 0) * (1 - share));
    };
    const faded = draftOf({ inside: ellipse, colour: fading }).border;
    expect(faded.score).toBe(0);
    expect(faded.octants.every(({ steepness }) => (steepness ?? 1) < 0.45)).toBe(true);
  });

  test('is abrupt too where the mask lies a little aside of the pigment', () => {
    const wider = (x: number, y: number): boolean => (x / 73) ** 2 + (y / 43) ** 2 < 1;
    expect(draftOf({ inside: wider, colour: cut }).border.score).toBe(8);
  });

  test('is abrupt in the half that is cut off, and unknown without contrast', () => {
    const half: Painting['colour'] = (x, y) => {
      if (y > 0) return cut(x, y);
      const share = Math.min(1, Math.max(0, (Math.hypot(x / 70, y / 40) - 0.6) / 0.8));
      return skin.map((value, channel) => value * share + (brown[channel] ?? 0) * (1 - share));
    };
    const { octants } = draftOf({ inside: ellipse, colour: half }).border;
    expect(octants.map(({ abrupt }) => abrupt)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    const pale = draftOf({ inside: ellipse, colour: () => skin }).border;
    expect(pale.octants.every(({ steepness }) => steepness === null)).toBe(true);
  });
});

describe('colours and structures', () => {
  test('each colour of the rule is found, and one too small is not', () => {
    const bands = Object.keys(abcdColours) as AbcdColour[];
    const stripes: Painting['colour'] = (x) => {
      const band = bands[Math.min(5, Math.floor((x + 70) / 23.4))] ?? 'red';
      return abcdColours[band];
    };
    const block = (x: number, y: number): boolean => Math.abs(x) < 70 && Math.abs(y) < 40;
    const { colours } = draftOf({ inside: block, colour: stripes });
    expect(colours.found).toEqual(bands);
    expect(new Set(colours.cells)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]));
    const speck: Painting['colour'] = (x, y) =>
      Math.hypot(x, y) < 6 ? abcdColours.black : abcdColours['light-brown'];
    expect(draftOf({ inside: block, colour: speck }).colours.found).toEqual(['light-brown']);
  });

  test('a brown between light and dark is brown, not red', () => {
    const { colours } = draftOf({ inside: ellipse, colour: () => [150, 95, 65] });
    expect(colours.found).toEqual(['light-brown']);
  });

  test('white is only what is lighter than the skin around', () => {
    const block = (x: number, y: number): boolean => Math.abs(x) < 70 && Math.abs(y) < 40;
    const onPale: Painting['colour'] = (x, y) => (block(x, y) ? [232, 224, 218] : [245, 238, 232]);
    expect(draftOf({ inside: block, colour: onPale }).colours.found).not.toContain('white');
    const scar: Painting['colour'] = (x, y) => (block(x, y) ? abcdColours.white : skin);
    expect(draftOf({ inside: block, colour: scar }).colours.found).toEqual(['white']);
  });

  test('nothing marked says nothing; a network on half of it leaves a structureless half', () => {
    expect(draftOf({ inside: ellipse, colour: cut }).structures).toMatchObject({ found: [] });
    const halfNetwork = draftOf({ inside: ellipse, colour: cut, network: (x) => x < 0 });
    expect(halfNetwork.structures.found).toEqual(['network', 'structureless']);
    const all = draftOf({ inside: ellipse, colour: cut, network: () => true });
    expect(all.structures.found).toEqual(['network']);
  });

  test('make the total by the weights of the rule', () => {
    const draft = draftOf({ inside: ellipse, colour: cut, network: () => true });
    expect(scoresOf(draft)).toEqual({ asymmetry: 0, border: 8, colours: 1, structures: 1 });
    expect(totalScore(scoresOf(draft))).toBe(1.8);
    expect(totalScore({ asymmetry: 2, border: 8, colours: 6, structures: 5 })).toBe(8.9);
  });

  test('no lesion has no draft', () => {
    expect(draftAbcd(paint({ inside: () => false, colour: () => skin }))).toBeNull();
  });
});
