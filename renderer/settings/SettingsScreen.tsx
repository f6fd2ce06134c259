import {
  Input,
  NativeSelect,
  SegmentedControl,
  Select,
  Slider,
  Stack,
  Switch,
  Text,
  Title,
} from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { settings as settingsSchema, type Settings } from '../../shared/domain.js';
import { textSizes } from '../../shared/text-size.js';
import { formatPercent } from '../texts/format.js';
import { FormSettings } from './FormSettings.js';
import { KeySettings } from './KeySettings.js';
import { ReaderName } from './ReaderName.js';
import styles from './SettingsScreen.module.css';
import { useSettings } from './use-settings.js';

/** Languages are named in themselves, so that whoever cannot read the app finds their own. */
const languages: { value: Settings['language']; label: string }[] = [
  { value: 'en', label: 'English' },
  { value: 'zh-CN', label: '简体中文' },
];

const { language, theme, device, proposalStyle } = settingsSchema.shape;

/** Every setting; each change is kept at once. */
export function SettingsScreen() {
  const { t } = useTranslation('settings');
  const { settings, change } = useSettings();
  if (!settings) return null;
  return (
    <div className={styles.screen}>
      <Title order={1} size="h3">
        {t('title')}
      </Title>
      <Text c="dimmed" mb="md">
        {t('saved')}
      </Text>

      <div className={styles.sections}>
        <div className={styles.stack}>
          <section className={styles.section}>
            <Title order={2} size="h5">
              {t('appearance')}
            </Title>
            <Select
              label={t('language')}
              data={languages}
              value={settings.language}
              allowDeselect={false}
              onChange={(value) => {
                const chosen = language.safeParse(value);
                if (chosen.success) change({ language: chosen.data });
              }}
            />
            <Input.Wrapper label={t('theme')} labelElement="div">
              <SegmentedControl
                fullWidth
                aria-label={t('theme')}
                value={settings.theme}
                data={theme.options.map((value) => ({ value, label: t(`themes.${value}`) }))}
                onChange={(value) => {
                  change({ theme: theme.parse(value) });
                }}
              />
            </Input.Wrapper>
            <NativeSelect
              label={t('textSize')}
              data={textSizes.map((size) => ({ value: String(size), label: formatPercent(size) }))}
              value={String(settings.textSize)}
              data-testid="text-size"
              onChange={(event) => {
                change({ textSize: Number(event.currentTarget.value) });
              }}
            />
          </section>

          <section className={styles.section}>
            <Title order={2} size="h5">
              {t('reading')}
            </Title>
            <ReaderName
              name={settings.reader}
              onChange={(reader) => {
                change({ reader });
              }}
            />
            <Input.Wrapper label={t('style')} labelElement="div">
              <SegmentedControl
                fullWidth
                aria-label={t('style')}
                value={settings.proposalStyle}
                data={proposalStyle.options.map((value) => ({
                  value,
                  label: t(`styles.${value}`),
                }))}
                onChange={(value) => {
                  change({ proposalStyle: proposalStyle.parse(value) });
                }}
              />
            </Input.Wrapper>
            <Stack gap={4}>
              <Text size="sm" fw={500}>
                {t('opacity')}
              </Text>
              <Slider
                key={settings.proposalOpacity}
                thumbLabel={t('opacity')}
                min={0}
                max={1}
                step={0.05}
                defaultValue={settings.proposalOpacity}
                label={formatPercent}
                onChangeEnd={(proposalOpacity) => {
                  change({ proposalOpacity });
                }}
              />
            </Stack>
            <Switch
              label={t('findArtefacts')}
              description={t('findArtefactsHelp')}
              checked={settings.findArtefacts}
              data-testid="find-artefacts-at-opening"
              onChange={(event) => {
                change({ findArtefacts: event.currentTarget.checked });
              }}
            />
          </section>

          <section className={styles.section}>
            <Title order={2} size="h5">
              {t('form.title')}
            </Title>
            <FormSettings />
          </section>

          <section className={styles.section}>
            <Title order={2} size="h5">
              {t('inference')}
            </Title>
            <SegmentedControl
              fullWidth
              aria-label={t('inference')}
              value={settings.device}
              data={device.options.map((value) => ({ value, label: t(`devices.${value}`) }))}
              onChange={(value) => {
                change({ device: device.parse(value) });
              }}
            />
            <Text size="xs" c="dimmed">
              {t('deviceHelp')}
            </Text>
          </section>
        </div>
        <section className={styles.section}>
          <Title order={2} size="h5">
            {t('keys')}
          </Title>
          <KeySettings
            keys={settings.keys}
            onChange={(keys) => {
              change({ keys });
            }}
          />
        </section>
      </div>
    </div>
  );
}
