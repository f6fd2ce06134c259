import { toAppError } from '../../shared/errors.js';
import { modelSha256 } from '../models/network-file.js';
import { gpuProviders } from './engine-providers.js';
import type {
  DeviceVerdict,
  JobInput,
  JobKind,
  JobOutput,
  LoadedModel,
  RunOptions,
  WorkerHost,
} from './protocol.js';

/** Errors that end a worker: a driver may crash, hang or eat memory when it is first touched. */
const fatalCodes: readonly string[] = ['worker-crashed', 'deadline-exceeded', 'out-of-memory'];

/**
 * A host that never lets a picture be the first to touch a graphics driver: before the first
 * segmentation with a model on `auto` or `gpu` it runs the self-test alone, and where that takes the
 * process down, this model runs on the CPU from then on and says so.
 */
export function guardDevice(host: WorkerHost, { providers } = gpuProviders()): WorkerHost {
  const failed = new Map<string, Promise<boolean>>();

  function gpuFailed(model: LoadedModel): Promise<boolean> {
    const key = modelSha256(model.manifest);
    const known = failed.get(key);
    if (known !== undefined) return known;
    const tried = host.run('selfTest', { model, device: 'auto' }).then(
      () => false,
      (thrown: unknown) => {
        const error = toAppError(thrown);
        if (fatalCodes.includes(error.code)) return true;
        failed.delete(key);
        throw error;
      },
    );
    failed.set(key, tried);
    return tried;
  }

  async function run<Kind extends JobKind>(
    kind: Kind,
    input: JobInput<Kind>,
    options?: RunOptions,
  ): Promise<JobOutput<Kind>> {
    const touchesGpu = providers.length > 0 && isDeviceJob(kind, input) && input.device !== 'cpu';
    if (!touchesGpu || !(await gpuFailed(input.model))) return host.run(kind, input, options);
    const output = await host.run(kind, { ...input, device: 'cpu' }, options);
    return withFallback(output);
  }

  return { run, queued: () => host.queued(), close: () => host.close() };
}

const deviceJobs: readonly JobKind[] = ['segment', 'segmentToPng', 'selfTest'];

type DeviceJobInput = Pick<JobInput<'selfTest'>, 'model' | 'device'>;

function isDeviceJob<Kind extends JobKind>(
  kind: Kind,
  input: JobInput<Kind>,
): input is JobInput<Kind> & DeviceJobInput {
  return deviceJobs.includes(kind) && 'device' in input;
}

function withFallback<Output>(output: Output): Output {
  const verdict: Pick<DeviceVerdict, 'fallback'> = {
    fallback: { reason: 'ended-process' },
  };
  return { ...output, ...verdict };
}
