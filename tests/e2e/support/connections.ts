import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

/** Ids of a process and of all that it started. Linux only. */
export function processTree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const status = textOf(`/proc/${name}/status`);
    const parent = Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1] ?? 0);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree = [root];
  for (const id of tree) tree.push(...(children.get(id) ?? []));
  return tree;
}

/**
 * Addresses beyond this machine that these processes hold a socket to, as the kernel's tables name
 * them (hexadecimal address and port). Linux only.
 */
export function remoteAddresses(processes: readonly number[]): string[] {
  const own = new Set(processes.flatMap(socketsOf));
  const found: string[] = [];
  for (const table of ['tcp', 'tcp6', 'udp', 'udp6']) {
    for (const line of textOf('/proc/net/' + table)
      .split('\n')
      .slice(1)) {
      const [, , remote = '', , , , , , , inode = ''] = line.trim().split(/\s+/);
      if (own.has(inode) && !isLocal(remote)) found.push(`${table} ${remote}`);
    }
  }
  return found;
}

function socketsOf(process: number): string[] {
  let names: string[];
  try {
    names = readdirSync(`/proc/${String(process)}/fd`);
  } catch {
    // It ended meanwhile.
    return [];
  }
  return names.flatMap((name) => {
    try {
      const target = readlinkSync(`/proc/${String(process)}/fd/${name}`);
      return /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? [];
    } catch {
      return [];
    }
  });
}

/** Nothing connected, or 127.0.0.0/8, or ::1, also as an IPv4 address written as IPv6. */
function isLocal(remote: string): boolean {
  const [address = ''] = remote.split(':');
  return (
    /^0+$/.test(address) ||
    /^[0-9A-F]{6}7F$/.test(address) ||
    /^0{16}FFFF0{4}[0-9A-F]{6}7F$/.test(address) ||
    address === '00000000000000000000000001000000'
  );
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process ended, or the kernel has no such table.
    return '';
  }
}
