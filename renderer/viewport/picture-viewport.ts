import { Enums, init, RenderingEngine, type StackViewport } from '@cornerstonejs/core';
import type { Instance } from '../../shared/domain.js';
import { ApiError } from '../api.js';
import { forgetImage, loadedPixels, loadImage, registerImageLoader } from './image-loader.js';
import type { CanvasPoint, ViewTransform } from './view-transform.js';

/** CSS pixels an image pixel may take at most. */
const MAX_SCALE = 64;
/** How small a picture may get, as a part of its fitted size. */
const MIN_FIT = 0.2;
/** Grey values between black and white at the strongest contrast. */
const MIN_WINDOW = 8;
/** Of a pixel that is loaded: red, green, blue and an opaque fourth. */
const CHANNELS = 4;
const FULL_WINDOW = { lower: 0, upper: 255 };

let shared: RenderingEngine | null = null;
let viewports = 0;

/** The window's one engine: a WebGL context is slow to make and a window may hold few of them. */
function sharedEngine(): RenderingEngine {
  if (shared === null) {
    init({ rendering: { webGlContextCount: 1 }, debug: {} });
    registerImageLoader();
    shared = new RenderingEngine('limen');
  }
  return shared;
}

/**
 * A Cornerstone stack viewport that shows one picture. It renders only when the picture, camera or
 * window changes, since a render without a graphics card takes a noticeable time.
 */
export class PictureViewport {
  private readonly engine = sharedEngine();
  private readonly id: string;
  private readonly resizes: ResizeObserver;
  private instance: Instance | null = null;
  private window = FULL_WINDOW;
  private fitted = true;
  private loading = new AbortController();
  private onRender: ((transform: ViewTransform) => void) | null = null;

  constructor(private readonly element: HTMLDivElement) {
    viewports += 1;
    this.id = `picture-${String(viewports)}`;
    this.engine.enableElement({
      viewportId: this.id,
      type: Enums.ViewportType.STACK,
      element,
      defaultOptions: { background: [0, 0, 0] },
    });
    this.shareBytes();
    element.addEventListener(Enums.Events.IMAGE_RENDERED, this.announceRender);
    this.resizes = new ResizeObserver(() => {
      this.resize();
    });
    this.resizes.observe(element);
  }

  /** Who is told after each render, with the view that is now on screen; null: nobody. */
  announceTo(onRender: ((transform: ViewTransform) => void) | null): void {
    this.onRender = onRender;
  }

  /**
   * Load a frame; the one before stays on screen. Rejects with the reason when it cannot be loaded, and
   * with `cancelled` when it was given up meanwhile.
   * @returns the image id to show
   */
  async load(
    instance: Instance,
    frame: number,
    onProgress: (fraction: number) => void,
  ): Promise<string> {
    this.giveUp();
    return loadImage(instance, frame, onProgress, this.loading.signal);
  }

  /** Show the frame that was loaded, fitted. Rejects with `cancelled` when it was given up meanwhile. */
  async show(instance: Instance, imageId: string): Promise<void> {
    const { signal } = this.loading;
    await this.viewport().setStack([imageId]);
    if (signal.aborted) throw new ApiError('cancelled', 'another picture was opened meanwhile');
    this.declareRange();
    this.instance = instance;
    this.resetWindow();
    this.fit();
  }

  fit(): void {
    this.fitted = true;
    const viewport = this.viewport();
    viewport.resetCamera();
    viewport.render();
  }

  /** CSS pixels per image pixel, horizontally. */
  zoom(): number {
    return this.transform()?.scaleX ?? 1;
  }

  /** Zoom by a factor; what lies under `anchor` stays there. */
  zoomAt(factor: number, anchor: CanvasPoint): void {
    const transform = this.transform();
    if (transform === null || this.instance === null) return;
    const { clientWidth, clientHeight } = this.element;
    const fitScale = Math.min(
      clientWidth / this.instance.width,
      clientHeight / this.instance.height,
    );
    const smallest = Math.min(fitScale * MIN_FIT, 1);
    const target = Math.min(MAX_SCALE, Math.max(smallest, transform.scaleX * factor));
    const viewport = this.viewport();
    const { parallelScale } = viewport.getCamera();
    if (parallelScale === undefined) return;
    const before = viewport.canvasToWorld([anchor.x, anchor.y]);
    viewport.setCamera({ parallelScale: (parallelScale * transform.scaleX) / target });
    const after = viewport.canvasToWorld([anchor.x, anchor.y]);
    this.shift(before[0] - after[0], before[1] - after[1]);
  }

  /** Move the picture by CSS pixels. */
  panBy(x: number, y: number): void {
    const viewport = this.viewport();
    const origin = viewport.canvasToWorld([0, 0]);
    const moved = viewport.canvasToWorld([x, y]);
    this.shift(origin[0] - moved[0], origin[1] - moved[1]);
  }

  /** Change brightness (level) and contrast (width), both in grey values of 0..255. */
  windowBy(width: number, level: number): void {
    const { lower, upper } = this.window;
    // White stays within the picture's range: above it the picture would turn transparent.
    const nextUpper = Math.min(255, Math.max(MIN_WINDOW, upper - level + width / 2));
    const nextLower = Math.min(nextUpper - MIN_WINDOW, Math.max(-255, lower - level - width / 2));
    this.setWindow({ lower: nextLower, upper: nextUpper });
  }

  resetWindow(): void {
    this.setWindow(FULL_WINDOW);
  }

  /** From image to CSS pixels of the viewport; null before a picture is shown. */
  transform(): ViewTransform | null {
    if (this.instance === null) return null;
    const { width, height, spacingMm } = this.instance;
    const [spacingX, spacingY] = [spacingMm?.column ?? 1, spacingMm?.row ?? 1];
    const viewport = this.viewport();
    // Cornerstone puts the centre of the first pixel at the origin, this app its corner.
    const corner = viewport.worldToCanvas([-0.5 * spacingX, -0.5 * spacingY, 0]);
    const opposite = viewport.worldToCanvas([
      (width - 0.5) * spacingX,
      (height - 0.5) * spacingY,
      0,
    ]);
    return {
      scaleX: (opposite[0] - corner[0]) / width,
      scaleY: (opposite[1] - corner[1]) / height,
      offsetX: corner[0],
      offsetY: corner[1],
    };
  }

  /** RGBA of the picture on screen, row by row at native size; null before one is shown. */
  pixels(): Uint8Array | null {
    return this.instance === null ? null : loadedPixels();
  }

  destroy(): void {
    this.resizes.disconnect();
    this.element.removeEventListener(Enums.Events.IMAGE_RENDERED, this.announceRender);
    this.giveUp();
    this.engine.disableElement(this.id);
  }

  private readonly announceRender = (): void => {
    const transform = this.transform();
    if (transform !== null) this.onRender?.(transform);
  };

  private viewport(): StackViewport {
    return this.engine.getViewport<StackViewport>(this.id);
  }

  /** Draw from the bytes that were loaded: Cornerstone would copy them, 100 MB of a large picture. */
  private shareBytes(): void {
    const viewport = this.viewport();
    const create = viewport.createVTKImageData.bind(viewport);
    viewport.createVTKImageData = (like) => {
      const pixels = loadedPixels();
      if (pixels === null) return create(like);
      const imageData = create({ ...like, pixelArray: new Uint8Array(0) });
      imageData.getPointData().getScalars().setData(pixels, CHANNELS);
      return imageData;
    };
  }

  /** Say that channels go from 0 to 255, else the renderer looks at every value to find out. */
  private declareRange(): void {
    const { imageData } = this.viewport().getImageData();
    // Without WebGL, Cornerstone has no such array.
    if (!('getPointData' in imageData)) return;
    const scalars = imageData.getPointData().getScalars();
    // The fifth is the range of a pixel's length as a vector.
    for (let channel = 0; channel <= 4; channel += 1) {
      scalars.setRange({ min: 0, max: 255 }, channel);
    }
  }

  /** Give up what is loading and let go of what was loaded. */
  giveUp(): void {
    this.loading.abort();
    this.loading = new AbortController();
    this.instance = null;
    forgetImage();
  }

  private shift(x: number, y: number): void {
    const viewport = this.viewport();
    const { focalPoint, position } = viewport.getCamera();
    if (focalPoint === undefined || position === undefined) return;
    this.fitted = false;
    viewport.setCamera({
      focalPoint: [focalPoint[0] + x, focalPoint[1] + y, focalPoint[2]],
      position: [position[0] + x, position[1] + y, position[2]],
    });
    viewport.render();
  }

  private setWindow(window: { lower: number; upper: number }): void {
    this.window = window;
    const viewport = this.viewport();
    viewport.setProperties({ voiRange: window });
    viewport.render();
  }

  private resize(): void {
    if (this.element.clientWidth === 0 || this.element.clientHeight === 0) return;
    this.engine.resize(true, true);
    if (this.instance !== null && this.fitted) this.fit();
  }
}
