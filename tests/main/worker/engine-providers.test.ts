import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { gpuProviders } from '../../../main/worker/engine-providers.js';

let drmFolder: string;

beforeEach(async () => {
  drmFolder = await mkdtemp(join(tmpdir(), 'limen-drm-'));
});

afterEach(async () => {
  await rm(drmFolder, { recursive: true, force: true });
});

async function addRenderNode(driver: string): Promise<void> {
  const device = join(drmFolder, 'renderD128', 'device');
  await mkdir(device, { recursive: true });
  await symlink(join('/sys/bus/pci/drivers', driver), join(device, 'driver'));
}

const linux = (environment: Record<string, string> = {}) =>
  gpuProviders({ platform: 'linux', environment, drmFolder });

const none = { providers: [], fallback: { reason: 'none-found' } };

test('real hardware is worth a test', async () => {
  await addRenderNode('amdgpu');
  expect(linux()).toEqual({ providers: ['webgpu'], fallback: null });
});

test('CUDA goes before WebGPU where the driver is its own', async () => {
  await addRenderNode('nvidia');
  expect(linux()).toEqual({ providers: ['cuda', 'webgpu'], fallback: null });
});

test.each([
  ['win32', ['dml', 'webgpu']],
  ['darwin', ['coreml', 'webgpu']],
] as const)('%s tries its own provider first', (platform, providers) => {
  const choice = gpuProviders({ platform, environment: {}, drmFolder });
  expect(choice).toEqual({ providers, fallback: null });
});

test('nothing, a virtual device, or a software Vulkan driver is not', async () => {
  expect(linux()).toEqual(none);
  await addRenderNode('virtio_gpu');
  expect(linux()).toEqual(none);
});

test('a software Vulkan driver is not, whatever hardware there is', async () => {
  await addRenderNode('i915');
  expect(linux({ VK_DRIVER_FILES: '/opt/electron/vk_swiftshader_icd.json' })).toEqual(none);
  expect(linux({ VK_ICD_FILENAMES: '/usr/share/vulkan/icd.d/lvp_icd.x86_64.json' })).toEqual(none);
});

test('tests may ask for software adapters', () => {
  expect(linux({ LIMEN_SOFTWARE_GPU: '1' })).toEqual({ providers: ['webgpu'], fallback: null });
});

test('a platform without candidates says so', () => {
  const choice = gpuProviders({ platform: 'aix', environment: {}, drmFolder });
  expect(choice).toEqual({ providers: [], fallback: { reason: 'unsupported-platform' } });
});
