import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Bridge } from '../shared/contract.js';

/** The window's only door. It knows no method and no event, so it never changes with them. */
const bridge: Bridge = {
  call: (method, input) => ipcRenderer.invoke('limen:call', method, input),
  on: (event, listener) => {
    const forward = (_event: unknown, name: unknown, payload: unknown): void => {
      if (name === event) listener(payload);
    };
    ipcRenderer.on('limen:event', forward);
    return () => {
      ipcRenderer.removeListener('limen:event', forward);
    };
  },
  // A page cannot make a File with a path of its choice: only what the reader dropped has one.
  importDropped: (files) =>
    ipcRenderer.invoke(
      'limen:drop',
      files.map((file) => (file instanceof File ? webUtils.getPathForFile(file) : '')),
    ),
};

contextBridge.exposeInMainWorld('limen', bridge);
