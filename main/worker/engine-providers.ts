import { readdirSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Provider } from '../../shared/domain.js';

/** Providers to try before the CPU, best first. A platform that is not listed uses the CPU. */
const candidates: Partial<Record<NodeJS.Platform, readonly Provider[]>> = {
  linux: ['webgpu'],
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
  /** Why none are to be tried, in one sentence; null when some are. */
  reason: string | null;
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
 * The providers worth a self-test. Adapters that are software are never among them: they are
 * slower than the CPU provider. LIMEN_SOFTWARE_GPU=1 admits them, to test the path without a
 * graphics processor.
 */
export function gpuProviders(surroundings: Surroundings = here): Choice {
  const { platform, environment, drmFolder } = surroundings;
  const providers = candidates[platform] ?? [];
  if (providers.length === 0) {
    return { providers, reason: 'Only the CPU is supported on this platform.' };
  }
  if (environment['LIMEN_SOFTWARE_GPU'] === '1') return { providers, reason: null };
  const named = environment['VK_DRIVER_FILES'] ?? environment['VK_ICD_FILENAMES'] ?? '';
  if (softwareVulkan.test(named) || !hasGpu(drmFolder)) {
    return { providers: [], reason: 'No graphics processor was found.' };
  }
  return { providers, reason: null };
}

/** Whether a render node of the kernel has a driver of real hardware. */
function hasGpu(drmFolder: string): boolean {
  let names: string[];
  try {
    names = readdirSync(drmFolder);
  } catch {
    // Without the folder the kernel offers no graphics at all.
    return false;
  }
  return names
    .filter((name) => name.startsWith('renderD'))
    .some((name) => {
      try {
        const driver = basename(readlinkSync(join(drmFolder, name, 'device', 'driver')));
        return !virtualDrivers.includes(driver);
      } catch {
        // A node without a driver computes nothing.
        return false;
      }
    });
}
