import { useCallback, useEffect, useState } from 'react';
import type { SegmentId } from '../../shared/domain.js';
import type { GreyPart } from '../../shared/edge-snap.js';
import {
  emptyMask,
  invertMask,
  maskArea,
  subtractMasks,
  type RunLengthMask,
} from '../../shared/labelmap.js';
import type { MaskCommand, MaskCommandName } from '../../shared/mask-command.js';
import { reportError } from '../report-error.js';
import type { PictureStage } from '../viewport/picture-stage.js';
import type { Restriction } from '../viewport/stage-types.js';
import { computeMask } from './compute-mask.js';
import { restricted } from './guarded-mask.js';
import type { ProposalCut } from './use-proposal.js';

/** What the second mask of a command is: the proposal, the whole picture, or a segment. */
export type Operand = 'proposal' | 'picture' | SegmentId;

/** A command that is being prepared, with what the reader set for it. */
export interface CommandDraft {
  readonly name: MaskCommandName;
  /** Radius in image pixels. */
  readonly radius: number;
  /** Image pixels that the border may move to an edge. */
  readonly band: number;
  /** Islands with fewer pixels go. */
  readonly pixels: number;
  readonly operand: Operand;
}

export interface CommandPreview {
  /** The mask it was computed from. */
  readonly from: RunLengthMask;
  readonly target: RunLengthMask;
  readonly added: number;
  readonly removed: number;
}

export interface MaskCommandControl {
  readonly draft: CommandDraft | null;
  /** What the command would do; null while it is computed. */
  readonly preview: CommandPreview | null;
  /** The segment may be changed: it is not locked and shown as it is. */
  readonly editable: boolean;
  readonly begin: (name: MaskCommandName) => void;
  readonly change: (some: Partial<CommandDraft>) => void;
  readonly apply: () => void;
  readonly cancel: () => void;
}

const firstDraft: Omit<CommandDraft, 'name'> = {
  radius: 5,
  band: 12,
  pixels: 100,
  operand: 'proposal',
};

/** Commands on two masks. */
const takesOther: ReadonlySet<MaskCommandName> = new Set([
  'union',
  'intersect',
  'subtract',
  'invert-inside',
]);

/** A segment without pixels has no border to move. */
const noGreys: GreyPart = { rect: { x: 0, y: 0, width: 0, height: 0 }, values: new Uint8Array(0) };
/** Pixels beyond the band whose greys tell an edge at its end. */
const SNAP_MARGIN = 4;

interface Computed extends CommandPreview {
  /** The proposal, where pixels of it went into the outcome. */
  readonly proposal: ProposalCut | null;
  readonly draft: CommandDraft;
  readonly state: unknown;
}

/**
 * Prepares a command on a segment: its outcome is shown on the stage until it is applied as one
 * edit or given up.
 *
 * @param state changes with every change of the masks, so that the preview follows
 * @param editable the segment may be changed now; without that nothing is applied
 */
export function useMaskCommand(
  stage: PictureStage,
  segment: SegmentId,
  proposal: ProposalCut | null,
  state: unknown,
  { editable, restriction }: { editable: boolean; restriction: Restriction | null },
  onApply: (target: RunLengthMask, name: MaskCommandName, proposal: ProposalCut | null) => void,
): MaskCommandControl {
  const [draft, setDraft] = useState<CommandDraft | null>(null);
  const [kept, setKept] = useState(firstDraft);
  const [computed, setComputed] = useState<Computed | null>(null);

  useEffect(() => {
    if (draft === null) return undefined;
    const mask = stage.mask(segment);
    if (mask === null) return undefined;
    const abort = new AbortController();
    computeMask(
      mask,
      commandOf(draft, segment, mask, stage, proposal?.mask ?? null),
      abort.signal,
    ).then((computedTarget) => {
      const target = restricted(stage, segment, computedTarget, restriction);
      stage.setPreview(target);
      const added = maskArea(subtractMasks(target, mask));
      const removed = maskArea(subtractMasks(mask, target));
      const taken = takesFromProposal(draft) ? proposal : null;
      setComputed({ draft, state, from: mask, target, added, removed, proposal: taken });
    }, reportError);
    return () => {
      abort.abort();
      stage.setPreview(null);
    };
  }, [draft, stage, segment, proposal, state, restriction]);

  const preview =
    computed !== null && computed.draft === draft && computed.state === state ? computed : null;
  return {
    draft,
    preview,
    editable,
    begin: useCallback(
      (name) => {
        stage.settle();
        setDraft({ ...kept, name });
      },
      [stage, kept],
    ),
    change: useCallback((some) => {
      setKept((before) => ({ ...before, ...some }));
      setDraft((before) => before && { ...before, ...some });
    }, []),
    apply: useCallback(() => {
      if (draft === null || preview === null || !editable) return;
      // A stroke that ended just now is not in the preview, which is about to be computed again.
      if (!stage.holds(segment, preview.from)) return;
      setDraft(null);
      onApply(preview.target, draft.name, preview.proposal);
    }, [draft, preview, editable, stage, segment, onApply]),
    cancel: useCallback(() => {
      setDraft(null);
    }, []),
  };
}

/** A subtraction leaves pixels of the reader's own, but which ones the proposal decides. */
function takesFromProposal({ name, operand }: CommandDraft): boolean {
  return operand === 'proposal' && takesOther.has(name);
}

/** A second mask that is not there counts as empty. */
function commandOf(
  { name, radius, band, pixels, operand }: CommandDraft,
  segment: SegmentId,
  mask: RunLengthMask,
  stage: PictureStage,
  proposal: RunLengthMask | null,
): MaskCommand {
  switch (name) {
    case 'fill-holes':
    case 'keep-largest':
      return { name };
    case 'remove-islands':
      return { name, pixels };
    case 'grow':
    case 'shrink':
    case 'smooth':
      return { name, radius };
    case 'snap':
      return { name, band, grey: stage.greyAround(segment, band + SNAP_MARGIN) ?? noGreys };
    case 'union':
    case 'intersect':
    case 'subtract':
    case 'invert-inside': {
      const empty = emptyMask(mask.width, mask.height);
      if (operand === 'picture') return { name, other: invertMask(empty) };
      const other = operand === 'proposal' ? proposal : stage.mask(operand);
      return { name, other: other ?? empty };
    }
  }
}
