import { availableParallelism } from 'node:os';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { DeviceFallback, Provider } from '../../shared/domain.js';
import { AppError } from '../../shared/errors.js';
import type { ModelManifest } from '../models/manifest.js';
import { listedSha256, readNetwork } from '../models/network-file.js';
import { gpuProviders } from './engine-providers.js';
import type { DeviceVerdict, JobInput, LoadedModel } from './protocol.js';

export type Device = JobInput<'segment'>['device'];

/** Largest difference of a probability between a provider and the CPU. */
const SELF_TEST_TOLERANCE = 1e-3;

/** Leaves a core to the window. */
const threads = Math.max(1, availableParallelism() - 1);

/** Values by the name of a network's input or output. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** A network of a model: its file, and what is asked of it. */
export interface NetworkSpec {
  readonly model: Pick<LoadedModel, 'folder' | 'manifest'>;
  readonly file: string;
  readonly inputs: readonly string[];
  /** The first one holds logits: by it a provider is judged. */
  readonly outputs: readonly [string, ...string[]];
}

/** A network that passed its checks, ready to run on the provider that passed its self-test. */
export interface Network {
  readonly verdict: DeviceVerdict;
  /**
   * @param feeds a value for each input
   * @returns a value for each output
   * @throws AppError `inference-failed`, `out-of-memory`
   */
  run(feeds: Tensors): Promise<Tensors>;
}

/** Sessions leak when they are made often (onnxruntime#25325), so each is made once. */
const networks = new Map<string, Promise<Network>>();

/**
 * A network on a device: `cpu`, or the best provider that agrees with the CPU. Where no other
 * provider passes, it is the CPU, and the verdict says why.
 *
 * @param selfTest feeds on which providers are compared
 * @throws AppError `model-invalid` when the model's files are not what its manifest says,
 * `inference-failed` when it cannot run on the feeds of the self-test.
 */
export function loadNetwork(
  spec: NetworkSpec,
  device: Device,
  selfTest: Tensors,
): Promise<Network> {
  const sha256 = listedSha256(spec.model.manifest, spec.file);
  const names = [...spec.inputs, ...spec.outputs];
  const key = [sha256, device === 'cpu' ? 'cpu' : 'gpu', ...names].join(':');
  const known = networks.get(key);
  if (known !== undefined) return known;
  const loading = load(spec, device, selfTest);
  networks.set(key, loading);
  loading.catch(() => networks.delete(key));
  return loading;
}

async function load(spec: NetworkSpec, device: Device, selfTest: Tensors): Promise<Network> {
  const { bytes } = await readNetwork(spec.model, spec);
  const cpu = await openSession(bytes, spec, 'cpu');
  const expected = judged(await runSession(cpu, spec, selfTest), spec);
  if (expected.some(Number.isNaN)) {
    throw new AppError(
      'inference-failed',
      `model ${spec.model.manifest.id} returns values that are not numbers; install the model again`,
    );
  }
  if (device === 'cpu') return network(cpu, spec, { provider: 'cpu', threads, fallback: null });
  const choice = gpuProviders();
  let { fallback } = choice;
  for (const provider of choice.providers) {
    const tested = await tryProvider(provider, bytes, spec, selfTest, expected);
    if (!('reason' in tested)) {
      return network(tested, spec, { provider, threads, fallback: null });
    }
    fallback ??= tested;
  }
  return network(cpu, spec, { provider: 'cpu', threads, fallback });
}

function network(session: InferenceSession, spec: NetworkSpec, verdict: DeviceVerdict): Network {
  return { verdict, run: (feeds) => runSession(session, spec, feeds) };
}

async function openSession(
  bytes: Uint8Array,
  { model, file, inputs, outputs }: NetworkSpec,
  provider: Provider,
): Promise<InferenceSession> {
  const { id } = model.manifest;
  let session;
  try {
    session = await InferenceSession.create(bytes, {
      executionProviders: [provider],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      // Its warnings name nodes and shapes of the network; failures arrive as errors anyway.
      logSeverityLevel: 4,
    });
  } catch (cause) {
    throw new AppError(
      'model-invalid',
      `model ${id}: the engine cannot load ${file}; install the model again`,
      { cause },
    );
  }
  const absent = [
    ...inputs.filter((name) => !session.inputNames.includes(name)),
    ...outputs.filter((name) => !session.outputNames.includes(name)),
  ];
  if (absent.length > 0) {
    throw new AppError(
      'model-invalid',
      `model ${id}: ${file} has no input or output ${absent.join(', ')}; correct model.json`,
    );
  }
  return session;
}

/** @returns the session, or why the provider is passed over. */
async function tryProvider(
  provider: Provider,
  bytes: Uint8Array,
  spec: NetworkSpec,
  selfTest: Tensors,
  expected: Float32Array,
): Promise<InferenceSession | DeviceFallback> {
  try {
    const session = await openSession(bytes, spec, provider);
    const found = judged(await runSession(session, spec, selfTest), spec);
    if (largestDifference(found, expected) <= SELF_TEST_TOLERANCE) return session;
    await session.release();
    return { reason: 'results-differ', provider };
  } catch {
    // A provider that fails its test is not an error: the CPU does the work and the reason is said.
    return { reason: 'cannot-run', provider };
  }
}

/** The values by which a provider is judged. */
function judged(found: Tensors, { model, outputs }: NetworkSpec): Float32Array {
  const values = found[outputs[0]]?.data;
  if (values instanceof Float32Array) return values;
  throw new AppError('inference-failed', `model ${model.manifest.id}: its output is not float32`);
}

function largestDifference(found: Float32Array, expected: Float32Array): number {
  let largest = 0;
  expected.forEach((logit, index) => {
    const difference = Math.abs(sigmoid(found[index] ?? Number.NaN) - sigmoid(logit));
    // Math.max hands a NaN on, and a NaN is within no tolerance.
    largest = Math.max(largest, difference);
  });
  return largest;
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

async function runSession(
  session: InferenceSession,
  { model, outputs }: NetworkSpec,
  feeds: Tensors,
): Promise<Tensors> {
  let found;
  try {
    found = await session.run(feeds, outputs);
  } catch (cause) {
    throw runFailure(model.manifest, cause);
  }
  // Of an output that is no tensor nothing is used.
  const tensors = Object.entries(found).filter(([, value]) => value instanceof Tensor);
  return Object.fromEntries(tensors);
}

function runFailure(manifest: ModelManifest, cause: unknown): AppError {
  const message = cause instanceof Error ? cause.message : '';
  if (/bad.?alloc|failed to allocate|out of memory/i.test(message)) {
    return new AppError(
      'out-of-memory',
      `model ${manifest.id} needs more memory than there is; close other programs`,
      { cause },
    );
  }
  return new AppError('inference-failed', `model ${manifest.id} failed while it ran`, { cause });
}
