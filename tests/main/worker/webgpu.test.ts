import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorkerHost } from '../../../main/worker/host.js';
import type { WorkerHost } from '../../../main/worker/protocol.js';
import { buildWorker, type BuiltWorker } from '../../support/built-worker.js';
import { encoder, quadrants } from '../../support/pictures.js';
import { installTinyModel } from '../../support/tiny-models.js';

/** Chromium's software Vulkan, which every Electron for Linux brings along. */
const driver = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? '', 'vk_swiftshader_icd.json');
const loader = '/lib/x86_64-linux-gnu/libvulkan.so.1';
const missing = !existsSync(driver) || !existsSync(loader);

describe.skipIf(missing)(
  'WebGPU on software Vulkan (needs ELECTRON_OVERRIDE_DIST_PATH with SwiftShader, and libvulkan1)',
  () => {
    let worker: BuiltWorker;
    let folder: string;
    let host: WorkerHost;
    const saved = { ...process.env };

    beforeAll(async () => {
      worker = await buildWorker();
      folder = await mkdtemp(join(tmpdir(), 'limen-webgpu-'));
      Object.assign(process.env, { VK_DRIVER_FILES: driver, LIMEN_SOFTWARE_GPU: '1' });
      host = createWorkerHost({ fork: worker.fork });
    }, 60_000);

    afterAll(async () => {
      await host.close();
      process.env = saved;
      await worker.remove();
      await rm(folder, { recursive: true, force: true });
    });

    test('passes the self-test and gives the mask of the CPU', { timeout: 120_000 }, async () => {
      const picture = join(folder, 'picture.png');
      await writeFile(picture, await encoder(quadrants(90, 70)).png());
      const model = await installTinyModel(folder, 'dark');
      const input = { path: picture, frame: 0, model };
      const onGpu = await host.run('segment', { ...input, device: 'gpu' });
      const onCpu = await host.run('segment', { ...input, device: 'cpu' });
      expect(onGpu).toMatchObject({ provider: 'webgpu', fallback: null });
      expect(onCpu.provider).toBe('cpu');
      expect(onGpu.mask).toEqual(onCpu.mask);
    });
  },
);
