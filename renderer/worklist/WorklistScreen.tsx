import { Button, Center, Group, Loader, NativeSelect, NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { worklistPolicy } from '../../shared/review/worklist.js';
import { useMethod } from '../queries.js';
import { errorTexts } from '../texts/error-texts.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { AssignCard } from './AssignCard.js';
import { GateCard } from './GateCard.js';
import { useChoice } from './use-choice.js';
import { WaitingList } from './WaitingList.js';
import styles from './WorklistScreen.module.css';

/** What waits for the reader at work and in which order, what passes without one, who reads what. */
export function WorklistScreen({
  selection,
  readOnly,
  onOpen,
}: {
  /** Pictures chosen in the library. */
  selection: ReadonlySet<string>;
  readOnly: boolean;
  onOpen: (instanceId: string) => void;
}) {
  const { t, i18n } = useTranslation('worklist');
  const { choice, reader, choose } = useChoice();
  const { data: worklist, error } = useMethod('worklist.get', {});
  if (error) return <ErrorNotice {...errorTexts(error, i18n.t)} />;
  if (!worklist || !choice) {
    return (
      <Center h="100%">
        <Loader size="sm" aria-label={t('loading')} />
      </Center>
    );
  }
  const { policy, seed } = choice;
  const [first] = worklist.items;
  const drawn = policy === 'random' || policy === 'mixture';
  return (
    <div className={styles.screen} data-testid="worklist-screen">
      <div className={styles.column}>
        <Group gap="sm" align="end">
          <NativeSelect
            size="xs"
            label={t('policy.label')}
            value={policy}
            data={worklistPolicy.options.map((value) => ({ value, label: t(`policy.${value}`) }))}
            data-testid="policy"
            onChange={(event) => {
              const chosen = worklistPolicy.parse(event.currentTarget.value);
              choose({ policy: chosen, seed });
            }}
          />
          {drawn && (
            <NumberInput
              size="xs"
              w={120}
              label={t('seed')}
              min={0}
              max={999_999_999}
              allowDecimal={false}
              value={seed}
              onChange={(value) => {
                if (typeof value === 'number') choose({ policy, seed: value });
              }}
            />
          )}
          <Button
            size="xs"
            disabled={!first}
            data-testid="read-next"
            onClick={() => {
              if (first) onOpen(first.instanceId);
            }}
          >
            {t('readNext')}
          </Button>
        </Group>
        <p className={styles.muted}>{t(`policyHelp.${policy}`)}</p>
        <WaitingList worklist={worklist} onOpen={onOpen} />
      </div>
      <div className={`${styles.column ?? ''} ${styles.cards ?? ''}`}>
        <GateCard readOnly={readOnly} />
        <AssignCard
          waiting={worklist.counts.unread + worklist.counts.control}
          selection={selection}
          reader={reader}
          readOnly={readOnly}
        />
      </div>
    </div>
  );
}
