import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/charts/styles.css';
import './ui/theme.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.js';
import { followChanges } from './library/change-counts.js';
import { createQueryClient, followEvents, methodQuery } from './queries.js';
import { reportError, watchUnhandledErrors } from './report-error.js';
import { useSettings } from './settings/use-settings.js';
import { changeLanguage, startTexts } from './texts/i18n.js';
import { cssVariablesResolver, mantineTheme } from './ui/mantine-theme.js';

function Root() {
  const { settings } = useSettings();
  const language = settings?.language;
  useEffect(() => {
    if (language !== undefined) void changeLanguage(language);
  }, [language]);
  return (
    <MantineProvider
      theme={mantineTheme}
      cssVariablesResolver={cssVariablesResolver}
      forceColorScheme={settings?.theme ?? 'dark'}
    >
      <Notifications position="top-right" />
      <App />
    </MantineProvider>
  );
}

const client = createQueryClient(reportError);
watchUnhandledErrors();
followEvents(client);
followChanges();

/** Language and theme come first, so that neither is seen to change. */
async function start(): Promise<void> {
  const known = await client.query(methodQuery('settings.get', {})).catch((error: unknown) => {
    // Without settings the app still works, in its defaults; why is said once the window stands.
    setTimeout(reportError, 0, error);
    return null;
  });
  await startTexts(known?.language ?? 'en');
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no element #root');
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <Root />
      </QueryClientProvider>
    </StrictMode>,
  );
}

void start();
