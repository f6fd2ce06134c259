import { imagePoint, type ImagePoint, type Size } from '../../../shared/geometry.js';

/** Cells along a side: enough to follow an edge across the viewport, few enough to be instant. */
const SIDE = 384;
/** The price of a step off all edges; along the strongest one it is 1. */
const DEAREST = 24;
/** This part of the cells lies on the strongest edges: a glare must not make all others weak. */
const STRONGEST_SHARE = 0.01;

/**
 * A square part of the picture in cells of one or more image pixels, with the price of passing each
 * cell: low along edges. Its size is bounded, so it costs the same whatever the picture's.
 */
export class EdgeWindow {
  readonly width: number;
  readonly height: number;
  /** Row by row, 1..25. */
  readonly prices: Uint8Array;
  private readonly left: number;
  private readonly top: number;

  /**
   * @param picture RGBA, row by row
   * @param cell side of a cell in whole image pixels
   */
  constructor(
    picture: Uint8Array,
    size: Size,
    middle: ImagePoint,
    private readonly cell: number,
  ) {
    const across = Math.max(1, Math.floor(size.width / cell));
    const down = Math.max(1, Math.floor(size.height / cell));
    this.width = Math.min(SIDE, across);
    this.height = Math.min(SIDE, down);
    this.left = limited(Math.floor(middle.x / cell - this.width / 2), across - this.width);
    this.top = limited(Math.floor(middle.y / cell - this.height / 2), down - this.height);
    this.prices = pricesOf(this.greys(picture, size.width), this.width, this.height);
  }

  /** The cell nearest to a point, by index. */
  indexAt({ x, y }: ImagePoint): number {
    const column = limited(Math.floor(x / this.cell) - this.left, this.width - 1);
    const row = limited(Math.floor(y / this.cell) - this.top, this.height - 1);
    return row * this.width + column;
  }

  /** The middle of a cell. */
  pointOf(index: number): ImagePoint {
    const column = this.left + (index % this.width);
    const row = this.top + Math.floor(index / this.width);
    return imagePoint((column + 0.5) * this.cell, (row + 0.5) * this.cell);
  }

  /** Of each cell, red, green and blue of three of its pixels together, as noise is no edge. */
  private greys(picture: Uint8Array, stride: number): Float32Array {
    const { cell, width, height } = this;
    const greys = new Float32Array(width * height);
    const right = 4 * Math.floor(cell / 2);
    const below = right * stride;
    for (let row = 0; row < height; row += 1) {
      for (let column = 0; column < width; column += 1) {
        const at = 4 * ((this.top + row) * cell * stride + (this.left + column) * cell);
        let sum = 0;
        for (let channel = at; channel < at + 3; channel += 1) {
          sum += (picture[channel] ?? 0) + (picture[channel + right] ?? 0);
          sum += picture[channel + below] ?? 0;
        }
        greys[row * width + column] = sum;
      }
    }
    return greys;
  }
}

function pricesOf(greys: Float32Array, width: number, height: number): Uint8Array {
  const strengths = edgeStrengths(greys, width, height);
  const strongest = Math.max(1, upperQuantile(strengths));
  const prices = new Uint8Array(strengths.length);
  strengths.forEach((strength, cell) => {
    const weakness = 1 - Math.min(1, strength / strongest);
    prices[cell] = 1 + Math.round(DEAREST * weakness * weakness);
  });
  return prices;
}

/** Sobel gradient magnitudes; 0 on the border. */
function edgeStrengths(greys: Float32Array, width: number, height: number): Float32Array {
  const strengths = new Float32Array(greys.length);
  for (let row = 1; row < height - 1; row += 1) {
    for (let at = row * width + 1; at < (row + 1) * width - 1; at += 1) {
      const fall = (greys[at + width + 1] ?? 0) - (greys[at - width - 1] ?? 0);
      const rise = (greys[at - width + 1] ?? 0) - (greys[at + width - 1] ?? 0);
      const across = fall + rise + 2 * ((greys[at + 1] ?? 0) - (greys[at - 1] ?? 0));
      const down = fall - rise + 2 * ((greys[at + width] ?? 0) - (greys[at - width] ?? 0));
      strengths[at] = Math.sqrt(across * across + down * down);
    }
  }
  return strengths;
}

function upperQuantile(values: Float32Array): number {
  // Every seventh tells as much as all.
  const sorted = values.filter((_value, index) => index % 7 === 0).sort();
  return sorted[Math.floor(sorted.length * (1 - STRONGEST_SHARE))] ?? 0;
}

function limited(value: number, largest: number): number {
  return Math.min(largest, Math.max(0, value));
}
