import { useLayoutEffect, useRef } from 'react';

/**
 * While one frame is left for the next, keys are meant for the next: they are held back and pressed
 * again once it is there.
 */
export function useHeldKeys(waiting: boolean): void {
  const held = useRef<KeyboardEvent[]>([]);
  useLayoutEffect(() => {
    if (!waiting) {
      // The components of the next frame are there before this one's effects.
      for (const event of held.current.splice(0)) press(event);
      return undefined;
    }
    const hold = (event: KeyboardEvent): void => {
      if (!event.isTrusted) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      held.current.push(event);
    };
    window.addEventListener('keydown', hold, { capture: true });
    return () => {
      window.removeEventListener('keydown', hold, { capture: true });
    };
  }, [waiting]);
}

/** A browser types no text for an event of a page, which is well: no field has the focus here. */
function press(event: KeyboardEvent): void {
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', event));
}
