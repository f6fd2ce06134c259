import type { ComponentProps } from 'react';
import { useWatched, type Watched } from '../ui/watched.js';
import type { SaveState } from './edit-queue.js';

/** The region of the reading screen: it tells whether what was drawn is written. */
export function SavedRegion({
  save,
  ...region
}: { save: Watched<SaveState> } & ComponentProps<'div'>) {
  const kind = useWatched(save, (state) => state.kind);
  return <div {...region} role="region" data-testid="read-screen" data-save={kind} />;
}
