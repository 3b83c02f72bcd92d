/**
 * UUIDs and bus ids of what has none in the plan. They are derived from names and indexes, so the same plan always prints the
 * same text, and that of a MIG device from its GPU, GPU instance and compute instance alone: real ones come back with the same IDs.
 */

/** Four numbers of 32 bits from a text; public-domain mixing in the manner of MurmurHash, not for secrets. */
function mixed(text: string): [number, number, number, number] {
  const state: [number, number, number, number] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x6a09e667];
  const factors = [0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f, 0x165667b1] as const;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    for (const lane of [0, 1, 2, 3] as const) {
      const next = state[((lane + 1) % 4) as 0 | 1 | 2 | 3];
      state[lane] = Math.imul(state[lane] ^ code ^ (next >>> 15), factors[lane]) >>> 0;
    }
  }
  for (const lane of [0, 1, 2, 3, 0, 1, 2, 3] as const) {
    const next = state[((lane + 1) % 4) as 0 | 1 | 2 | 3];
    state[lane] = Math.imul(state[lane] ^ (next >>> 13), factors[lane]) >>> 0;
  }
  return state;
}

/** "xxxxxxxx-xxxx-Vxxx-8xxx-xxxxxxxxxxxx", V the version. */
function uuid(text: string, version: string): string {
  const hex = mixed(text)
    .map((part) => part.toString(16).padStart(8, '0'))
    .join('');
  const variant = '89ab'[parseInt(hex.charAt(16), 16) % 4] ?? '8';
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    version + hex.slice(13, 16),
    variant + hex.slice(17, 20),
    hex.slice(20),
  ].join('-');
}

export function gpuUuid(host: string, index: number): string {
  return `GPU-${uuid(`gpu ${index} ${host}`, '4')}`;
}

/** `starts`: how often a VM was started, for those that its guest sees change with it; 0 on a host. */
export function migUuid(gpu: string, gi: number, ci: number, starts: number): string {
  return `MIG-${uuid(`${gpu}/${gi}/${ci}/${starts}`, '5')}`;
}

/** "00000000:3B:00.0": a bus of its own for each index. */
export function pciIdOf(index: number): string {
  const bus = (0x1a + index * 0x11) & 0xff;
  const domain = Math.floor(index / 15);
  return `${domain.toString(16).toUpperCase().padStart(8, '0')}:${bus.toString(16).toUpperCase().padStart(2, '0')}:00.0`;
}
