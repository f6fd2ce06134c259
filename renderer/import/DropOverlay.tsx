import { IconFileDownload } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './DropOverlay.module.css';

/** Takes files dropped anywhere on the window, and shows while they hover that they may be. */
export function DropOverlay({
  readOnly,
  onDrop,
}: {
  readOnly: boolean;
  onDrop: (files: File[]) => void;
}) {
  const { t } = useTranslation('library');
  const [hovering, setHovering] = useState(false);

  useEffect(() => {
    // Entering a child counts as leaving its parent, so the depth is counted.
    let depth = 0;
    const carriesFiles = (event: DragEvent): boolean =>
      event.dataTransfer?.types.includes('Files') ?? false;
    const enter = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      depth += 1;
      setHovering(true);
    };
    const leave = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setHovering(false);
    };
    const over = (event: DragEvent): void => {
      // Without this the window would navigate to the file.
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = readOnly ? 'none' : 'copy';
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      depth = 0;
      setHovering(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0 && !readOnly) onDrop(files);
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragleave', leave);
    window.addEventListener('dragover', over);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', drop);
    };
  }, [readOnly, onDrop]);

  if (!hovering) return null;
  return (
    <div className={styles.overlay} data-testid="drop-overlay">
      <div className={styles.target}>
        <IconFileDownload size={40} stroke={1.5} aria-hidden />
        <strong>{readOnly ? t('import.readOnly') : t('import.drop')}</strong>
        {!readOnly && <span>{t('import.dropBody')}</span>}
      </div>
    </div>
  );
}
