import type { ReactNode } from 'react';
import styles from './Facts.module.css';

/** Names and values: in two aligned columns, or stacked where both may be long. */
export function Facts({ stacked = false, children }: { stacked?: boolean; children: ReactNode }) {
  return (
    <dl className={styles.facts} data-stacked={stacked}>
      {children}
    </dl>
  );
}

export function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.value}>{children}</dd>
    </>
  );
}
