import { useDebouncedCallback } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { SegmentId, Settings } from '../../shared/domain.js';
import { call } from '../api.js';
import { methodQuery, useMethod } from '../queries.js';
import { reportError } from '../report-error.js';
import type { HeatKind } from '../viewport/heat-colours.js';
import type { Tool, ToolSettings } from '../viewport/tools/tool.js';
import type { Restriction, StageOptions } from '../viewport/stage-types.js';
import { clampRadius, stepRadius } from './brush-radius.js';

type Kept = Pick<
  Settings,
  'brushRadiusPx' | 'strokeSmoothingPx' | 'proposalStyle' | 'proposalOpacity'
>;

const defaults: Kept = {
  brushRadiusPx: 20,
  strokeSmoothingPx: 0,
  proposalStyle: 'outline',
  proposalOpacity: 0.35,
};
/** What smoothing is switched on with first, in CSS pixels. */
const FIRST_SMOOTHING = 20;
const KEEP_AFTER_MS = 500;
const firstHeat = { kind: 'probability' as HeatKind, shown: false, opacity: 0.55 };
export const firstArtefacts = { shown: true, opacity: 0.6 };
const firstSettings = { erase: false, tolerance: 24, range: { low: 0, high: 120 } };
/** As long as the settings are not known. */
export const firstOptions: StageOptions = {
  tool: 'brush',
  segment: 'lesion',
  restriction: null,
  toolSettings: {
    ...firstSettings,
    radius: defaults.brushRadiusPx,
    smoothing: defaults.strokeSmoothingPx,
  },
  style: { mode: defaults.proposalStyle, opacity: defaults.proposalOpacity },
  showProposal: true,
  heat: null,
  heatOpacity: firstHeat.opacity,
  showMasks: true,
  blink: false,
};

export interface Display {
  readonly options: StageOptions;
  readonly setTool: (tool: Tool) => void;
  /** Go back to the tool that was in use before. */
  readonly useLastTool: () => void;
  readonly setSegment: (segment: SegmentId) => void;
  readonly setRestriction: (restriction: Restriction | null) => void;
  readonly setToolSettings: (some: Partial<Omit<ToolSettings, 'radius' | 'smoothing'>>) => void;
  readonly setRadius: (radius: number) => void;
  readonly stepBrush: (steps: number) => void;
  /** How far in CSS pixels strokes lag behind the hand; 0 does not smooth them. */
  readonly setSmoothing: (smoothing: number) => void;
  /** Switch it off, or on as it was last. */
  readonly toggleSmoothing: () => void;
  readonly setStyle: (mode: 'outline' | 'fill') => void;
  readonly setOpacity: (opacity: number) => void;
  /** Lay the probability or the uncertainty over the picture; null takes it away. */
  readonly setHeat: (heat: HeatKind | null) => void;
  /** Take it away, or show the one that was shown last. */
  readonly toggleHeat: () => void;
  readonly setHeatOpacity: (opacity: number) => void;
  /** How what lies over the skin is seen. */
  readonly artefacts: { readonly shown: boolean; readonly opacity: number };
  readonly toggleArtefacts: () => void;
  readonly setArtefactOpacity: (opacity: number) => void;
  readonly toggleProposal: () => void;
  readonly toggleMasks: () => void;
  readonly toggleBlink: () => void;
  /** Masks are seen from now on, as whoever draws needs them. */
  readonly stopBlink: () => void;
}

/** Tool and look of the reading screen; brush size and look are kept in the settings. */
export function useDisplay(): Display {
  const client = useQueryClient();
  const { data: settings } = useMethod('settings.get', {});
  const [changed, setChanged] = useState<Partial<Kept>>({});
  const [{ tool }, setTools] = useState<{ tool: Tool; lastTool: Tool }>({
    tool: firstOptions.tool,
    lastTool: 'eraser',
  });
  const [lastSmoothing, setLastSmoothing] = useState(FIRST_SMOOTHING);
  const [segment, setSegment] = useState<SegmentId>(firstOptions.segment);
  const [restriction, setRestriction] = useState<Restriction | null>(null);
  const [settingsOfTools, setSettingsOfTools] = useState(firstSettings);
  const [showProposal, setShowProposal] = useState(firstOptions.showProposal);
  const [heat, setHeat] = useState(firstHeat);
  const [showMasks, setShowMasks] = useState(firstOptions.showMasks);
  // Not kept: who opens a picture tomorrow did not ask for a screen that blinks.
  const [blink, setBlink] = useState(firstOptions.blink);
  const [artefacts, setArtefacts] = useState(firstArtefacts);

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
  const { brushRadiusPx: radius, strokeSmoothingPx: smoothing } = kept;
  const { proposalStyle: mode, proposalOpacity: opacity } = kept;
  const options = useMemo<StageOptions>(
    () => ({
      tool,
      segment,
      restriction,
      toolSettings: { ...settingsOfTools, radius, smoothing },
      style: { mode, opacity },
      showProposal,
      heat: heat.shown ? heat.kind : null,
      heatOpacity: heat.opacity,
      showMasks,
      blink,
    }),
    [
      tool,
      segment,
      restriction,
      settingsOfTools,
      radius,
      smoothing,
      mode,
      opacity,
      showProposal,
      heat,
      showMasks,
      blink,
    ],
  );

  const change = useCallback(
    (some: Partial<Kept>) => {
      setChanged((before) => ({ ...before, ...some }));
      keep({ ...changed, ...some });
    },
    [keep, changed],
  );

  const setSmoothing = (wanted: number): void => {
    const last = wanted > 0 ? wanted : smoothing;
    if (last > 0) setLastSmoothing(last);
    change({ strokeSmoothingPx: wanted });
  };

  return {
    options,
    setTool: (wanted) => {
      setTools((before) =>
        before.tool === wanted ? before : { tool: wanted, lastTool: before.tool },
      );
    },
    useLastTool: () => {
      setTools((before) => ({ tool: before.lastTool, lastTool: before.tool }));
    },
    setSegment,
    setRestriction,
    setToolSettings: (some) => {
      setSettingsOfTools((before) => ({ ...before, ...some }));
    },
    setRadius: (wanted) => {
      change({ brushRadiusPx: clampRadius(wanted) });
    },
    stepBrush: (steps) => {
      change({ brushRadiusPx: stepRadius(radius, steps) });
    },
    setSmoothing,
    toggleSmoothing: () => {
      setSmoothing(smoothing > 0 ? 0 : lastSmoothing);
    },
    setStyle: (wanted) => {
      change({ proposalStyle: wanted });
    },
    setOpacity: (wanted) => {
      change({ proposalOpacity: wanted });
    },
    setHeat: (kind) => {
      setHeat((before) => ({ ...before, kind: kind ?? before.kind, shown: kind !== null }));
    },
    toggleHeat: () => {
      setHeat((before) => ({ ...before, shown: !before.shown }));
    },
    setHeatOpacity: (wanted) => {
      setHeat((before) => ({ ...before, opacity: wanted }));
    },
    artefacts,
    toggleArtefacts: () => {
      setArtefacts((before) => ({ ...before, shown: !before.shown }));
    },
    setArtefactOpacity: (wanted) => {
      setArtefacts((before) => ({ ...before, opacity: wanted }));
    },
    toggleProposal: () => {
      setShowProposal((before) => !before);
    },
    toggleMasks: () => {
      setShowMasks((before) => !before);
    },
    toggleBlink: () => {
      setBlink((before) => !before);
    },
    stopBlink: useCallback(() => {
      setBlink(false);
    }, []),
  };
}
