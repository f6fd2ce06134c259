import type { MouseEventHandler, ReactNode } from 'react';
import { useWatched, type Watched } from '../ui/watched.js';

/** What the open frame has shown around it, where components stay as one frame follows another. */
export interface FrameBars {
  readonly tools: ReactNode;
  readonly strip: ReactNode;
  /** Of any control of the screen. */
  readonly onClick: MouseEventHandler;
}

export const noBars: FrameBars = { tools: null, strip: null, onClick: () => undefined };

/** The place of a bar beside the frames. */
export function FrameBar({ bars, bar }: { bars: Watched<FrameBars>; bar: 'tools' | 'strip' }) {
  return useWatched(bars, (all) => all[bar]);
}
