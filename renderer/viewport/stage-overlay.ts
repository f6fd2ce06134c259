import type { Mark } from '../../shared/marks.js';
import type { Rect, RunLengthMask } from '../../shared/labelmap.js';
import { CorrectionCanvas } from './correction-canvas.js';
import { HeatCanvas, type Heat } from './heat-canvas.js';
import { MaskBlink } from './mask-blink.js';
import { MarksCanvas, type MarkLabel } from './marks/marks-canvas.js';
import { PreviewCanvas } from './preview-canvas.js';
import { ProposalCanvas } from './proposal-canvas.js';
import type { StageElements, StageState } from './stage-types.js';
import { ToolCursor } from './tool-cursor.js';
import type { Shape } from './tools/tool.js';
import { toDevice, type CanvasPoint, type ViewTransform } from './view-transform.js';

type Part = 'heat' | 'proposal' | 'masks' | 'preview' | 'marks' | 'cursor';

const parts: readonly Part[] = ['heat', 'proposal', 'masks', 'preview', 'marks', 'cursor'];

/**
 * What lies over the picture of a stage, drawn as the stage's state says. Another stage draws on the same
 * canvases after {@link end}, so that from then on this one draws nothing.
 */
export class StageOverlay {
  private readonly heat: HeatCanvas;
  private readonly proposal: ProposalCanvas;
  private readonly correction: CorrectionCanvas;
  private readonly preview: PreviewCanvas;
  private readonly marks: MarksCanvas;
  private readonly cursor: ToolCursor;
  private readonly blink: MaskBlink;
  private proposed: RunLengthMask | null = null;
  /** The reader's masks, artefacts aside, are not empty. */
  private drawn = false;
  private ended = false;

  constructor(
    private readonly elements: StageElements,
    private readonly state: StageState,
  ) {
    this.heat = new HeatCanvas(elements.heat);
    this.proposal = new ProposalCanvas(elements.proposal);
    this.correction = new CorrectionCanvas(elements.correction);
    this.preview = new PreviewCanvas(elements.preview);
    this.marks = new MarksCanvas(elements.marks);
    this.cursor = new ToolCursor(elements.cursor);
    this.blink = new MaskBlink(
      [elements.correction, elements.proposal],
      () => matchMedia('(prefers-reduced-motion: reduce)').matches,
    );
  }

  /** What no drawing of masks depends on: the tool at the pointer, and whether masks blink. */
  followOptions(): void {
    this.draw('cursor');
    if (!this.ended) this.blink.set(this.state.options.blink);
  }

  /** Lay a probability map over the picture; null takes it away. */
  setHeat(heat: Heat | null): void {
    this.heat.setHeat(heat);
    this.draw('heat');
  }

  setProposal(mask: RunLengthMask | null): void {
    if (mask === this.proposed) return;
    this.proposed = mask;
    this.proposal.setMask(mask);
    this.draw('proposal');
  }

  /** Say whether the reader has drawn a mask: beside it the proposal is an outline always. */
  setDrawn(drawn: boolean): void {
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.draw('proposal');
  }

  /** Show what a command would make of a segment; null shows nothing. */
  setPreview(mask: RunLengthMask | null): void {
    this.preview.setMask(mask);
    this.draw('preview');
  }

  /** What a tool in use has marked out so far. */
  setShape(shape: Shape | null): void {
    this.preview.setShape(shape);
    this.draw('preview');
  }

  setMarks(marks: readonly Mark[], chosen: string | null, label: MarkLabel): void {
    this.marks.setMarks(marks, chosen, label);
    this.draw('marks');
  }

  /** The mark that is being drawn. */
  setDraft(draft: Mark | null): void {
    this.marks.setDraft(draft);
    this.draw('marks');
  }

  /** @param point in CSS pixels; null: the pointer left */
  setHover(point: CanvasPoint | null, erases: boolean): void {
    this.cursor.moveTo(point, erases);
    this.draw('cursor');
  }

  /** Everything anew, for a new view. */
  drawAll(): void {
    if (this.ended) return;
    const { heat, proposal, correction, preview, marks } = this.elements;
    for (const canvas of [heat, proposal, correction, preview, marks]) {
      const width = Math.round(canvas.clientWidth * devicePixelRatio);
      const height = Math.round(canvas.clientHeight * devicePixelRatio);
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
    }
    for (const part of parts) this.draw(part);
  }

  draw(part: Part): void {
    if (!this.ended) this.ways[part]();
  }

  /** Of the masks only what a changed rectangle of the picture shows. */
  drawMasksIn(changed: Rect): void {
    if (!this.ended) this.drawMasks(changed);
  }

  /** Draw nothing from now on. */
  end(): void {
    this.ended = true;
    this.blink.set(false);
  }

  private readonly ways: Readonly<Record<Part, () => void>> = {
    heat: () => {
      const { layer, options } = this.state;
      this.elements.heat.style.opacity = String(options.heatOpacity);
      const view = this.deviceView();
      if (layer === null || view === null) this.heat.draw(null, { width: 0, height: 0 });
      else this.heat.draw(view, layer.size);
    },
    proposal: () => {
      const { options } = this.state;
      // Two filled areas over each other would hide the skin and mix their colours.
      const style = this.drawn ? ({ mode: 'outline', opacity: 1 } as const) : options.style;
      const view = options.showProposal ? this.deviceView() : null;
      this.proposal.draw(view, style, devicePixelRatio);
    },
    masks: () => {
      this.drawMasks();
    },
    preview: () => {
      this.preview.draw(this.deviceView(), devicePixelRatio);
    },
    marks: () => {
      this.marks.draw(this.deviceView(), devicePixelRatio);
    },
    cursor: () => {
      const { tool, toolSettings } = this.state.options;
      this.elements.surface.dataset['tool'] = tool;
      this.cursor.draw(this.state.view, tool, toolSettings.radius);
    },
  };

  private drawMasks(changed?: Rect): void {
    const { before, segments, options } = this.state;
    const layer = before ?? this.state.layer;
    const view = this.deviceView();
    if (layer === null || view === null || (!options.showMasks && before === null)) {
      this.correction.clear();
      return;
    }
    const { style } = options;
    if (changed === undefined || before !== null)
      this.correction.drawAll(layer, segments, view, style, devicePixelRatio);
    else this.correction.drawRect(layer, segments, view, style, devicePixelRatio, changed);
  }

  private deviceView(): ViewTransform | null {
    return this.state.view && toDevice(this.state.view, devicePixelRatio);
  }
}
