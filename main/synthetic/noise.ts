import type { Random } from './random.js';

/** A scalar field, row-major, one value a pixel. */
export interface Field {
  width: number;
  height: number;
  values: Float32Array;
}

interface Axis {
  index: Int32Array;
  weight: Float32Array;
}

function smoothAxis(length: number, cell: number): Axis {
  const index = new Int32Array(length);
  const weight = new Float32Array(length);
  for (let at = 0; at < length; at += 1) {
    const position = at / cell;
    const base = Math.floor(position);
    const fraction = position - base;
    index[at] = base;
    weight[at] = fraction * fraction * (3 - 2 * fraction);
  }
  return { index, weight };
}

/**
 * Adds `amplitude` times value noise in [-1, 1]: random values on a lattice of `cell` pixels,
 * smoothly interpolated.
 */
export function addValueNoise(field: Field, cell: number, amplitude: number, random: Random): void {
  const { width, height, values } = field;
  const columns = Math.ceil(width / cell) + 2;
  const rows = Math.ceil(height / cell) + 2;
  const lattice = Float32Array.from({ length: columns * rows }, () => random() * 2 - 1);
  const across = smoothAxis(width, cell);
  const down = smoothAxis(height, cell);
  const line = new Float32Array(columns);
  for (let y = 0; y < height; y += 1) {
    const upper = (down.index[y] ?? 0) * columns;
    const blend = down.weight[y] ?? 0;
    for (let column = 0; column < columns; column += 1) {
      const above = lattice[upper + column] ?? 0;
      line[column] = above + ((lattice[upper + columns + column] ?? 0) - above) * blend;
    }
    const start = y * width;
    for (let x = 0; x < width; x += 1) {
      const column = across.index[x] ?? 0;
      const left = line[column] ?? 0;
      const value = left + ((line[column + 1] ?? 0) - left) * (across.weight[x] ?? 0);
      values[start + x] = (values[start + x] ?? 0) + value * amplitude;
    }
  }
}

/** Sum of `octaves` noises, each half the cell and `gain` times the amplitude of the one before. */
export function fractalNoise(
  width: number,
  height: number,
  options: { cell: number; octaves: number; gain: number },
  random: Random,
): Field {
  const field = { width, height, values: new Float32Array(width * height) };
  let total = 0;
  for (let octave = 0; octave < options.octaves; octave += 1) total += options.gain ** octave;
  for (let octave = 0; octave < options.octaves; octave += 1) {
    const cell = Math.max(1, options.cell / 2 ** octave);
    addValueNoise(field, cell, options.gain ** octave / total, random);
  }
  return field;
}

/**
 * Borders of a random cell pattern: 0 on the line between two cells, about 1 in a cell's middle
 * (difference of the distances to the nearest two seeds; Worley, 1996). Seeds sit on a jittered
 * lattice of `cell` pixels. `shiftX` and `shiftY`, in pixels, bend the pattern.
 */
export function cellPattern(
  width: number,
  height: number,
  cell: number,
  shiftX: Field,
  shiftY: Field,
  random: Random,
): Field {
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
  const values = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const px = x + (shiftX.values[at] ?? 0);
      const py = y + (shiftY.values[at] ?? 0);
      const row = Math.min(rows - 2, Math.max(1, Math.round(py / cell) + 3));
      const column = Math.min(columns - 2, Math.max(1, Math.round(px / cell - 0.25) + 3));
      let nearest = Infinity;
      let second = Infinity;
      for (let dy = -1; dy <= 1; dy += 1) {
        const start = (row + dy) * columns + column;
        for (let dx = -1; dx <= 1; dx += 1) {
          const ex = (seedX[start + dx] ?? 0) - px;
          const ey = (seedY[start + dx] ?? 0) - py;
          const distance = ex * ex + ey * ey;
          if (distance < nearest) {
            second = nearest;
            nearest = distance;
          } else if (distance < second) {
            second = distance;
          }
        }
      }
      values[at] = Math.min(1, (Math.sqrt(second) - Math.sqrt(nearest)) / (cell * 0.6));
    }
  }
  return { width, height, values };
}
