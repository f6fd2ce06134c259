import type { ReadingStatus } from '../../shared/domain.js';
import styles from './StatusDot.module.css';

/** Where a picture stands, told by shape and colour; its words stand beside it or in its name. */
export function StatusDot({ status, className }: { status: ReadingStatus; className?: string }) {
  return <span className={[styles.dot, className].join(' ')} data-status={status} />;
}
