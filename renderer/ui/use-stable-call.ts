import { useCallback, useLayoutEffect, useRef } from 'react';

/**
 * A function that stays the same from render to render and calls the newest `act`: for handlers of
 * parts that are not to be rendered again with everything around them. Not to be called while
 * rendering.
 */
export function useStableCall<Parameters extends readonly unknown[], Result>(
  act: (...parameters: Parameters) => Result,
): (...parameters: Parameters) => Result {
  const latest = useRef(act);
  useLayoutEffect(() => {
    latest.current = act;
  }, [act]);
  return useCallback((...parameters: Parameters) => latest.current(...parameters), []);
}
