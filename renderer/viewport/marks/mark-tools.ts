import { markKinds, type MarkKind } from '../../../shared/marks.js';

/** Tools that pin something to the picture and change no pixels. */
export type MarkTool = `mark-${MarkKind}`;

export function isMarkTool(tool: string): tool is MarkTool {
  return markKindOf(tool) !== null;
}

/** What a tool pins; null for a tool that pins nothing. */
export function markKindOf(tool: string): MarkKind | null {
  return markKinds.find((kind) => tool === `mark-${kind}`) ?? null;
}
