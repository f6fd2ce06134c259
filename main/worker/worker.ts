import { constants, setPriority } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { toAppError } from '../../shared/errors.js';
import { synthesise } from '../synthetic/job.js';
import { dicomJobs } from './dicom-jobs.js';
import { pictureJobs } from './picture-jobs.js';
import type {
  JobInput,
  JobKind,
  JobMessage,
  JobOutput,
  JobReply,
  JobStage,
  ReportStage,
} from './protocol.js';
import { unpack } from './unpack/job.js';

/**
 * Entry of a worker process: answers each job of the host with one reply, and
 * before it tells which part of a model's run begins. It decodes files nobody
 * has looked at yet and runs networks, so it may crash or hang at any time; host-lane.ts copes.
 * Nothing is written to stdout or stderr: inputs name files, and files may be named after patients.
 */

const jobs: {
  [Kind in JobKind]: (input: JobInput<Kind>, report: ReportStage) => Promise<JobOutput<Kind>>;
} = {
  ...pictureJobs,
  ...dicomJobs,
  // An import's processes run no network and start sooner without the engine.
  segment: async (input, report) => (await inference()).segment(input, report),
  segmentToPng: async (input, report) => (await inference()).segmentToPng(input, report),
  selfTest: async (input, report) => (await inference()).selfTest(input, report),
  synthesise,
  unpack: (input) => unpack(input),
};

async function inference() {
  return (await import('./segment-job.js')).inferenceJobs;
}

/** The side of Electron's parentPort that is used; only a utility process has one. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: JobMessage }) => void): void;
}

async function perform(message: JobMessage, tell: (stage: JobStage) => unknown): Promise<JobReply> {
  try {
    const job: (input: never, report: ReportStage) => Promise<unknown> = jobs[message.kind];
    // The host pairs kind and input by type; only the pair was lost on the way.
    const output = await job(message.input as never, (stage) => {
      tell({ id: message.id, stage });
    });
    return { id: message.id, ok: true, output };
  } catch (thrown) {
    const { code, message: text } = toAppError(thrown);
    // Messages of other errors may quote a path; the code is enough to act on.
    const shown = code === 'internal' ? 'an unexpected error in the worker process' : text;
    return { id: message.id, ok: false, code, message: shown };
  }
}

function parentPort(): ParentPort | null {
  const holder: { parentPort?: ParentPort } = process;
  return holder.parentPort ?? null;
}

// V8 begins to mark its heap piece by piece whenever pixels, which lie outside it, add up. With every
// picture or two that cost a quarter of the processor time; the pause instead of it bothers nobody here.
setFlagsFromString('--no-incremental-marking');

if (process.argv.includes('batch') || process.argv.includes('import')) {
  // Before any thread is made, so that they inherit it: the reader's work goes first.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
}

const port = parentPort();
if (port !== null) {
  port.on('message', ({ data }) => {
    const post = (message: JobReply | JobStage) => {
      port.postMessage(message);
    };
    void perform(data, post).then(post);
  });
} else {
  process.on('message', (message: JobMessage) => {
    const send = (answer: JobReply | JobStage) => process.send?.(answer);
    void perform(message, send).then(send);
  });
  process.on('disconnect', () => process.exit());
}
