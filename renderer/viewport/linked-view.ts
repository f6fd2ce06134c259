import type { ImagePoint, Size } from '../../shared/geometry.js';
import type { CanvasPoint, ViewTransform } from './view-transform.js';

/** CSS pixels an image pixel may take at most, as in the reading viewport. */
const MAX_SCALE = 64;
/** How small a picture may get, as a part of its fitted size. */
const MIN_FIT = 0.2;

/**
 * Where several panes of one size look at one picture, and where the pointer is on it: they all
 * draw from this, so they cannot drift apart.
 */
export class LinkedView {
  private readonly listeners = new Set<() => void>();
  private view: ViewTransform | null = null;
  private pane: Size | null = null;
  private fitted = true;
  private point: ImagePoint | null = null;

  constructor(private readonly picture: Size) {}

  /** From image to CSS pixels of a pane; null before a pane has a size. */
  get transform(): ViewTransform | null {
    return this.view;
  }

  get cursor(): ImagePoint | null {
    return this.point;
  }

  /** Be told of changes; returns the function that stops it. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  /** The panes have this size now, in CSS pixels; a fitted view stays fitted. */
  resize(pane: Size): void {
    if (pane.width === 0 || pane.height === 0) return;
    if (this.pane?.width === pane.width && this.pane.height === pane.height) return;
    this.pane = pane;
    if (this.fitted) this.fit();
  }

  fit(): void {
    const scale = this.fitScale();
    if (scale === null || this.pane === null) return;
    this.fitted = true;
    this.show({
      scaleX: scale,
      scaleY: scale,
      offsetX: (this.pane.width - this.picture.width * scale) / 2,
      offsetY: (this.pane.height - this.picture.height * scale) / 2,
    });
  }

  /** Zoom by a factor; what lies under `anchor` stays there. Without one, about the middle. */
  zoomAt(factor: number, anchor: CanvasPoint | null): void {
    const { view, pane } = this;
    const fitScale = this.fitScale();
    if (view === null || pane === null || fitScale === null) return;
    const { x, y } = anchor ?? { x: pane.width / 2, y: pane.height / 2 };
    const smallest = Math.min(fitScale * MIN_FIT, 1);
    const scale = Math.min(MAX_SCALE, Math.max(smallest, view.scaleX * factor));
    const applied = scale / view.scaleX;
    this.fitted = false;
    this.show({
      scaleX: scale,
      scaleY: scale,
      offsetX: x - (x - view.offsetX) * applied,
      offsetY: y - (y - view.offsetY) * applied,
    });
  }

  /** Move the picture by CSS pixels. */
  panBy(x: number, y: number): void {
    if (this.view === null) return;
    this.fitted = false;
    const { offsetX, offsetY } = this.view;
    this.show({ ...this.view, offsetX: offsetX + x, offsetY: offsetY + y });
  }

  /** The pointer is over this point of the picture, in any pane; null when over none. */
  pointAt(point: ImagePoint | null): void {
    this.point = point;
    this.announce();
  }

  private fitScale(): number | null {
    if (this.pane === null) return null;
    return Math.min(this.pane.width / this.picture.width, this.pane.height / this.picture.height);
  }

  private show(view: ViewTransform): void {
    this.view = view;
    this.announce();
  }

  private announce(): void {
    for (const listener of this.listeners) listener();
  }
}
