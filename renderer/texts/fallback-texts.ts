import type { TFunction } from 'i18next';
import type { DeviceFallback } from '../../shared/domain.js';

/** Why a faster provider is not in use. */
export function fallbackText(fallback: DeviceFallback, t: TFunction): string {
  if (!('provider' in fallback)) return t(`statusBar.fallback.${fallback.reason}`);
  const name = t(`statusBar.deviceName.${fallback.provider}`);
  return t(`statusBar.fallback.${fallback.reason}`, { name });
}
