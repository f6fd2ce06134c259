import { ActionIcon, Button, CopyButton, Loader, ScrollArea, Text, Title } from '@mantine/core';
import { IconArrowRight, IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Instance, PictureFacts } from '../../shared/domain.js';
import { useMethod } from '../queries.js';
import { errorTexts } from '../texts/error-texts.js';
import { formatDateTime } from '../texts/format.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { Fact, Facts } from '../ui/Facts.js';
import styles from './InstanceDetails.module.css';
import { Lineage } from './Lineage.js';
import { TextInPicture } from './TextInPicture.js';

/** Everything known of one picture. */
export function InstanceDetails({
  instanceId,
  onOpen,
}: {
  instanceId: string | null;
  onOpen: (instanceId: string) => void;
}) {
  const { t } = useTranslation('library');
  return (
    <aside className={styles.panel} aria-label={t('details.label')}>
      {instanceId === null ? (
        <Text className={styles.hint}>{t('details.none')}</Text>
      ) : (
        <ScrollArea h="100%" type="auto" scrollbarSize={8}>
          <Details key={instanceId} instanceId={instanceId} onOpen={onOpen} />
        </ScrollArea>
      )}
    </aside>
  );
}

function Details({
  instanceId,
  onOpen,
}: {
  instanceId: string;
  onOpen: (instanceId: string) => void;
}) {
  const { t, i18n } = useTranslation(['library', 'common']);
  const { data: known, error } = useMethod('library.get', { instanceId });
  if (error) return <ErrorNotice {...errorTexts(error, i18n.t)} />;
  if (!known) return <Loader m="md" size="xs" aria-label={t('common:loading')} />;
  const { instance, attributes, revisions, atWork, facts, tags } = known;
  return (
    <div className={styles.content}>
      <Title order={2} className={styles.name}>
        {instance.fileName}
      </Title>
      <Button
        size="xs"
        fullWidth
        rightSection={<IconArrowRight size={14} aria-hidden />}
        onClick={() => {
          onOpen(instanceId);
        }}
      >
        {t('details.open')}
      </Button>
      <TextInPicture instance={instance} />
      <KnownFacts facts={facts} tags={tags} />
      <FileFacts instance={instance} />
      {instance.orientation !== 1 && (
        <Text className={styles.note}>
          {t('details.orientation', { value: instance.orientation })}
        </Text>
      )}
      <section>
        <Title order={3} className={styles.heading}>
          {t('details.lineage')}
        </Title>
        <Lineage revisions={revisions} atWork={atWork} manyFrames={instance.frames > 1} />
      </section>
      {attributes.length > 0 && (
        <section>
          <Title order={3} className={styles.heading}>
            {t('details.attributes')}
          </Title>
          <Facts stacked>
            {attributes.map(({ keyword, value }, position) => (
              <Fact key={`${keyword}-${String(position)}`} name={keyword}>
                {value}
              </Fact>
            ))}
          </Facts>
        </section>
      )}
    </div>
  );
}

/** What curators and their tables say of it. */
function KnownFacts({ facts, tags }: { facts: PictureFacts; tags: string[] }) {
  const { t } = useTranslation('curation');
  const said = [
    ...(['patient', 'lesion', 'site', 'diagnosis'] as const).map(
      (key) => [key, facts[key]] as const,
    ),
    ['split', facts.split && t(`split.${facts.split}`)] as const,
    ['tags', tags.length > 0 ? tags.join(', ') : null] as const,
  ].filter(([, value]) => value !== null);
  if (said.length === 0) return null;
  return (
    <Facts>
      {said.map(([key, value]) => (
        <Fact key={key} name={t(`table.${key}`)}>
          {value}
        </Fact>
      ))}
    </Facts>
  );
}

function FileFacts({ instance }: { instance: Instance }) {
  const { t, i18n } = useTranslation('library');
  return (
    <Facts>
      <Fact name={t('details.origin')}>
        {instance.origin === 'synthetic'
          ? t('details.synthetic')
          : t('details.imported', { time: formatDateTime(instance.importedAtMs, i18n.language) })}
      </Fact>
      <Fact name={t('details.size')}>
        {t('details.sizeValue', { width: instance.width, height: instance.height })}
      </Fact>
      <Fact name={t('details.format')}>{instance.format.toUpperCase()}</Fact>
      {instance.frames > 1 && <Fact name={t('details.frames')}>{instance.frames}</Fact>}
      <Fact name={t('details.depth')}>
        {t('details.depthValue', { bits: instance.bitsStored })}
      </Fact>
      {instance.spacingMm && (
        <Fact name={t('details.spacing')}>{t('details.spacingValue', instance.spacingMm)}</Fact>
      )}
      <Fact name={t('details.hash')}>
        <span className={styles.hash}>
          <code>{instance.sha256.slice(0, 12)}</code>
          <CopyButton value={instance.sha256}>
            {({ copied, copy }) => (
              <ActionIcon
                size="xs"
                variant="subtle"
                color="gray"
                aria-label={copied ? t('details.copied') : t('details.copyHash')}
                title={copied ? t('details.copied') : t('details.copyHash')}
                onClick={copy}
              >
                {copied ? <IconCheck size={12} aria-hidden /> : <IconCopy size={12} aria-hidden />}
              </ActionIcon>
            )}
          </CopyButton>
        </span>
      </Fact>
    </Facts>
  );
}
