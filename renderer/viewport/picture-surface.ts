import type { PictureViewport } from './picture-viewport.js';
import type { StageElements } from './stage-types.js';

/**
 * Where pictures are shown, one after the other: it stays while stages come and go, since a viewport
 * of Cornerstone and the elements around it take longer to make than a picture to show.
 */
export interface PictureSurface {
  readonly elements: StageElements;
  readonly viewport: PictureViewport;
}
