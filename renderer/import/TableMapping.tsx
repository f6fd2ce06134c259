import { Button, Group, Select, SimpleGrid, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MetadataColumns } from '../../shared/domain.js';
import type { ImportDraft } from '../../shared/exchange.js';
import styles from './ImportDialog.module.css';

const facts = ['picture', 'patient', 'lesion', 'site', 'diagnosis', 'split'] as const;

/** Which column of a table says what, guessed by their names, with the first rows to look at. */
export function TableMapping({
  table,
  columns,
  onChoose,
  onChange,
}: {
  table: ImportDraft['table'];
  columns: MetadataColumns | null;
  onChoose: () => void;
  onChange: (columns: MetadataColumns) => void;
}) {
  const { t } = useTranslation('importing');
  return (
    <section>
      <Group justify="space-between" mb={6}>
        <Title order={3} size="h6">
          {t('table.title')}
        </Title>
        <Button size="compact-xs" variant="default" onClick={onChoose}>
          {t(table ? 'table.change' : 'table.choose')}
        </Button>
      </Group>
      {!table || !columns ? (
        <Text size="xs" c="dimmed">
          {t('table.none')}
        </Text>
      ) : (
        <>
          <Text size="xs" mb={6} data-testid="import-table">
            {t('table.rows', { name: table.fileName, count: table.rowCount })}
          </Text>
          <SimpleGrid cols={3} spacing="xs" verticalSpacing="xs">
            {facts.map((fact) => (
              <Select
                key={fact}
                size="xs"
                label={t(`table.columns.${fact}`)}
                placeholder={t('table.notUsed')}
                clearable
                clearButtonProps={{ 'aria-label': t('table.notUsed') }}
                // Of columns of one name the first is read.
                data={[...new Set(table.columns)]}
                value={columns[fact]}
                onChange={(column) => {
                  onChange({ ...columns, [fact]: column });
                }}
              />
            ))}
          </SimpleGrid>
          {columns.picture === null && (
            <Text size="xs" c="var(--warning)" mt={6}>
              {t('table.needsPicture')}
            </Text>
          )}
          <Preview table={table} columns={columns} />
        </>
      )}
    </section>
  );
}

function Preview({
  table,
  columns,
}: {
  table: NonNullable<ImportDraft['table']>;
  columns: MetadataColumns;
}) {
  const { t } = useTranslation('importing');
  const factOf = (name: string) => facts.find((fact) => columns[fact] === name);
  const names = [...new Set(table.columns)];
  return (
    <div className={styles.preview} tabIndex={0} role="group" aria-label={t('table.preview')}>
      <table>
        <thead>
          <tr>
            {names.map((name) => {
              const fact = factOf(name);
              return (
                <th key={name} scope="col" data-used={fact !== undefined}>
                  {name}
                  {fact && <span>{t(`table.columns.${fact}`)}</span>}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={index}>
              {names.map((name) => (
                <td key={name} data-used={factOf(name) !== undefined}>
                  {row[name]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
