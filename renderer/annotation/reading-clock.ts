/** Without input for this long a reader is taken to be away. */
export const IDLE_AFTER_MS = 60_000;

/**
 * Time at work on one frame. It runs from an input until {@link IDLE_AFTER_MS} after the last one,
 * while the window is seen. Times are milliseconds of one clock.
 */
export class ReadingClock {
  /** Counted and not taken yet. */
  private spentMs = 0;
  private countedToMs: number;
  private lastInputMs: number;

  constructor(
    nowMs: number,
    private seen: boolean,
  ) {
    this.countedToMs = this.lastInputMs = nowMs;
  }

  /** The reader moved a hand. */
  input(nowMs: number): void {
    this.count(nowMs);
    this.lastInputMs = nowMs;
  }

  /** The window was hidden or shown again; showing it is an act of the reader. */
  setSeen(seen: boolean, nowMs: number): void {
    this.count(nowMs);
    this.seen = seen;
    if (seen) this.lastInputMs = nowMs;
  }

  /** Whole milliseconds at work since the last taking. */
  take(nowMs: number): number {
    const whole = Math.floor(this.pending(nowMs));
    this.spentMs -= whole;
    return whole;
  }

  /** Time that was taken could not be kept: it waits for the next taking. */
  giveBack(ms: number): void {
    this.spentMs += ms;
  }

  /** What a taking would give now. */
  pending(nowMs: number): number {
    this.count(nowMs);
    return this.spentMs;
  }

  private count(nowMs: number): void {
    const until = Math.min(nowMs, this.lastInputMs + IDLE_AFTER_MS);
    if (this.seen) this.spentMs += Math.max(0, until - this.countedToMs);
    this.countedToMs = nowMs;
  }
}
