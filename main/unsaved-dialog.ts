import { dialog, type BrowserWindow } from 'electron';
import type { Settings } from '../shared/domain.js';

interface DialogTexts {
  message: string;
  detail: string;
  stay: string;
  close: string;
}

const texts: Readonly<Record<Settings['language'], DialogTexts>> = {
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
  const { message, detail, stay, close } = texts[language];
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
