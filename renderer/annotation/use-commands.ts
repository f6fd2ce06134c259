import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunLengthMask } from '../../shared/labelmap.js';
import {
  isIslandAct,
  type ListedCommand,
  type MaskCommandName,
} from '../../shared/mask-command.js';
import type { PictureStage } from '../viewport/picture-stage.js';
import type { StageOptions } from '../viewport/stage-types.js';
import { useIslandChoice, type IslandControl } from './use-island-choice.js';
import { useMaskCommand, type MaskCommandControl, type Operand } from './use-mask-command.js';
import type { ProposalCut } from './use-proposal.js';
import type { Reading } from './use-reading.js';
import type { SegmentsControl } from './use-segments.js';

export interface Commands {
  readonly command: MaskCommandControl;
  readonly islands: IslandControl;
  /** What the second mask of a command may be. */
  readonly operands: readonly { readonly value: Operand; readonly label: string }[];
  /** Prepare one in place of another. */
  readonly begin: (name: ListedCommand) => void;
  /** What Enter and Escape do with the one that is being prepared; null without one. */
  readonly going: { readonly apply: () => void; readonly cancel: () => void } | null;
}

/**
 * The commands on the segment in use, of which one at a time is prepared.
 *
 * @param state changes with every change of the masks
 * @param editable the segment may be changed now
 */
export function useCommands(
  stage: PictureStage,
  segments: SegmentsControl,
  cut: ProposalCut | null,
  state: unknown,
  editable: boolean,
  { segment, restriction }: Pick<StageOptions, 'segment' | 'restriction'>,
  onApply: Reading['applyCommand'],
): Commands {
  const { t } = useTranslation('reading');
  const command = useMaskCommand(
    stage,
    segment,
    cut,
    state,
    { editable, restriction },
    useCallback(
      (target: RunLengthMask, name: MaskCommandName, from: ProposalCut | null) => {
        onApply(segment, name, target, from);
      },
      [onApply, segment],
    ),
  );
  const islands = useIslandChoice(stage, segment, state, { editable, restriction }, onApply);
  const begin = (name: ListedCommand): void => {
    if (!editable) return;
    if (isIslandAct(name)) {
      command.cancel();
      islands.begin(name);
    } else {
      islands.end();
      command.begin(name);
    }
  };
  const others = segments.listed.filter((id) => id !== segment);
  return {
    command,
    islands,
    operands: [
      { value: 'proposal', label: t('command.operand.proposal') },
      { value: 'picture', label: t('command.operand.picture') },
      ...others.map((id) => ({ value: id, label: segments.nameOf(id) })),
    ],
    begin,
    going:
      islands.act !== null
        ? { apply: islands.apply, cancel: islands.end }
        : command.draft !== null
          ? { apply: command.apply, cancel: command.cancel }
          : null,
  };
}
