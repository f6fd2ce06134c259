import { readdirSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DeviceFallback, Provider } from '../../shared/domain.js';

interface Candidate {
  provider: Provider;
  /** The kernel driver it needs; absent where any graphics processor will do. */
  driver?: string;
}

/**
 * Providers to try before the CPU, best first; each has to pass the self-test. A platform that is
 * not listed uses the CPU.
 */
const candidates: Partial<Record<NodeJS.Platform, readonly Candidate[]>> = {
  linux: [{ provider: 'cuda', driver: 'nvidia' }, { provider: 'webgpu' }],
  win32: [{ provider: 'dml' }, { provider: 'webgpu' }],
  darwin: [{ provider: 'coreml' }, { provider: 'webgpu' }],
};

/** Kernel drivers behind which there is no graphics processor. */
const virtualDrivers: readonly string[] = [
  'vgem',
  'vkms',
  'bochs-drm',
  'cirrus',
  'qxl',
  'simple-framebuffer',
  'virtio_gpu',
  'virtio-pci',
  'vmwgfx',
];

/** Vulkan drivers that compute on the CPU, as they appear in the loader's variables. */
const softwareVulkan = /swiftshader|lvp|llvmpipe/i;

export interface Choice {
  /** To be tried in order; each has to pass the self-test. */
  providers: readonly Provider[];
  /** Why none are to be tried; null when some are. */
  fallback: DeviceFallback | null;
}

export interface Surroundings {
  platform: NodeJS.Platform;
  environment: Readonly<Record<string, string | undefined>>;
  drmFolder: string;
}

const here: Surroundings = {
  platform: process.platform,
  environment: process.env,
  drmFolder: '/sys/class/drm',
};

/**
 * The providers worth a self-test. Adapters that are software are never among them where the kernel
 * tells: they are slower than the CPU provider. LIMEN_SOFTWARE_GPU=1 admits them, to test the path
 * without a graphics processor.
 */
export function gpuProviders(surroundings: Surroundings = here): Choice {
  const { platform, environment, drmFolder } = surroundings;
  const listed = candidates[platform] ?? [];
  if (listed.length === 0) {
    return { providers: [], fallback: { reason: 'unsupported-platform' } };
  }
  const ofAnyDriver = listed.filter(({ driver }) => driver === undefined);
  if (environment['LIMEN_SOFTWARE_GPU'] === '1') return chosen(ofAnyDriver);
  if (platform !== 'linux') return chosen(listed);
  const named = environment['VK_DRIVER_FILES'] ?? environment['VK_ICD_FILENAMES'] ?? '';
  const drivers = softwareVulkan.test(named) ? [] : hardwareDrivers(drmFolder);
  if (drivers.length === 0) {
    return { providers: [], fallback: { reason: 'none-found' } };
  }
  return chosen(listed.filter(({ driver }) => driver === undefined || drivers.includes(driver)));
}

function chosen(kept: readonly Candidate[]): Choice {
  return { providers: kept.map(({ provider }) => provider), fallback: null };
}

/** Drivers of real hardware behind the kernel's render nodes. */
function hardwareDrivers(drmFolder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(drmFolder);
  } catch {
    // Without the folder the kernel offers no graphics at all.
    return [];
  }
  return names
    .filter((name) => name.startsWith('renderD'))
    .flatMap((name) => {
      try {
        return [basename(readlinkSync(join(drmFolder, name, 'device', 'driver')))];
      } catch {
        // A node without a driver computes nothing.
        return [];
      }
    })
    .filter((driver) => !virtualDrivers.includes(driver));
}
