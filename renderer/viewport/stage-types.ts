import type { ImagePoint } from '../../shared/geometry.js';
import type { Mark } from '../../shared/marks.js';
import type { RunLengthMask } from '../../shared/labelmap.js';
import type { SegmentId, SegmentMask } from '../../shared/domain.js';
import type { HeatKind } from './heat-colours.js';
import type { MaskLayer } from './mask-layer.js';
import type { MaskStyle } from './paint-masks.js';
import type { ShownSegments } from './shown-segments.js';
import type { DrawingTool, Tool, ToolSettings } from './tools/tool.js';
import type { ViewTransform } from './view-transform.js';

export interface Restriction {
  readonly segment: SegmentId;
  readonly where: 'inside' | 'outside';
}

export interface StageOptions {
  readonly tool: Tool;
  readonly segment: SegmentId;
  readonly toolSettings: ToolSettings;
  /** Edits go only inside, or only outside, another segment; null leaves them free. */
  readonly restriction: Restriction | null;
  readonly style: MaskStyle;
  readonly showProposal: boolean;
  /** What of the probability map is laid over the picture; null for nothing. */
  readonly heat: HeatKind | null;
  /** 0..1 */
  readonly heatOpacity: number;
  readonly showMasks: boolean;
  /** Masks and proposal are shown and hidden in turn. */
  readonly blink: boolean;
}

export interface StageListener {
  /** A stroke, an area or another use of a tool on the masks begins. */
  onBegin(): void;
  /** A tool changed these pixels; they are on screen already. */
  onStroke(change: SegmentMask, tool: DrawingTool | 'lasso'): void;
  /** The lasso was closed around these pixels. */
  onEncircle(region: RunLengthMask): void;
  /**
   * The pointer is over this pixel, by column and row, or pressed it, with the tool for that; null: it left.
   */
  onPoint(pixel: ImagePoint | null, pressed: boolean): void;
  /** A press with Ctrl chose the segment under the pointer. */
  onPick(segment: SegmentId): void;
  /** Space was tapped: back to the tool before. */
  onTapSpace(): void;
  /** A wheel over the picture asks for a larger (positive) or smaller brush. */
  onResizeBrush(steps: number): void;
  onArea(segment: SegmentId, area: number): void;
  /** A mark was drawn or moved. */
  onMark(mark: Mark): void;
  /** A mark was pressed; null: beside all of them. */
  onChooseMark(id: string | null): void;
}

export interface StageElements {
  /** Takes the pointer; its data attributes say what is on screen. */
  readonly surface: HTMLElement;
  readonly heat: HTMLCanvasElement;
  readonly proposal: HTMLCanvasElement;
  readonly correction: HTMLCanvasElement;
  readonly preview: HTMLCanvasElement;
  readonly marks: HTMLCanvasElement;
  readonly cursor: HTMLElement;
}

/** What is on the stage; the stage shows it, and its hands work on it. */
export interface StageState {
  options: StageOptions;
  segments: ShownSegments;
  marks: readonly Mark[];
  /** The masks being corrected; null before a picture is shown. */
  layer: MaskLayer | null;
  /** Shown in place of the masks being corrected, which stay as they are. */
  before: MaskLayer | null;
  view: ViewTransform | null;
}
