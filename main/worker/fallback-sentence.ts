import type { DeviceFallback } from '../../shared/domain.js';

/** Why the graphics processor is not used, for the command line. */
export function fallbackSentence(fallback: DeviceFallback): string {
  switch (fallback.reason) {
    case 'unsupported-platform':
      return 'Only the CPU is supported on this platform.';
    case 'none-found':
      return 'No graphics processor was found.';
    case 'ended-process':
      return 'The graphics processor was passed over: its self-test ended the inference process.';
    case 'results-differ':
      return `The provider ${fallback.provider} was passed over: its results differ from the CPU's.`;
    case 'cannot-run':
      return `The provider ${fallback.provider} was passed over: it could not run this model.`;
  }
}
