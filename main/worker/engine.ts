import { availableParallelism } from 'node:os';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Provider } from '../../shared/domain.js';
import { AppError } from '../../shared/errors.js';
import type { ModelManifest } from '../models/manifest.js';
import { networkSha256, readNetwork } from '../models/network-file.js';
import { gpuProviders } from './engine-providers.js';
import type { DeviceVerdict, JobInput, LoadedModel } from './protocol.js';

export type Device = JobInput<'segment'>['device'];

/** Largest difference of a probability between a provider and the CPU. */
const SELF_TEST_TOLERANCE = 1e-3;

/** Leaves a core to the window. */
const threads = Math.max(1, availableParallelism() - 1);

/** A network that passed its checks, ready to run on the provider that passed its self-test. */
export interface Network {
  readonly verdict: DeviceVerdict;
  /**
   * @param input 1 x 3 x height x width, RGB, as preprocess.ts makes it
   * @returns logits, height x width
   * @throws AppError `inference-failed`, `out-of-memory`
   */
  run(input: Float32Array): Promise<Float32Array>;
}

/** Sessions leak when they are made often (onnxruntime#25325), so each is made once. */
const networks = new Map<string, Promise<Network>>();

/**
 * The network of a model on a device: `cpu`, or the best provider that agrees with the CPU.
 * Where no other provider passes, it is the CPU, and the verdict says why.
 *
 * @throws AppError `model-invalid` when the model's files are not what its manifest says,
 * `inference-failed` when it cannot run on the fixed picture of the self-test.
 */
export function loadNetwork(model: LoadedModel, device: Device): Promise<Network> {
  const key = `${networkSha256(model.manifest)}:${device === 'cpu' ? 'cpu' : 'gpu'}`;
  const known = networks.get(key);
  if (known !== undefined) return known;
  const loading = load(model, device);
  networks.set(key, loading);
  loading.catch(() => networks.delete(key));
  return loading;
}

async function load(model: LoadedModel, device: Device): Promise<Network> {
  const { manifest } = model;
  const { bytes } = await readNetwork(model);
  const cpu = await openSession(bytes, manifest, 'cpu');
  const input = selfTestInput(manifest);
  const expected = await runSession(cpu, manifest, input);
  if (expected.some(Number.isNaN)) {
    throw new AppError(
      'inference-failed',
      `model ${manifest.id} returns values that are not numbers; install the model again`,
    );
  }
  if (device === 'cpu') return network(cpu, manifest, { provider: 'cpu', threads, fallback: null });
  const { providers, reason } = gpuProviders();
  let fallback = reason;
  for (const provider of providers) {
    const tested = await tryProvider(provider, bytes, manifest, input, expected);
    if (typeof tested !== 'string') {
      return network(tested, manifest, { provider, threads, fallback: null });
    }
    fallback ??= tested;
  }
  return network(cpu, manifest, { provider: 'cpu', threads, fallback });
}

function network(
  session: InferenceSession,
  manifest: ModelManifest,
  verdict: DeviceVerdict,
): Network {
  return { verdict, run: (input) => runSession(session, manifest, input) };
}

async function openSession(
  bytes: Uint8Array,
  manifest: ModelManifest,
  provider: Provider,
): Promise<InferenceSession> {
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
      `model ${manifest.id}: the engine cannot load its network; install the model again`,
      { cause },
    );
  }
  const { input_name, output_name } = manifest.network;
  if (!session.inputNames.includes(input_name) || !session.outputNames.includes(output_name)) {
    throw new AppError(
      'model-invalid',
      `model ${manifest.id}: its network has no input ${input_name} or no output ${output_name}; correct model.json`,
    );
  }
  return session;
}

/** @returns the session, or one sentence that says why the provider is passed over. */
async function tryProvider(
  provider: Provider,
  bytes: Uint8Array,
  manifest: ModelManifest,
  input: Float32Array,
  expected: Float32Array,
): Promise<InferenceSession | string> {
  try {
    const session = await openSession(bytes, manifest, provider);
    const found = await runSession(session, manifest, input);
    if (largestDifference(found, expected) <= SELF_TEST_TOLERANCE) return session;
    await session.release();
    return `The provider ${provider} was passed over: its results differ from the CPU's.`;
  } catch {
    // A provider that fails its test is not an error: the CPU does the work and the reason is said.
    return `The provider ${provider} was passed over: it could not run this model.`;
  }
}

/** A fixed picture in [0, 1]: a dark disc on a bright ramp, with a grain that no filter smooths. */
function selfTestInput(manifest: ModelManifest): Float32Array {
  const { width, height } = manifest.network_data_format;
  const input = new Float32Array(3 * width * height);
  for (let index = 0; index < input.length; index += 1) {
    const pixel = index % (width * height);
    const x = (pixel % width) / width - 0.5;
    const y = Math.floor(pixel / width) / height - 0.5;
    const disc = x * x + y * y < 0.06 ? 0.2 : 0.7;
    const grain = (Math.imul(index, 0x9e3779b1) >>> 24) / 2550;
    input[index] = disc + 0.2 * x + grain;
  }
  return input;
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
  manifest: ModelManifest,
  input: Float32Array,
): Promise<Float32Array> {
  const { width, height } = manifest.network_data_format;
  const { input_name, output_name } = manifest.network;
  let output;
  try {
    const feeds = { [input_name]: new Tensor('float32', input, [1, 3, height, width]) };
    output = (await session.run(feeds, [output_name]))[output_name];
  } catch (cause) {
    throw runFailure(manifest, cause);
  }
  const logits = output?.data;
  if (!(logits instanceof Float32Array) || logits.length !== width * height) {
    throw new AppError(
      'inference-failed',
      `model ${manifest.id}: its output is not 1 x 1 x ${String(height)} x ${String(width)} float32`,
    );
  }
  return logits;
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
