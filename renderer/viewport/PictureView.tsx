import { useEffect, useLayoutEffect, useRef } from 'react';
import { PictureStage } from './picture-stage.js';
import type { StageListener, StageOptions } from './stage-types.js';
import styles from './PictureView.module.css';

interface PictureViewProps {
  options: StageOptions;
  listener: StageListener;
  /** What a screen reader says of the picture. */
  label: string;
  /** Called with the stage when it is made, and with null before it goes. */
  onStage: (stage: PictureStage | null) => void;
}

/** The surface on which a {@link PictureStage} draws. */
export function PictureView({ options, listener, label, onStage }: PictureViewProps) {
  const surface = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLDivElement>(null);
  const heat = useRef<HTMLCanvasElement>(null);
  const proposal = useRef<HTMLCanvasElement>(null);
  const correction = useRef<HTMLCanvasElement>(null);
  const preview = useRef<HTMLCanvasElement>(null);
  const marks = useRef<HTMLCanvasElement>(null);
  const cursor = useRef<HTMLDivElement>(null);
  const stage = useRef<PictureStage | null>(null);
  const latest = useRef({ options, listener });

  // A layout effect: a press right after another tool is shown must be of that tool.
  useLayoutEffect(() => {
    latest.current = { options, listener };
    stage.current?.setOptions(options);
  }, [options, listener]);

  useEffect(() => {
    if (!surface.current || !picture.current || !proposal.current) return undefined;
    if (!heat.current || !correction.current || !preview.current || !cursor.current)
      return undefined;
    if (!marks.current) return undefined;
    const made = new PictureStage(
      {
        surface: surface.current,
        picture: picture.current,
        heat: heat.current,
        proposal: proposal.current,
        correction: correction.current,
        preview: preview.current,
        marks: marks.current,
        cursor: cursor.current,
      },
      latest.current.options,
      {
        onStroke: (change, tool) => {
          latest.current.listener.onStroke(change, tool);
        },
        onEncircle: (region) => {
          latest.current.listener.onEncircle(region);
        },
        onPick: (segment) => {
          latest.current.listener.onPick(segment);
        },
        onTapSpace: () => {
          latest.current.listener.onTapSpace();
        },
        onResizeBrush: (steps) => {
          latest.current.listener.onResizeBrush(steps);
        },
        onMark: (mark) => {
          latest.current.listener.onMark(mark);
        },
        onChooseMark: (id) => {
          latest.current.listener.onChooseMark(id);
        },
        onArea: (segment, area) => {
          latest.current.listener.onArea(segment, area);
        },
      },
    );
    stage.current = made;
    onStage(made);
    return () => {
      stage.current = null;
      onStage(null);
      made.destroy();
    };
  }, [onStage]);

  return (
    <div
      ref={surface}
      className={styles.surface}
      role="application"
      aria-label={label}
      tabIndex={0}
      data-testid="viewport"
      data-ready="false"
    >
      <div ref={picture} className={styles.picture} />
      <canvas ref={heat} className={styles.overlay} data-testid="heat-canvas" />
      <canvas ref={proposal} className={`${styles.overlay ?? ''} ${styles.proposal ?? ''}`} />
      <canvas ref={correction} className={styles.overlay} />
      <canvas ref={preview} className={styles.overlay} />
      <canvas ref={marks} className={styles.overlay} />
      <div ref={cursor} className={styles.cursor} hidden />
    </div>
  );
}
