import { useEffect, useState } from 'react';
import { loadSharedPicture, type SharedPicture } from './shared-picture.js';

export type PictureState =
  | { readonly kind: 'loading'; readonly fraction: number }
  | { readonly kind: 'ready'; readonly picture: SharedPicture }
  | { readonly kind: 'failed'; readonly error: unknown };

/**
 * The picture under all panes. For another one the component is made anew (by its key).
 */
export function usePicture({
  instanceId,
  frame,
}: {
  instanceId: string;
  frame: number;
}): PictureState {
  const [state, setState] = useState<PictureState>({ kind: 'loading', fraction: 0 });
  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    let loaded: SharedPicture | null = null;
    const progress = (fraction: number): void => {
      if (!signal.aborted) setState({ kind: 'loading', fraction });
    };
    loadSharedPicture(instanceId, frame, progress, signal).then(
      (picture) => {
        if (signal.aborted) picture.close();
        else {
          loaded = picture;
          setState({ kind: 'ready', picture });
        }
      },
      (error: unknown) => {
        if (!signal.aborted) setState({ kind: 'failed', error });
      },
    );
    return () => {
      leaving.abort();
      loaded?.close();
    };
  }, [instanceId, frame]);
  return state;
}
