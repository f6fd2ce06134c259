import type { ImagePoint, Size } from '../../../shared/geometry.js';
import type { Rect } from '../../../shared/labelmap.js';
import type { MarkTool } from '../marks/mark-tools.js';
import type { PixelEdit } from './pixel-edit.js';
import type { SpanCallback } from '../../../shared/row-spans.js';

/** Tools that change pixels of a segment, in the order of their number keys. */
export const drawingTools = [
  'brush',
  'eraser',
  'threshold-brush',
  'freehand',
  'polygon',
  'livewire',
  'rectangle',
  'circle',
  'wand',
  'paint-fill',
] as const;
export type DrawingTool = (typeof drawingTools)[number];

/**
 * All that the primary button can do on the picture; the lasso takes the proposal over inside, and what
 * is pointed at is told to whoever asked for it.
 */
export type Tool = DrawingTool | MarkTool | 'lasso' | 'pan' | 'window' | 'point';

/** Tools with a disk for a tip, whose size the wheel changes. */
export function isBrush(tool: Tool): boolean {
  return tool === 'brush' || tool === 'eraser' || tool === 'threshold-brush';
}

/** Tools that follow the hand's way, which can be smoothed. */
export function followsHand(tool: Tool): boolean {
  return isBrush(tool) || tool === 'freehand' || tool === 'lasso';
}

/** Of a mouse, a finger, and a pen that does not measure it: brushes have their own size. */
export const PLAIN_PRESSURE = 0.5;

/** What the options above the picture set for the tools. */
export interface ToolSettings {
  /** Of brushes, in image pixels. */
  readonly radius: number;
  /** Of brushes, freehand and lasso: how far in CSS pixels they lag behind the hand; 0 not at all. */
  readonly smoothing: number;
  /** Whether the area tools erase. Brush and eraser are two tools. */
  readonly erase: boolean;
  /** Of the wand: the largest difference in each colour channel, 0..255. */
  readonly tolerance: number;
  /** Of the threshold brush: grey values it writes on, both included, 0..255. */
  readonly range: { readonly low: number; readonly high: number };
}

/** Lines a tool shows while it goes on, in image coordinates. */
export interface Shape {
  readonly points: readonly ImagePoint[];
  readonly closed: boolean;
  /** Points that were set and can be taken back. */
  readonly marked: readonly ImagePoint[];
}

/** What a tool works on: one segment of the picture, for one use of the tool. */
export interface ToolSurface {
  readonly size: Size;
  /** Image pixels that a CSS pixel covers. */
  readonly grain: number;
  readonly settings: ToolSettings;
  /** RGBA of the picture, row by row. */
  readonly picture: Uint8Array;
  /** The segment's pixels as they are while the edit goes on. */
  readonly pixels: Uint8Array;
  readonly value: 0 | 1;
  readonly edit: PixelEdit;
  /** A rectangle has to be drawn again. */
  readonly changed: (rect: Rect | null) => void;
  readonly show: (shape: Shape | null) => void;
  /** The edit is complete: it becomes one record of the history. */
  readonly finish: () => void;
  /** The use ends and nothing stays of it. */
  readonly cancel: () => void;
  /** The lasso was closed around these pixels. */
  readonly encircled: (fill: (callback: SpanCallback) => void) => void;
}

/**
 * One use of a tool, from its first press to the edit. A use that needs several presses stays open
 * between them. What a tool has no use for it inherits as nothing.
 */
export abstract class ToolUse {
  constructor(protected readonly surface: ToolSurface) {}

  /**
   * The button went down.
   * @param clicks quick presses at one place
   * @param pressure 0..1; without a pen PLAIN_PRESSURE
   */
  abstract press(point: ImagePoint, clicks: number, pressure: number): void;

  /** The pointer moved with the button down, through these points. */
  drag?(points: readonly ImagePoint[], pressure: number): void;

  /** The button went up. */
  release(): void {
    // Ends nothing for a tool of several presses.
  }

  /** The pointer moved with the button up. */
  hover?(point: ImagePoint): void;

  /** Enter: the edit is as it should be. */
  confirm(): void {
    // Nothing waits for it.
  }

  /** Backspace: the last set point was wrong. */
  stepBack(): void {
    // No points were set.
  }

  /** Something else begins: keep what was clearly meant, drop what is not complete. */
  settle(): void {
    this.surface.cancel();
  }

  /** Time that goes on without the hand ends: called when the use is over for any reason. */
  stop(): void {
    // Nothing runs by itself.
  }
}
