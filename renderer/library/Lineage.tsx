import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MethodOutput } from '../../shared/contract.js';
import type { Revision } from '../../shared/domain.js';
import { formatDateTime, formatDuration, formatThresholds } from '../texts/format.js';
import styles from './Lineage.module.css';

/**
 * The chain of revisions, newest first: who made each outline, when, and from which; and at each
 * reader's newest one of a frame how long the reader was at work on it.
 */
export function Lineage({
  revisions,
  atWork,
  manyFrames,
}: {
  revisions: Revision[];
  atWork: MethodOutput<'library.get'>['atWork'];
  manyFrames: boolean;
}) {
  const { t, i18n } = useTranslation('library');
  if (revisions.length === 0) return <Text className={styles.none}>{t('details.noLineage')}</Text>;

  const time = (revision: Revision): string => formatDateTime(revision.createdAtMs, i18n.language);
  const title = ({ source, model, reader, imported }: Revision): string => {
    if (imported !== null) {
      return imported.statement === null
        ? t('details.source.imported')
        : t('details.source.importedFrom', { name: imported.statement });
    }
    if (source === 'truth') return t('details.source.truth');
    if (source === 'reader') return t('details.source.reader', { name: reader ?? '–' });
    return t('details.source.model', { name: model ? `${model.id} ${model.version}` : '–' });
  };
  const newestFirst = [...revisions].sort((a, b) => b.createdAtMs - a.createdAtMs);
  const workOn = new Map(
    atWork.flatMap(({ reader, frame, spentMs }) => {
      const last = newestFirst.find((each) => each.reader === reader && each.frame === frame);
      return last && spentMs >= 1000 ? [[last.id, formatDuration(spentMs)]] : [];
    }),
  );
  const byId = new Map(revisions.map((revision) => [revision.id, revision]));

  return (
    <ol className={styles.list} data-testid="lineage">
      {newestFirst.map((revision) => {
        const parent = revision.parentId === null ? undefined : byId.get(revision.parentId);
        const withThreshold = (id: string, name: string): string => {
          const cuts = revision.sourceThresholds[id] ?? [];
          if (cuts.length === 0) return name;
          return t('details.withThreshold', { name, thresholds: formatThresholds(cuts) });
        };
        // What it corrects is said already.
        const isParentOnly = revision.sources.every((id) => id === revision.parentId);
        const sources = (isParentOnly ? [] : revision.sources).flatMap((id) => {
          const source = byId.get(id);
          return source ? withThreshold(id, title(source)) : [];
        });
        const from = parent && t('details.from', { time: time(parent) });
        const area = revision.areaPx.lesion;
        const worked = workOn.get(revision.id);
        return (
          <li key={revision.id} className={styles.revision} data-source={revision.source}>
            <span>{title(revision)}</span>
            <span className={styles.circumstances}>
              {[
                time(revision),
                manyFrames ? t('details.frame', { number: revision.frame + 1 }) : null,
                area === undefined
                  ? null
                  : t('details.area', { area: area.toLocaleString(i18n.language) }),
                parent && from ? (isParentOnly ? withThreshold(parent.id, from) : from) : null,
                worked === undefined ? null : t('details.atWork', { time: worked }),
                sources.length > 0 ? t('details.madeOf', { names: sources.join(', ') }) : null,
              ]
                .filter((part) => part !== null)
                .join(' · ')}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
