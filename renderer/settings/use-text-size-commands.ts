import { useEffect } from 'react';
import { nextTextSize } from '../../shared/text-size.js';
import { onEvent } from '../api.js';
import { useSettings } from './use-settings.js';

/** Follows the menu where it makes text larger, smaller or as usual. */
export function useTextSizeCommands(): void {
  const { settings, change } = useSettings();
  const size = settings?.textSize;
  useEffect(() => {
    if (size === undefined) return undefined;
    return onEvent('app.command', ({ command }) => {
      if (command === 'text-larger') change({ textSize: nextTextSize(size, 1) });
      else if (command === 'text-smaller') change({ textSize: nextTextSize(size, -1) });
      else if (command === 'text-usual') change({ textSize: 1 });
    });
  }, [size, change]);
}
