/** Hosts for the tests of power-on, by seed: boards, kinds, drawn layouts, VMs with one vGPU or several. */
import { IdSource, type GiId } from '../../model/ids.ts';
import type { Attachment, GpuInstance, Plan, Vm, Wanted } from '../../model/plan.ts';
import { isAccepted, RAW_BOARDS, type Piece } from '../oracle.testing.ts';
import type { Kind, RawHost } from './powerOnOracle.testing.ts';
import { mulberry32 } from '../solver/seeded.ts';
import { planOf } from '../standing.testing.ts';

export { mulberry32 };

/** Of each vGPU of each VM: the GPU and start it is drawn at; null: it waits. */
export type Drawn = readonly (readonly ({ readonly gpu: number; readonly start: number } | null)[])[];

export interface SeededHost {
  readonly raw: RawHost;
  readonly drawn: Drawn;
  /** Instances without a VM. */
  readonly idle: readonly (Piece & { readonly gpu: number })[];
}

const FLEETS = [
  ['a100-pcie-40gb'],
  ['a100-pcie-40gb'],
  ['h100-sxm5-80gb'],
  ['h100-sxm5-80gb', 'h100-pcie-80gb'],
  ['a30-24gb'],
  ['a100-pcie-40gb', 'a30-24gb'],
  ['rtx-pro-6000-server'],
] as const;

/** Types of the RTX PRO 6000 by profile: those after the first share an instance. */
const RTX_TYPES: Readonly<Record<string, readonly [string, number][]>> = {
  '1g.24gb+gfx': [
    ['DC-1-24C', 1],
    ['DC-1-12C', 2],
  ],
  '2g.48gb+gfx': [
    ['DC-2-48C', 1],
    ['DC-2-16C', 3],
  ],
  '4g.96gb+gfx': [['DC-4-96C', 1]],
};

/** A host with 1 to 4 GPUs and at most 12 VMs. Same seed, same host. */
export function seededHost(seed: number): SeededHost {
  const random = mulberry32(seed * 7919 + 13);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  };
  const fleet = pick(FLEETS);
  const gpus = Array.from({ length: 1 + Math.floor(random() * (seed % 4 === 0 ? 2 : 4)) }, (_, at) => ({
    board: fleet[at % fleet.length] ?? fleet[0],
    kind: pick<Kind | null>([null, null, 'straight', 'mirrored']),
  }));
  const vms: string[][] = [];
  const drawn: ({ gpu: number; start: number } | null)[][] = [];
  const idle: (Piece & { gpu: number })[] = [];
  for (const [gpu, { board: id }] of gpus.entries()) {
    const board = RAW_BOARDS.find((one) => one.id === id);
    if (board === undefined) throw new Error(`no board ${id}`);
    const isRtx = id.startsWith('rtx');
    const profiles = board.profiles.filter((one) =>
      isRtx ? one.name in RTX_TYPES : one.placements !== null && (!one.name.includes('+') || random() < 0.2),
    );
    const pieces: Piece[] = [];
    // Every second host is as full as it goes: there orders fail.
    const wishes = seed % 2 === 0 ? 60 : 12;
    for (let wish = 0; wish < wishes; wish++) {
      const profile = pick(profiles);
      const start = pick(profile.placements?.starts ?? [0]);
      // Whole GPUs teach little about order.
      if (profile.computeSlices === board.computeSlices && random() < 0.8) continue;
      if (!isAccepted(board, [...pieces, { profile: profile.name, start }])) continue;
      pieces.push({ profile: profile.name, start });
      if (random() < (seed % 2 === 0 ? 0.01 : 0.08)) {
        idle.push({ profile: profile.name, start, gpu });
        continue;
      }
      const [type, carries] = isRtx ? pick(RTX_TYPES[profile.name] ?? []) : [null, 1];
      for (let n = 0; n < (carries > 1 ? 1 + Math.floor(random() * carries) : 1); n++) {
        const wants = type === null ? profile.name : `type:${type}`;
        const isSecond = vms.length > 0 && random() < 0.1 && (vms.at(-1)?.length ?? 9) < 3;
        // A VM has no two vGPUs on one instance.
        const isOther = drawn.at(-1)?.every((one) => one?.gpu !== gpu || one.start !== start);
        if (isSecond && isOther) {
          vms.at(-1)?.push(wants);
          drawn.at(-1)?.push({ gpu, start });
        } else if (vms.length < 12) {
          vms.push([wants]);
          drawn.push([{ gpu, start }]);
        }
      }
    }
  }
  // Now and then a vGPU that has no place yet: the VM starts with it or not at all.
  if (random() < 0.1 && vms.length > 0) {
    const at = Math.floor(random() * vms.length);
    vms[at]?.push(pick(vms[Math.floor(random() * vms.length)] ?? []));
    drawn[at]?.push(null);
  }
  // On ESXi from 8.0 on the vGPUs of a VM are of one board: of that which they are drawn on.
  const only = drawn.map((places, vm) => {
    const boards = new Set(places.flatMap((place) => (place === null ? [] : (gpus[place.gpu]?.board ?? []))));
    return (vms[vm]?.length ?? 0) > 1 && boards.size === 1 ? ([...boards][0] ?? null) : null;
  });
  return { raw: { gpus, vms, only }, drawn, idle };
}

/** The plan of such a host: VMs "vm-0", "vm-1" ... on "esx-01". */
export function planOfHost({ raw, drawn, idle }: SeededHost): Plan {
  const base = planOf(raw.gpus.map(() => ''));
  const ids = new IdSource(base.nextId);
  const [host] = base.hosts;
  if (host === undefined) throw new Error('no host');
  const made = new Map<string, GpuInstance>();
  const instanceAt = (gpu: number, start: number, profile: string): GiId => {
    const key = `${gpu} ${start}`;
    const known = made.get(key);
    if (known !== undefined) return known.id;
    const id = ids.gi();
    made.set(key, { id, profile, start, pinned: false, reportedId: null, computeInstances: [], extra: [] });
    return id;
  };
  for (const { gpu, start, profile } of idle) instanceAt(gpu, start, profile);
  const vms = raw.vms.map((wanted, vm): Vm => {
    const attachments = wanted.map((want, at): Attachment => {
      const wants: Wanted = want.startsWith('type:')
        ? { kind: 'type', type: want.slice(5) }
        : { kind: 'profile', profile: want };
      const place = drawn[vm]?.[at] ?? null;
      const instance = place === null ? null : instanceAt(place.gpu, place.start, profileOf(want));
      return { wants, instance, extra: [] };
    });
    return { id: ids.vm(), name: `vm-${vm}`, notes: '', group: null, attachments, extra: [] };
  });
  const gpus = host.gpus.map((gpu, at) => ({
    ...gpu,
    board: raw.gpus[at]?.board ?? gpu.board,
    kind: raw.gpus[at]?.kind ?? null,
    instances: [...made]
      .filter(([key]) => key.startsWith(`${at} `))
      .map(([, gi]) => gi)
      .sort((a, b) => a.start - b.start),
  }));
  return {
    ...base,
    hosts: [{ ...host, release: '8.0 U3', creation: 'power-on', gpus }],
    vms,
    nextId: ids.next,
  };
}

function profileOf(want: string): string {
  if (!want.startsWith('type:')) return want;
  const [profile] =
    Object.entries(RTX_TYPES).find(([, types]) => types.some(([type]) => type === want.slice(5))) ?? [];
  return profile ?? '';
}
