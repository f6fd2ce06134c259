import { BrowserWindow, dialog, shell, type OpenDialogOptions } from 'electron';
import type { Settings } from '../shared/domain.js';

/** What the reader is asked for outside the window. Tests put their own in place. */
export interface Dialogs {
  /** Paths of the files, the folder or the table to import; null when the reader cancelled. */
  chooseImport(kind: 'files' | 'folder' | 'table'): Promise<string[] | null>;
  /** The folder to export into; null when the reader cancelled. */
  chooseExportFolder(): Promise<string | null>;
  /** The file a report is written to; null when the reader cancelled. */
  chooseReportFile(kind: 'json' | 'csv' | 'html'): Promise<string | null>;
  /** Shows a folder in the system's file manager. */
  showFolder(path: string): void;
  /** The folder of a model package; null when the reader cancelled. */
  chooseModelPackage(): Promise<string | null>;
}

const titles: Readonly<
  Record<
    Settings['language'],
    Record<'files' | 'folder' | 'table' | 'export' | 'model' | 'report', string>
  >
> = {
  en: {
    files: 'Import pictures',
    folder: 'Import a folder of pictures',
    table: 'Choose the table (CSV) that tells of the pictures',
    export: 'Export into this folder',
    model: 'Add the model in this folder',
    report: 'Save the comparison',
  },
  'zh-CN': {
    files: '导入图片',
    folder: '导入图片文件夹',
    table: '选择说明图片的表格（CSV）',
    export: '导出到此文件夹',
    model: '添加此文件夹中的模型',
    report: '保存对比报告',
  },
};

/** The system's own dialogs, over the window. */
export function systemDialogs(language: () => Settings['language']): Dialogs {
  return {
    chooseImport: async (kind) => {
      const title = titles[language()][kind];
      // No filter by ending: a file's kind is told by its content, and DICOM often has no ending.
      return choose(
        kind === 'folder'
          ? { title, properties: ['openDirectory'] }
          : kind === 'table'
            ? {
                title,
                properties: ['openFile'],
                filters: [{ name: 'CSV', extensions: ['csv', 'tsv', 'txt'] }],
              }
            : { title, properties: ['openFile', 'multiSelections'] },
      );
    },
    showFolder: (path) => {
      shell.showItemInFolder(path);
    },
    chooseExportFolder: async () => {
      const chosen = await choose({
        title: titles[language()].export,
        properties: ['openDirectory', 'createDirectory'],
      });
      return chosen?.[0] ?? null;
    },
    chooseReportFile: async (kind) => {
      const [window] = BrowserWindow.getAllWindows();
      const options = {
        title: titles[language()].report,
        defaultPath: `comparison.${kind}`,
        filters: [{ name: kind.toUpperCase(), extensions: [kind] }],
      };
      const { canceled, filePath } = window
        ? await dialog.showSaveDialog(window, options)
        : await dialog.showSaveDialog(options);
      return canceled || filePath === '' ? null : filePath;
    },
    chooseModelPackage: async () => {
      const chosen = await choose({
        title: titles[language()].model,
        properties: ['openDirectory'],
      });
      return chosen?.[0] ?? null;
    },
  };
}

async function choose(options: OpenDialogOptions): Promise<string[] | null> {
  const [window] = BrowserWindow.getAllWindows();
  const { canceled, filePaths } = window
    ? await dialog.showOpenDialog(window, options)
    : await dialog.showOpenDialog(options);
  return canceled || filePaths.length === 0 ? null : filePaths;
}

interface UnsavedTexts {
  message: string;
  detail: string;
  stay: string;
  close: string;
}

const unsavedTexts: Readonly<Record<Settings['language'], UnsavedTexts>> = {
  en: {
    message: 'Changes are not saved yet.',
    detail:
      'What you drew last could not be written to the library. It is kept as long as the window ' +
      'stays open; the notice over the picture says why, and it is tried again by itself.',
    stay: 'Keep the window open',
    close: 'Close and lose them',
  },
  'zh-CN': {
    message: '有更改尚未保存。',
    detail:
      '最近所画的内容未能写入图库。窗口保持打开时不会丢失；图片上的提示说明了原因，系统会自动重试。',
    stay: '保持窗口打开',
    close: '关闭并放弃更改',
  },
};

/** Asks whether to close although the page holds changes that are not written. True: close. */
export function confirmLosing(window: BrowserWindow, language: Settings['language']): boolean {
  const { message, detail, stay, close } = unsavedTexts[language];
  const answer = dialog.showMessageBoxSync(window, {
    type: 'warning',
    message,
    detail,
    buttons: [stay, close],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return answer === 1;
}
