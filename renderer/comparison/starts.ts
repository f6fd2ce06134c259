import type { TFunction } from 'i18next';
import { reportError } from '../report-error.js';
import { consensusMask, nearestVoter } from './consensus.js';
import type { Start } from './DraftBar.js';
import { fewestVoters, type Consensus } from './sources.js';
import type { Draft, Origin } from './use-draft.js';
import { votersAmong, type Found, type Pane } from './use-panes.js';

/** Where a correction that starts from a pane comes from; null while the pane has no mask. */
export function originOf({ found, source }: Pane, panes: readonly Pane[]): Origin | null {
  if (found === null) return null;
  if (source.kind === 'majority' || source.kind === 'staple') {
    return originOfConsensus(source.kind, found, panes);
  }
  const { sources } = found;
  const [first] = sources;
  return first === undefined ? null : { revisionId: first.revisionId, sources, tool: null };
}

/** All masks that the correction can start from: the panes, and what the models shown agree on. */
export function startsOf(
  panes: readonly Pane[],
  names: readonly string[],
  draft: Draft,
  t: TFunction<readonly ['comparison', 'common']>,
): Start[] {
  const start = (key: string, name: string, found: Found, origin: Origin): Start => ({
    key,
    name,
    begin: () => {
      draft.replace(found.mask, origin).catch(reportError);
    },
  });
  const ofPanes = panes.flatMap((pane, index) => {
    const origin = originOf(pane, panes);
    if (pane.found === null || origin === null) return [];
    return start(pane.source.key, names[index] ?? '', pane.found, origin);
  });
  const voters = votersAmong(panes);
  const agreements = (Object.keys(fewestVoters) as Consensus[]).filter(
    (kind) => !panes.some(({ source }) => source.kind === kind),
  );
  const ofAgreements = agreements.flatMap((kind) => {
    if (voters.length < fewestVoters[kind]) return [];
    return {
      key: kind,
      name: t(`source.${kind}`),
      // Made when it is asked for: of large masks it takes a moment.
      begin: () => {
        const mask = consensusMask(
          kind,
          voters.map((voter) => voter.mask),
        );
        if (mask === null) return;
        const sources = voters.map(({ source }) => source);
        const found = { mask, proposal: null, sources };
        const origin = originOfConsensus(kind, found, panes);
        if (origin) draft.replace(mask, origin).catch(reportError);
      },
    };
  });
  return [...ofPanes, ...ofAgreements];
}

function originOfConsensus(
  tool: Consensus,
  { mask, sources }: Found,
  panes: readonly Pane[],
): Origin | null {
  const nearest = nearestVoter(mask, votersAmong(panes));
  return nearest && { revisionId: nearest.source.revisionId, sources, tool };
}
