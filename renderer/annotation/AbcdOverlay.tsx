import { useEffect, useRef } from 'react';
import { ExplainCanvas, type Explained } from '../viewport/explain-canvas.js';
import type { PictureStage } from '../viewport/picture-stage.js';
import styles from './AbcdPanel.module.css';

/** What is behind a number of the ABCD draft, over the picture; the panel says it in words. */
export function AbcdOverlay({ stage, explained }: { stage: PictureStage; explained: Explained }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current === null) return undefined;
    const overlay = new ExplainCanvas(canvas.current, explained);
    const draw = (): void => {
      overlay.draw(stage.view(), devicePixelRatio);
    };
    draw();
    return stage.onView(draw);
  }, [stage, explained]);
  return (
    <canvas
      ref={canvas}
      className={styles.overlay}
      aria-hidden
      data-testid="abcd-overlay"
      data-part={explained.part}
    />
  );
}
