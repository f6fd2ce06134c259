import { useLayoutEffect, useState, type RefObject } from 'react';
import { decodeMask, type RunLengthMask } from '../../shared/labelmap.js';
import type { MethodOutput } from '../../shared/contract.js';
import { Watched } from '../ui/watched.js';
import { PictureStage } from '../viewport/picture-stage.js';
import type { PictureSurface } from '../viewport/picture-surface.js';
import type { StageOptions } from '../viewport/stage-types.js';
import { openFrame } from './asked-ahead.js';
import { shownSegments, type ArtefactLook } from './shown-segments.js';

export type Opening =
  | { readonly kind: 'loading'; readonly fraction: number }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** One frame of one picture, opened for one reading of it. */
export interface OpenedFrame {
  readonly instanceId: string;
  readonly frame: number;
  readonly attempt: number;
  /** Another one for each opening, of the same frame too. */
  readonly serial: number;
  readonly stage: PictureStage;
  /** What main has of the frame; null while it is not known, and where it cannot be. */
  readonly found: MethodOutput<'reading.open'> | null;
  /** The stored proposal's mask; null where there is none. */
  readonly proposed: RunLengthMask | null;
  readonly opening: Watched<Opening>;
}

/** How the screen shows whatever frame is opened. */
export interface FrameLook {
  readonly options: StageOptions;
  readonly artefacts: ArtefactLook;
  readonly readOnly: boolean;
}

/** So long what is around the frame before may stay while the next one is loaded. */
const PATIENCE_MS = 100;

let serials = 0;

/**
 * Opens a frame on the surface: first its picture and masks are drawn, and then it is returned, for what
 * is around it to be made. That takes longer than drawing a picture that was loaded ahead, and a reader
 * waits for the picture. Where the picture takes its time, the frame is returned before it.
 *
 * @param attempt another number opens the same frame anew
 * @returns the frame opened last, which is not the one asked for as long as that is being drawn; null
 * before the first
 */
export function useOpenedFrame(
  surface: PictureSurface | null,
  { instanceId, frame }: { instanceId: string; frame: number },
  attempt: number,
  look: RefObject<FrameLook>,
): { readonly opened: OpenedFrame | null; readonly waiting: boolean } {
  const [opened, setOpened] = useState<OpenedFrame | null>(null);

  useLayoutEffect(() => {
    if (surface === null) return undefined;
    const { options } = look.current;
    // What a reader restricts edits to may not be in this frame.
    const stage = new PictureStage(surface, { ...options, restriction: null });
    const opening = new Watched<Opening>({ kind: 'loading', fraction: 0 });
    let found: OpenedFrame['found'] = null;
    let proposed: RunLengthMask | null = null;
    let [current, impatient] = [true, false];

    const hand = (): void => {
      if (!current) return;
      serials += 1;
      const mine = { instanceId, frame, attempt, serial: serials, stage, found, proposed, opening };
      setOpened((before) =>
        before?.stage === stage && before.found === mine.found ? before : mine,
      );
    };
    const patience = setTimeout(() => {
      impatient = true;
      hand();
    }, PATIENCE_MS);

    const open = async (): Promise<void> => {
      found = await openFrame({ instanceId, frame });
      proposed = found.proposal && decodeMask(found.proposal.mask);
      if (impatient) hand();
      const { instance, masks, segments } = found;
      const { artefacts, readOnly } = look.current;
      await stage.show(
        {
          instance,
          frame,
          masks,
          segments: shownSegments(
            new Map(segments.map(({ segment, properties }) => [segment, properties])),
            artefacts,
            readOnly,
          ),
          proposal: proposed,
        },
        (fraction) => {
          if (current) opening.set({ kind: 'loading', fraction });
        },
      );
      opening.set({ kind: 'ready' });
      await stage.drawn;
    };
    open()
      .catch((error: unknown) => {
        if (current) opening.set({ kind: 'failed', error });
      })
      .finally(() => {
        // After the frame of the window in which the picture is drawn.
        setTimeout(hand, 0);
      });

    return () => {
      current = false;
      clearTimeout(patience);
      stage.destroy();
    };
  }, [surface, instanceId, frame, attempt, look]);

  const waiting =
    opened === null ||
    opened.stage.gone ||
    opened.instanceId !== instanceId ||
    opened.frame !== frame ||
    opened.attempt !== attempt;
  return { opened, waiting };
}
