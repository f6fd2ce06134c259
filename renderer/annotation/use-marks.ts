import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instance } from '../../shared/domain.js';
import { scaleOf, type Mark, type Scale } from '../../shared/marks.js';
import type { PictureStage } from '../viewport/picture-stage.js';
import { markText } from './measure-texts.js';
import type { Reading } from './use-reading.js';

export interface MarksControl {
  readonly marks: readonly Mark[];
  readonly scale: Scale | null;
  readonly chosen: string | null;
  readonly choose: (id: string | null) => void;
  /** A mark whose text or length is being asked for; it is kept when the answer comes. */
  readonly asked: Mark | null;
  readonly ask: (mark: Mark) => void;
  readonly answer: (mark: Mark | null) => void;
  /** A mark was drawn or moved on the picture. */
  readonly put: (mark: Mark) => void;
  readonly remove: (id: string) => void;
  readonly textOf: (mark: Mark) => string;
}

/** What is pinned to the open frame, shown on the stage and changed in the one history. */
export function useMarks(
  stage: PictureStage,
  ready: boolean,
  instance: Instance | null,
  { marks: byId, setMark }: Pick<Reading, 'marks' | 'setMark'>,
): MarksControl {
  const { t, i18n } = useTranslation('reading');
  const [chosen, choose] = useState<string | null>(null);
  const [asked, setAsked] = useState<Mark | null>(null);
  const marks = useMemo(() => [...byId.values()], [byId]);
  const scale = useMemo(() => scaleOf(instance?.spacingMm ?? null, marks), [instance, marks]);
  const textOf = useCallback(
    (mark: Mark) => markText(mark, scale, t, i18n.language),
    [scale, t, i18n.language],
  );
  useEffect(() => {
    if (!ready) return;
    // What is asked for is seen where it will be.
    const shown = asked === null ? marks : [...marks.filter(({ id }) => id !== asked.id), asked];
    stage.setMarks(shown, asked?.id ?? chosen, textOf);
  }, [stage, ready, marks, chosen, asked, textOf]);
  return {
    marks,
    scale,
    chosen,
    choose,
    asked,
    ask: setAsked,
    answer: useCallback(
      (mark) => {
        setAsked(null);
        if (mark !== null) setMark(mark.id, mark);
      },
      [setMark],
    ),
    put: useCallback(
      (mark) => {
        choose(mark.id);
        const isNew = !byId.has(mark.id);
        if (isNew && (mark.kind === 'note' || mark.kind === 'calibration')) setAsked(mark);
        else setMark(mark.id, mark);
      },
      [byId, setMark],
    ),
    remove: useCallback(
      (id) => {
        choose(null);
        if (byId.has(id)) setMark(id, null);
      },
      [byId, setMark],
    ),
    textOf,
  };
}
