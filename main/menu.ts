import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { EventPayload } from '../shared/contract.js';
import type { Settings } from '../shared/domain.js';

type Command = EventPayload<'app.command'>['command'];

interface MenuTexts {
  file: string;
  importFiles: string;
  importFolder: string;
  settings: string;
  quit: string;
  edit: string;
  undo: string;
  redo: string;
  cut: string;
  copy: string;
  paste: string;
  view: string;
  textLarger: string;
  textSmaller: string;
  textUsual: string;
  fullScreen: string;
  help: string;
  about: string;
  disclaimer: string;
}

const texts: Readonly<Record<Settings['language'], MenuTexts>> = {
  en: {
    file: '&File',
    importFiles: 'Import files…',
    importFolder: 'Import folder…',
    settings: 'Settings',
    quit: 'Quit',
    edit: '&Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    view: '&View',
    textLarger: 'Larger text',
    textSmaller: 'Smaller text',
    textUsual: 'Usual text size',
    fullScreen: 'Full screen',
    help: '&Help',
    about: 'About Limen',
    disclaimer: 'For research use. Not a diagnostic device.',
  },
  'zh-CN': {
    file: '文件(&F)',
    importFiles: '导入文件…',
    importFolder: '导入文件夹…',
    settings: '设置',
    quit: '退出',
    edit: '编辑(&E)',
    undo: '撤销',
    redo: '重做',
    cut: '剪切',
    copy: '复制',
    paste: '粘贴',
    view: '视图(&V)',
    textLarger: '放大文字',
    textSmaller: '缩小文字',
    textUsual: '恢复文字大小',
    fullScreen: '全屏',
    help: '帮助(&H)',
    about: '关于 Limen',
    disclaimer: '仅供研究使用，不是诊断设备。',
  },
};

/** Puts the menu in place; an entry that is the renderer's affair is sent to it as a command. */
export function setupMenu(language: Settings['language'], send: (command: Command) => void): void {
  const text = texts[language];
  const command = (
    label: string,
    name: Command,
    more: MenuItemConstructorOptions = {},
  ): MenuItemConstructorOptions => ({
    label,
    click: () => {
      send(name);
    },
    ...more,
  });
  // Their keys are the window's: in a text field they act on the text, over a picture on the mask.
  const shownKey = (accelerator: string): MenuItemConstructorOptions => ({
    accelerator,
    registerAccelerator: false,
  });
  const template: MenuItemConstructorOptions[] = [
    {
      label: text.file,
      submenu: [
        command(text.importFiles, 'import-files', { accelerator: 'CmdOrCtrl+O' }),
        command(text.importFolder, 'import-folder', { accelerator: 'CmdOrCtrl+Shift+O' }),
        { type: 'separator' },
        command(text.settings, 'settings', { accelerator: 'CmdOrCtrl+,' }),
        { type: 'separator' },
        { label: text.quit, role: 'quit' },
      ],
    },
    {
      label: text.edit,
      submenu: [
        command(text.undo, 'undo', shownKey('CmdOrCtrl+Z')),
        command(text.redo, 'redo', shownKey('CmdOrCtrl+Shift+Z')),
        { type: 'separator' },
        { label: text.cut, role: 'cut' },
        { label: text.copy, role: 'copy' },
        { label: text.paste, role: 'paste' },
      ],
    },
    {
      label: text.view,
      submenu: [
        command(text.textLarger, 'text-larger', { accelerator: 'CmdOrCtrl+Plus' }),
        // Where the plus sign is typed with Shift, its key alone.
        command(text.textLarger, 'text-larger', { accelerator: 'CmdOrCtrl+=', visible: false }),
        command(text.textSmaller, 'text-smaller', { accelerator: 'CmdOrCtrl+-' }),
        command(text.textUsual, 'text-usual', { accelerator: 'CmdOrCtrl+0' }),
        { type: 'separator' },
        { label: text.fullScreen, role: 'togglefullscreen' },
      ],
    },
    {
      label: text.help,
      submenu: [
        command(text.about, 'about'),
        { type: 'separator' },
        { label: text.disclaimer, enabled: false },
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
