import { IconCheck, IconEyeCheck, IconFlagFilled, IconPhotoOff } from '@tabler/icons-react';
import { useState, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstanceSummary } from '../../shared/domain.js';
import { formatPercent } from '../texts/format.js';
import { useChangeCount } from './change-counts.js';
import { StatusDot } from '../ui/StatusDot.js';
import styles from './InstanceCard.module.css';

/** What a click on a card means, by where and with which modifier it lands. */
export interface CardActions {
  open: () => void;
  focus: () => void;
  select: () => void;
  /** Select everything between the focused card and this one. */
  selectRange: () => void;
}

/** One picture of the grid: thumbnail with outline, status, confidence, name. */
export function InstanceCard({
  id,
  summary,
  focused,
  selected,
  actions,
}: {
  /** DOM id, by which the grid points assistive technology at the focused card. */
  id: string;
  summary: InstanceSummary;
  focused: boolean;
  selected: boolean;
  actions: CardActions;
}) {
  const { t } = useTranslation('library');
  const { instance, status, confidence, read, flagged } = summary;
  const percent = confidence === null ? null : formatPercent(confidence);
  const name = instance.fileName;
  const named =
    percent === null
      ? t('card', { name, status: t(`status.${status}`) })
      : t('cardWithConfidence', { name, status: t(`status.${status}`), percent });

  const label = [
    named,
    ...(read ? [t('readHint')] : []),
    ...(flagged ? [t('flaggedHint')] : []),
  ].join(', ');

  const withModifiers = (plain: () => void) => (event: MouseEvent) => {
    if (event.shiftKey) actions.selectRange();
    else if (event.ctrlKey || event.metaKey) actions.select();
    else plain();
  };

  return (
    <div
      id={id}
      role="option"
      aria-selected={selected}
      aria-label={label}
      className={styles.card}
      data-focused={focused}
      data-selected={selected}
      data-testid="instance-card"
      data-instance-id={instance.id}
      data-status={status}
    >
      <div className={styles.picture} title={t('openHint')} onClick={withModifiers(actions.open)}>
        <Thumbnail instanceId={instance.id} status={status} />
        <span className={styles.status} title={t(`statusHelp.${status}`)}>
          <StatusDot status={status} />
          {t(`status.${status}`)}
        </span>
        <span
          className={styles.mark}
          title={t('selectHint')}
          onClick={(event) => {
            event.stopPropagation();
            withModifiers(actions.select)(event);
          }}
        >
          {selected && <IconCheck size={14} stroke={3} aria-hidden />}
        </span>
        {confidence !== null && (
          <span className={styles.confidence}>
            <span style={{ width: `${String(confidence * 100)}%` }} />
          </span>
        )}
      </div>
      <div
        className={styles.caption}
        title={t('detailsHint')}
        onClick={withModifiers(actions.focus)}
      >
        <span className={styles.name}>{name}</span>
        {flagged && (
          <span className={styles.sign} title={t('flaggedHint')} data-testid="flagged">
            <IconFlagFilled size={13} aria-hidden />
          </span>
        )}
        {read && (
          <span className={styles.sign} title={t('readHint')} data-testid="read">
            <IconEyeCheck size={14} aria-hidden />
          </span>
        )}
        {percent !== null && (
          <span className={styles.percent} title={t('confidence', { percent })}>
            {percent}
          </span>
        )}
      </div>
    </div>
  );
}

function Thumbnail({
  instanceId,
  status,
}: {
  instanceId: string;
  status: InstanceSummary['status'];
}) {
  const { t } = useTranslation('library');
  const changes = useChangeCount(instanceId);
  const [missing, setMissing] = useState(false);
  const [outlined, setOutlined] = useState(false);

  if (missing) {
    return (
      <span className={styles.missing}>
        <IconPhotoOff size={22} aria-hidden />
        {t('pictureMissing')}
      </span>
    );
  }
  return (
    <>
      <img
        src={`image://thumbnail/${instanceId}/0?max=320`}
        alt=""
        decoding="async"
        draggable={false}
        onError={() => {
          setMissing(true);
        }}
      />
      {status !== 'unread' && (
        <img
          className={styles.outline}
          data-shown={outlined}
          src={`image://outline/${instanceId}/0?v=${String(changes)}`}
          alt=""
          draggable={false}
          onLoad={() => {
            setOutlined(true);
          }}
          onError={() => {
            setOutlined(false);
          }}
        />
      )}
    </>
  );
}
