/** Milliseconds measured on pictures of one size. */
export interface CorrectionTimes {
  readonly megapixels: number;
  /** Main-thread work of each pointer move while brushing, the whole picture in view. */
  readonly move: readonly number[];
  /** The same with a brush of 20 px where a picture pixel is a screen pixel or larger. */
  readonly moveNear: readonly number[];
  readonly durable: readonly number[];
  readonly undo: readonly number[];
  /** From the key until picture and masks are on the screen's canvas, without the calls of GL. */
  readonly open: readonly number[];
  /** The same with them. */
  readonly openWhole: readonly number[];
  /** From the key until the hand can draw, without the calls of GL. */
  readonly openReady: readonly number[];
  /** Processor's time of the main thread for a whole stroke, and for opening the next picture. */
  readonly strokeWork: readonly number[];
  readonly openWork: readonly number[];
  /** Between two frames while brushing. */
  readonly frame: number;
}

interface Row {
  readonly name: string;
  readonly of: (times: CorrectionTimes) => number;
  readonly goalMs?: number;
}

const at =
  (share: number, key: Exclude<keyof CorrectionTimes, 'megapixels' | 'frame'>) =>
  (times: CorrectionTimes): number =>
    quantile(times[key], share);

const rows: readonly Row[] = [
  { name: 'pointer move, whole picture, p50', of: at(0.5, 'move') },
  { name: 'pointer move, whole picture, p95', of: at(0.95, 'move'), goalMs: 8 },
  { name: 'pointer move, 20 px at 1:1, p50', of: at(0.5, 'moveNear') },
  { name: 'pointer move, 20 px at 1:1, p95', of: at(0.95, 'moveNear'), goalMs: 8 },
  { name: 'stroke, processor time, p50', of: at(0.5, 'strokeWork') },
  { name: 'stroke end to durable, p50', of: at(0.5, 'durable') },
  { name: 'stroke end to durable, p95', of: at(0.95, 'durable'), goalMs: 50 },
  { name: 'undo, p50', of: at(0.5, 'undo') },
  { name: 'undo, p95', of: at(0.95, 'undo'), goalMs: 50 },
  { name: 'open next, p50', of: at(0.5, 'open') },
  { name: 'open next, p95', of: at(0.95, 'open'), goalMs: 150 },
  { name: 'open next, ready for the hand, p50', of: at(0.5, 'openReady') },
  { name: 'open next, processor time, p50', of: at(0.5, 'openWork') },
  { name: 'open next, drawn by GL, p50', of: at(0.5, 'openWhole') },
  { name: 'frame while brushing, p50', of: ({ frame }) => frame },
];

/** Sizes across, what is measured down, with the goal and whether it is met. */
export function correctionTable(measured: readonly CorrectionTimes[]): string[] {
  const head = measured.map(({ megapixels }) => `${String(megapixels)} MP`);
  return [
    line('ms', head, 'goal'),
    ...rows.map(({ name, of, goalMs }) => {
      const values = measured.map(of);
      return line(
        name,
        values.map((value) => value.toFixed(1)),
        goalMs === undefined ? '' : verdict(values, goalMs),
      );
    }),
  ];
}

/** What strokes and undos wait for whatever the application does, in the same run. */
export function bareTable(bare: {
  /** Milliseconds of appending a stroke's bytes to a file and having them on the disk. */
  readonly flush: readonly number[];
  /** Of a call to main and back that does nothing. */
  readonly call: readonly number[];
}): string[] {
  return [
    ['bare flush of 32 KiB to the disk', bare.flush] as const,
    ['bare call to main and back', bare.call] as const,
  ].map(([name, times]) => {
    const [half, most] = [quantile(times, 0.5), quantile(times, 0.95)];
    return `${name.padEnd(36)}p50 ${half.toFixed(1)}   p95 ${most.toFixed(1)}`;
  });
}

function verdict(values: readonly number[], goalMs: number): string {
  const met = values.every((value) => value <= goalMs);
  return `${String(goalMs).padStart(3)}  ${met ? 'met' : 'missed'}`;
}

function line(name: string, cells: readonly string[], last: string): string {
  return `${name.padEnd(36)}${cells.map((cell) => cell.padStart(9)).join('')}   ${last}`;
}

/** The smallest value that at least a share of the values does not pass (nearest rank); NaN without any. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
