import { UnstyledButton } from '@mantine/core';
import {
  IconBrain,
  IconChartDots,
  IconColumns,
  IconEye,
  IconInfoCircle,
  IconLayoutGrid,
  IconListCheck,
  IconSettings,
  IconStack2,
  IconUsers,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './Rail.module.css';

/** The screens of the rail. */
type Entry =
  | 'library'
  | 'worklist'
  | 'read'
  | 'compare'
  | 'review'
  | 'set'
  | 'snapshots'
  | 'models'
  | 'settings';
/** All screens; `blinded` is a part of the comparison. */
export type Screen = Entry | 'blinded';

const icons = {
  library: IconLayoutGrid,
  worklist: IconListCheck,
  read: IconEye,
  compare: IconColumns,
  review: IconUsers,
  set: IconChartDots,
  snapshots: IconStack2,
  models: IconBrain,
  settings: IconSettings,
  about: IconInfoCircle,
} as const;

/** The screens, left; About below them. */
export function Rail({
  screen,
  canRead,
  onGo,
  onAbout,
}: {
  screen: Screen;
  /** False while there is no picture to open. */
  canRead: boolean;
  onGo: (screen: Screen) => void;
  onAbout: () => void;
}) {
  const { t } = useTranslation();
  const entry = (name: Entry) => {
    const disabled = (name === 'read' || name === 'compare' || name === 'set') && !canRead;
    return (
      <RailButton
        name={name}
        label={t(`nav.${name}`)}
        current={(screen === 'blinded' ? 'compare' : screen) === name}
        disabled={disabled}
        title={disabled ? t('nav.nothingToRead') : undefined}
        onClick={() => {
          onGo(name);
        }}
      />
    );
  };
  return (
    <nav className={styles.rail} aria-label={t('nav.label')}>
      {entry('library')}
      {entry('worklist')}
      {entry('read')}
      {entry('compare')}
      {entry('review')}
      {entry('set')}
      {entry('snapshots')}
      {entry('models')}
      <span className={styles.space} />
      {entry('settings')}
      <RailButton name="about" label={t('nav.about')} onClick={onAbout} />
    </nav>
  );
}

function RailButton({
  name,
  label,
  current = false,
  disabled = false,
  title,
  onClick,
}: {
  name: keyof typeof icons;
  label: string;
  current?: boolean;
  disabled?: boolean;
  title?: string | undefined;
  onClick: () => void;
}) {
  const Icon = icons[name];
  return (
    <UnstyledButton
      className={styles.button}
      aria-current={current ? 'page' : undefined}
      disabled={disabled}
      // Its words are not seen where the window is low.
      title={title ?? label}
      data-testid={`nav-${name}`}
      onClick={onClick}
    >
      <Icon size={20} stroke={1.6} aria-hidden />
      <span>{label}</span>
    </UnstyledButton>
  );
}
