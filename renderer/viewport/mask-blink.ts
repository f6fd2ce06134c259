/**
 * How long masks take to be shown and hidden once, in milliseconds. A flash a second is a third of what
 * WCAG 2.3.1 allows; where less motion is asked for there is a change every two seconds.
 */
export const BLINK_MS = { usual: 1000, lessMotion: 4000 } as const;

const shownThenHidden: Keyframe[] = [
  { opacity: 1, easing: 'step-end' },
  { opacity: 0, offset: 0.5, easing: 'step-end' },
  { opacity: 0 },
];

/**
 * Shows and hides layers over the picture in turn, so that the border under them is seen. The compositor
 * does it with what is drawn already: nothing is drawn again, and no move of the pointer waits for it.
 */
export class MaskBlink {
  private going: readonly Animation[] = [];

  /** @param lessMotion asked each time it is switched on */
  constructor(
    private readonly layers: readonly Pick<Element, 'animate'>[],
    private readonly lessMotion: () => boolean,
  ) {}

  /** Begins with the layers shown; switched off they are shown at once. */
  set(on: boolean): void {
    if (on === this.going.length > 0) return;
    for (const animation of this.going) animation.cancel();
    const duration = this.lessMotion() ? BLINK_MS.lessMotion : BLINK_MS.usual;
    const endless = { duration, iterations: Infinity };
    this.going = on ? this.layers.map((layer) => layer.animate(shownThenHidden, endless)) : [];
  }
}
