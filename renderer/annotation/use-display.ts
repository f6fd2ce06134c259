import { useDebouncedCallback } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { Settings } from '../../shared/domain.js';
import { call } from '../api.js';
import { methodQuery, useMethod } from '../queries.js';
import { reportError } from '../report-error.js';
import type { Tool } from '../viewport/pointer-input.js';
import type { StageOptions } from '../viewport/picture-stage.js';
import { clampRadius, stepRadius } from './brush-radius.js';

type Kept = Pick<Settings, 'brushRadiusPx' | 'proposalStyle' | 'proposalOpacity'>;

const defaults: Kept = { brushRadiusPx: 20, proposalStyle: 'outline', proposalOpacity: 0.35 };
const KEEP_AFTER_MS = 500;

export interface Display {
  readonly options: StageOptions;
  readonly setTool: (tool: Tool) => void;
  readonly setRadius: (radius: number) => void;
  readonly stepBrush: (steps: number) => void;
  readonly setStyle: (mode: 'outline' | 'fill') => void;
  readonly setOpacity: (opacity: number) => void;
  readonly toggleProposal: () => void;
  readonly toggleMasks: () => void;
}

/** Tool and look of the reading screen; brush size and look are kept in the settings. */
export function useDisplay(): Display {
  const client = useQueryClient();
  const { data: settings } = useMethod('settings.get', {});
  const [changed, setChanged] = useState<Partial<Kept>>({});
  const [tool, setTool] = useState<Tool>('brush');
  const [showProposal, setShowProposal] = useState(true);
  const [showMasks, setShowMasks] = useState(true);

  const keep = useDebouncedCallback(
    (some: Partial<Kept>) => {
      call('settings.set', some)
        .then((kept) => {
          client.setQueryData(methodQuery('settings.get', {}).queryKey, kept);
        })
        .catch(reportError);
    },
    { delay: KEEP_AFTER_MS, flushOnUnmount: true },
  );

  const kept: Kept = { ...defaults, ...settings, ...changed };
  const { brushRadiusPx: radius, proposalStyle: mode, proposalOpacity: opacity } = kept;
  const options = useMemo<StageOptions>(
    () => ({
      tool,
      segment: 'lesion',
      radius,
      style: { mode, opacity },
      showProposal,
      showMasks,
    }),
    [tool, radius, mode, opacity, showProposal, showMasks],
  );

  const change = useCallback(
    (some: Partial<Kept>) => {
      setChanged((before) => ({ ...before, ...some }));
      keep({ ...changed, ...some });
    },
    [keep, changed],
  );

  return {
    options,
    setTool,
    setRadius: (wanted) => {
      change({ brushRadiusPx: clampRadius(wanted) });
    },
    stepBrush: (steps) => {
      change({ brushRadiusPx: stepRadius(radius, steps) });
    },
    setStyle: (wanted) => {
      change({ proposalStyle: wanted });
    },
    setOpacity: (wanted) => {
      change({ proposalOpacity: wanted });
    },
    toggleProposal: () => {
      setShowProposal((before) => !before);
    },
    toggleMasks: () => {
      setShowMasks((before) => !before);
    },
  };
}
