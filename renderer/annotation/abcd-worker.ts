import { draftAbcd } from '../../shared/abcd/draft.js';
import type { LesionSample } from '../../shared/abcd/lesion-sample.js';

/** Drafts ABCD scores beside the window, so that it stalls nothing. */
addEventListener('message', ({ data }: MessageEvent<LesionSample>) => {
  postMessage(draftAbcd(data));
});
