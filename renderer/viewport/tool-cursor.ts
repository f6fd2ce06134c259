import { isBrush, type Tool } from './tools/tool.js';
import type { CanvasPoint, ViewTransform } from './view-transform.js';

/** The circle of the brush's true size at the pointer, dashed while it erases. */
export class ToolCursor {
  private hovered: { point: CanvasPoint; erase: boolean } | null = null;

  constructor(private readonly element: HTMLElement) {}

  moveTo(point: CanvasPoint | null, erase: boolean): void {
    this.hovered = point === null ? null : { point, erase };
  }

  /** @param radius of the brush in image pixels */
  draw(view: ViewTransform | null, tool: Tool, radius: number): void {
    const { element, hovered } = this;
    element.hidden = !isBrush(tool) || hovered === null || view === null;
    if (hovered === null || view === null) return;
    const { point, erase } = hovered;
    const [width, height] = [2 * radius * view.scaleX, 2 * radius * view.scaleY];
    element.dataset['erase'] = String(erase);
    element.style.width = `${String(width)}px`;
    element.style.height = `${String(height)}px`;
    const [x, y] = [point.x - width / 2, point.y - height / 2];
    element.style.transform = `translate(${String(x)}px, ${String(y)}px)`;
  }
}
