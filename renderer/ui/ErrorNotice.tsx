import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';

/** An error inside a screen: what happened, what to do, the words of its source, a way on. */
export function ErrorNotice({
  what,
  remedy,
  detail,
  action,
}: {
  what: string;
  remedy: string;
  detail: string;
  action?: { label: string; run: () => void };
}) {
  return (
    <Alert
      role="alert"
      variant="outline"
      color="var(--danger)"
      title={what}
      icon={<IconAlertTriangle aria-hidden />}
      styles={{ title: { color: 'var(--danger)' } }}
    >
      <Stack gap="xs">
        <Text size="sm">{remedy}</Text>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {detail}
        </Text>
        {action && (
          <Group>
            <Button size="xs" variant="default" onClick={action.run}>
              {action.label}
            </Button>
          </Group>
        )}
      </Stack>
    </Alert>
  );
}
