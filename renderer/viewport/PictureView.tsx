import { useEffect, useRef } from 'react';
import type { PictureSurface } from './picture-surface.js';
import { PictureViewport } from './picture-viewport.js';
import styles from './PictureView.module.css';

interface PictureViewProps {
  /** What a screen reader says of the picture. */
  label: string;
  /** Called with the surface when it is there, and with null before it goes. */
  onSurface: (surface: PictureSurface | null) => void;
}

/** The surface on which one stage after another shows its picture. */
export function PictureView({ label, onSurface }: PictureViewProps) {
  const surface = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLDivElement>(null);
  const heat = useRef<HTMLCanvasElement>(null);
  const proposal = useRef<HTMLCanvasElement>(null);
  const correction = useRef<HTMLCanvasElement>(null);
  const preview = useRef<HTMLCanvasElement>(null);
  const marks = useRef<HTMLCanvasElement>(null);
  const cursor = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!surface.current || !picture.current || !proposal.current) return undefined;
    if (!heat.current || !correction.current || !preview.current || !cursor.current)
      return undefined;
    if (!marks.current) return undefined;
    const elements = {
      surface: surface.current,
      heat: heat.current,
      proposal: proposal.current,
      correction: correction.current,
      preview: preview.current,
      marks: marks.current,
      cursor: cursor.current,
    };
    const viewport = new PictureViewport(picture.current);
    onSurface({ elements, viewport });
    return () => {
      onSurface(null);
      viewport.destroy();
    };
  }, [onSurface]);

  return (
    <div
      ref={surface}
      className={styles.surface}
      role="application"
      aria-label={label}
      tabIndex={0}
      data-testid="viewport"
      data-shown="false"
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
