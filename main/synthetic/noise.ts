import type { Random } from '../../shared/random.js';

/** A scalar field, row-major, one value a pixel. */
export interface Field {
  width: number;
  height: number;
  values: Float32Array;
}

function emptyField(width: number, height: number): Field {
  return { width, height, values: new Float32Array(width * height) };
}

type Easing = (fraction: number) => number;
const linear: Easing = (fraction) => fraction;
const smooth: Easing = (fraction) => fraction * fraction * (3 - 2 * fraction);

/** For each pixel of an axis, the grid point before it and how far it is towards the next. */
function gridAxis(length: number, cell: number, ease: Easing) {
  const index = new Int32Array(length);
  const weight = new Float32Array(length);
  for (let at = 0; at < length; at += 1) {
    const position = at / cell;
    index[at] = Math.floor(position);
    weight[at] = ease(position - Math.floor(position));
  }
  return { index, weight };
}

/** Adds `amplitude` times a grid with a point every `cell` pixels, interpolated. */
function addGrid(field: Field, grid: Field, cell: number, amplitude: number, ease: Easing): void {
  const { width, height, values } = field;
  const across = gridAxis(width, cell, ease);
  const down = gridAxis(height, cell, ease);
  const line = new Float32Array(grid.width);
  for (let y = 0; y < height; y += 1) {
    const upper = (down.index[y] ?? 0) * grid.width;
    const share = down.weight[y] ?? 0;
    for (let column = 0; column < grid.width; column += 1) {
      const above = grid.values[upper + column] ?? 0;
      const below = grid.values[upper + grid.width + column] ?? 0;
      line[column] = (above + (below - above) * share) * amplitude;
    }
    const start = y * width;
    for (let x = 0; x < width; x += 1) {
      const column = across.index[x] ?? 0;
      const left = line[column] ?? 0;
      const step = ((line[column + 1] ?? 0) - left) * (across.weight[x] ?? 0);
      values[start + x] = (values[start + x] ?? 0) + left + step;
    }
  }
}

/** The grid that `addGrid` needs for a field of this size. */
function gridFor(width: number, height: number, cell: number): Field {
  return emptyField(Math.ceil(width / cell) + 2, Math.ceil(height / cell) + 2);
}

/** Value noise: random values on a lattice of `cell` pixels, smoothly interpolated. */
function addValueNoise(field: Field, cell: number, amplitude: number, random: Random): void {
  const lattice = gridFor(field.width, field.height, cell);
  for (let at = 0; at < lattice.values.length; at += 1) lattice.values[at] = random() * 2 - 1;
  addGrid(field, lattice, cell, amplitude, smooth);
}

/** Octaves with cells this large are made on a grid of a quarter of the size: 16 times fewer. */
const coarseCell = 10;
const coarseStep = 4;

/**
 * Sum of `octaves` value noises, each of half the cell (pixels) and `gain` times the amplitude of
 * the one before it. Values are in [-1, 1].
 */
export function fractalNoise(
  width: number,
  height: number,
  options: { cell: number; octaves: number; gain: number },
  random: Random,
): Field {
  const field = emptyField(width, height);
  const coarse = gridFor(width, height, coarseStep);
  let total = 0;
  for (let octave = 0; octave < options.octaves; octave += 1) total += options.gain ** octave;
  for (let octave = 0; octave < options.octaves; octave += 1) {
    const cell = options.cell / 2 ** octave;
    const amplitude = options.gain ** octave / total;
    if (cell >= coarseCell) addValueNoise(coarse, cell / coarseStep, amplitude, random);
    else addValueNoise(field, Math.max(1, cell), amplitude, random);
  }
  if (options.cell >= coarseCell) addGrid(field, coarse, coarseStep, 1, linear);
  return field;
}

/** A field of this size from samples of `sample` at every `step` pixels. */
export function sampledField(
  width: number,
  height: number,
  step: number,
  sample: (x: number, y: number) => number,
): Field {
  const field = emptyField(width, height);
  const grid = gridFor(width, height, step);
  for (let row = 0, at = 0; row < grid.height; row += 1) {
    for (let column = 0; column < grid.width; column += 1, at += 1) {
      grid.values[at] = sample(column * step, row * step);
    }
  }
  addGrid(field, grid, step, 1, linear);
  return field;
}

/**
 * Borders of a random cell pattern: 0 on the line between two cells, about 1 in a cell's middle
 * (difference of the distances to the nearest two seeds; Worley, 1996). Seeds sit on a jittered
 * lattice of `cell` pixels that reaches three cells beyond the picture.
 */
export function cellPattern(
  width: number,
  height: number,
  cell: number,
  random: Random,
): (x: number, y: number) => number {
  const columns = Math.ceil(width / cell) + 6;
  const rows = Math.ceil(height / cell) + 6;
  const seedX = new Float32Array(columns * rows);
  const seedY = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    // Every second row is moved by half a cell, so that cells come out roughly hexagonal.
    const stagger = (row % 2) * 0.5;
    for (let column = 0; column < columns; column += 1) {
      const at = row * columns + column;
      seedX[at] = (column - 3 + stagger + (random() - 0.5) * 0.7) * cell;
      seedY[at] = (row - 3 + (random() - 0.5) * 0.7) * cell;
    }
  }
  return (x, y) => {
    const row = Math.min(rows - 2, Math.max(1, Math.round(y / cell) + 3));
    const column = Math.min(columns - 2, Math.max(1, Math.round(x / cell - 0.25) + 3));
    let nearest = Infinity;
    let second = Infinity;
    for (let dy = -1; dy <= 1; dy += 1) {
      const start = (row + dy) * columns + column;
      for (let at = start - 1; at <= start + 1; at += 1) {
        const ex = (seedX[at] ?? 0) - x;
        const ey = (seedY[at] ?? 0) - y;
        const distance = ex * ex + ey * ey;
        if (distance < nearest) {
          second = nearest;
          nearest = distance;
        } else if (distance < second) {
          second = distance;
        }
      }
    }
    return Math.min(1, (Math.sqrt(second) - Math.sqrt(nearest)) / (cell * 0.6));
  };
}
