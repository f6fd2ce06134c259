import type { DeviceVerdict } from '../protocol.js';

/** What is said of several networks that run one after another: the CPU where any is on it. */
export function agreedVerdict(verdicts: readonly DeviceVerdict[]): DeviceVerdict {
  const [first] = verdicts;
  const onCpu = verdicts.find(({ provider }) => provider === 'cpu');
  return onCpu ?? first ?? { provider: 'cpu', threads: 1, fallback: null };
}
