import { Button, Kbd, NativeSelect, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './OptionBar.module.css';
import { OptionNumber } from './OptionNumber.js';
import type { CommandDraft, MaskCommandControl, Operand } from './use-mask-command.js';

const LARGEST_RADIUS = 200;
const LARGEST_BAND = 60;
const LARGEST_ISLAND = 10_000_000;

interface CommandBarProps {
  control: MaskCommandControl;
  draft: CommandDraft;
  /** What the second mask may be, where a command needs one. */
  operands: readonly { readonly value: Operand; readonly label: string }[];
}

/** The options of a command that is being prepared, what it would do, and the decision. */
export function CommandBar({ control, draft, operands }: CommandBarProps) {
  const { t, i18n } = useTranslation('reading');
  const { preview } = control;
  const number = new Intl.NumberFormat(i18n.language);
  const nothing = preview !== null && preview.added + preview.removed === 0;
  const chosen = operands.find(({ value }) => value === draft.operand) ?? operands[0];
  return (
    <div
      className={styles.bar}
      role="group"
      aria-label={t('command.label')}
      data-testid="command-bar"
    >
      <Text size="sm" fw={600}>
        {t(`actions.command-${draft.name}`)}
      </Text>
      {(draft.name === 'grow' || draft.name === 'shrink' || draft.name === 'smooth') && (
        <OptionNumber
          label={t('command.radius')}
          testId="command-radius"
          min={1}
          max={LARGEST_RADIUS}
          suffix={` ${t('options.radiusUnit')}`}
          value={draft.radius}
          onChange={(radius) => {
            control.change({ radius });
          }}
        />
      )}
      {draft.name === 'snap' && (
        <OptionNumber
          label={t('command.band')}
          testId="command-band"
          min={2}
          max={LARGEST_BAND}
          prefix="± "
          suffix={` ${t('options.radiusUnit')}`}
          value={draft.band}
          onChange={(band) => {
            control.change({ band });
          }}
        />
      )}
      {draft.name === 'remove-islands' && (
        <OptionNumber
          label={t('command.pixels')}
          testId="command-pixels"
          min={2}
          max={LARGEST_ISLAND}
          prefix="< "
          suffix={` ${t('options.radiusUnit')}`}
          value={draft.pixels}
          onChange={(pixels) => {
            control.change({ pixels });
          }}
        />
      )}
      {needsOther(draft) && (
        <NativeSelect
          size="xs"
          aria-label={t('command.other')}
          data-testid="command-other"
          value={chosen?.value ?? ''}
          data={[...operands]}
          onChange={(event) => {
            const found = operands.find(({ value }) => value === event.currentTarget.value);
            if (found) control.change({ operand: found.value });
          }}
        />
      )}
      <Text className={styles.hint ?? ''} role="status" data-testid="command-effect">
        {preview === null
          ? t('command.computing')
          : nothing
            ? t('command.nothing')
            : t('command.effect', {
                added: number.format(preview.added),
                removed: number.format(preview.removed),
              })}
      </Text>
      <span className={styles.space} />
      <Button
        size="compact-sm"
        variant="default"
        rightSection={<Kbd size="xs">{t('key.escape')}</Kbd>}
        data-testid="command-cancel"
        onClick={control.cancel}
      >
        {t('command.cancel')}
      </Button>
      <Button
        size="compact-sm"
        disabled={preview === null || nothing || !control.editable}
        rightSection={<Kbd size="xs">{t('key.enter')}</Kbd>}
        data-testid="command-apply"
        onClick={control.apply}
      >
        {t('command.apply')}
      </Button>
    </div>
  );
}

function needsOther({ name }: CommandDraft): boolean {
  return ['union', 'intersect', 'subtract', 'invert-inside'].includes(name);
}
