/** Whether the VMs of a host fit at all. Hosts are drawn so that the drawing proves nothing, unless it is what is tried. */
import { expect, test } from 'vitest';
import type { Host, Plan } from '../../model/plan.ts';
import { powerOnHost, type PowerOnHost } from './powerOn.ts';
import { mulberry32, planOfHost, type SeededHost } from './powerOn.testing.ts';
import { fitsSomehow } from './powerOnOracle.testing.ts';
import { whyNoRoom, type Room } from './powerOnRoom.ts';

const A100 = 'a100-pcie-40gb';
const H100 = 'h100-sxm5-80gb';
const RTX = 'rtx-pro-6000-server';
const H200 = 'h200-141gb';

type Drawn = SeededHost['drawn'][number][number];

/** `vms`: what each wants; the first vGPU of each is drawn on the first GPU, at 0, where no two may stand. */
function hostWith(
  boards: readonly string[],
  vms: readonly (readonly string[])[],
  drawn?: readonly (readonly Drawn[])[],
  change: (host: Host) => Partial<Host> = () => ({}),
): PowerOnHost {
  const plan: Plan = planOfHost({
    raw: {
      gpus: boards.map((board) => ({ board, kind: 'straight' as const })),
      vms,
      only: vms.map(() => null),
    },
    drawn: drawn ?? vms.map((wants) => wants.map((_, at) => (at === 0 ? { gpu: 0, start: 0 } : null))),
    idle: [],
  });
  const host = plan.hosts[0]!;
  const changed = { ...plan, hosts: [{ ...host, ...change(host) }] };
  return powerOnHost(changed, host.id)!;
}

/** So many VMs with one vGPU each. */
const each = (count: number, want: string): string[][] => Array.from({ length: count }, () => [want]);

function roomOf(host: PowerOnHost, left = 10_000): Room {
  return whyNoRoom(host, { left });
}

/** What was spent of the effort; the answer is asked for apart. */
function costOf(host: PowerOnHost): number {
  const effort = { left: 10_000 };
  whyNoRoom(host, effort);
  return 10_000 - effort.left;
}

const NO_PACKING = { kind: 'no', why: { code: 'no-packing' } };

/** What may be wanted of each board, large ones more often: small ones always fit. */
const WISHES: Readonly<Record<string, readonly string[]>> = {
  [A100]: ['1g.5gb', '1g.10gb', '2g.10gb', '3g.20gb', '3g.20gb', '4g.20gb'],
  'a30-24gb': ['1g.6gb', '1g.6gb+me', '2g.12gb', '2g.12gb+me'],
  [RTX]: ['type:DC-1-24C', 'type:DC-1-12C', 'type:DC-2-48C', 'type:DC-2-16C'],
};

test.each([{ boards: [A100] }, { boards: ['a30-24gb'] }, { boards: [RTX] }, { boards: [A100, 'a30-24gb'] }])(
  'what fits by brute force over the raw facts has room, and nothing else (40 hosts of $boards by seed 3)',
  ({ boards }) => {
    const random = mulberry32(3);
    const below = (count: number): number => Math.floor(random() * count);
    const answers = { yes: 0, no: 0, unknown: 0 };
    for (let at = 0; at < 40; at++) {
      const wishes = boards.flatMap((board) => WISHES[board]!);
      const vms = Array.from({ length: 1 + below(3) + boards.length }, () =>
        Array.from(
          { length: below(4) === 0 && boards[0] === boards.at(-1) ? 2 : 1 },
          () => wishes[below(wishes.length)]!,
        ),
      );
      const raw = { gpus: boards.map((board) => ({ board, kind: null })), vms, only: vms.map(() => null) };
      const room = roomOf(hostWith(boards, vms), 100_000);
      expect(room.kind, JSON.stringify(vms)).toBe(fitsSomehow(raw) ? 'yes' : 'no');
      answers[room.kind]++;
    }
    expect(answers.yes).toBeGreaterThanOrEqual(4);
    expect(answers.no).toBeGreaterThanOrEqual(4);
  },
);

test('a GPU takes seven instances; more vGPUs than that are too many before anything else is asked', () => {
  expect(roomOf(hostWith([A100], each(7, '1g.5gb')))).toEqual({ kind: 'yes' });
  expect(roomOf(hostWith([A100], each(8, '1g.5gb')))).toEqual({
    kind: 'no',
    why: { code: 'too-many-vgpus', needed: 8, total: 7 },
  });
  // The vGPUs count and not the VMs; nor does it matter that no GPU has them.
  const pairs = Array.from({ length: 8 }, () => ['9g.90gb', '1g.5gb']);
  expect(roomOf(hostWith([A100, A100], pairs))).toEqual({
    kind: 'no',
    why: { code: 'too-many-vgpus', needed: 16, total: 14 },
  });
});

test('an instance that is shared counts as often as the VMs that it carries', () => {
  // Four instances, and a DC-1-12C shares one with another of its kind.
  expect(roomOf(hostWith([RTX], each(8, 'type:DC-1-12C')))).toEqual({ kind: 'yes' });
  expect(roomOf(hostWith([RTX], each(9, 'type:DC-1-12C')))).toEqual({
    kind: 'no',
    why: { code: 'too-many-vgpus', needed: 9, total: 8 },
  });
  // An A100 beside it serves none of them, and is no reason to refuse.
  expect(roomOf(hostWith([A100, RTX], each(9, 'type:DC-1-12C')))).toEqual(NO_PACKING);
});

test('a vGPU that no GPU has is said with its VM and its place there', () => {
  const host = hostWith([A100], [['1g.5gb'], ['2g.10gb', '2g.12gb']]);
  expect(roomOf(host)).toEqual({
    kind: 'no',
    why: { code: 'no-gpu', vm: host.vms[1], attachment: 1 },
  });
  // One of two boards is enough.
  expect(roomOf(hostWith([A100, 'a30-24gb'], [['2g.12gb'], ['2g.10gb']]))).toEqual({ kind: 'yes' });
});

test('a rule of the host is said rather than that no GPU has the profile', () => {
  const old = hostWith([A100], [['1g.5gb'], ['1g.10gb']], undefined, () => ({ driver: '510.47' }));
  expect(roomOf(old)).toMatchObject({
    kind: 'no',
    why: { code: 'refused', vm: old.vms[1], fault: { code: 'driver-too-old', needs: 'R525' } },
  });
  const two = hostWith([A100], [['1g.5gb'], ['1g.5gb', '1g.5gb']], undefined, () => ({ release: '7.0 U3' }));
  expect(roomOf(two)).toMatchObject({
    kind: 'no',
    why: { code: 'refused', vm: two.vms[1], fault: { code: 'vgpus-per-vm', count: 2 } },
  });
});

test('a legal drawing with an instance for each vGPU proves itself: nothing is searched', () => {
  const at = (gpu: number, ...starts: number[]): Drawn[][] => starts.map((start) => [{ gpu, start }]);
  const vms = [['4g.20gb'], ['2g.10gb'], ['1g.5gb']];
  expect(roomOf(hostWith([A100], vms, at(0, 0, 4, 6)), 0)).toEqual({ kind: 'yes' });
  expect(roomOf(hostWith([A100, A100], vms, at(1, 0, 4, 6)), 0)).toEqual({ kind: 'yes' });
  // Slice 4 twice; a vGPU that waits; two VMs on one instance; one VM twice on one: each has to be searched for.
  for (const host of [
    hostWith([A100], [['4g.20gb'], ['2g.10gb'], ['1g.5gb']], at(0, 0, 4, 5)),
    hostWith([A100], [['2g.10gb', '2g.10gb']], [[{ gpu: 0, start: 0 }, null]]),
    hostWith([A100], each(2, '2g.10gb'), at(0, 0, 0)),
    hostWith([A100], [['2g.10gb', '2g.10gb']], [[0, 0].map((start) => ({ gpu: 0, start }))]),
  ]) {
    expect(roomOf(host, 0)).toEqual({ kind: 'unknown' });
    expect(roomOf(host)).toEqual({ kind: 'yes' });
  }
});

test('an instance with another profile than the VM wants proves nothing', () => {
  // vm-1 wants 2g and is drawn on the 3g of vm-0, which stands there first.
  const host = hostWith([A100], [['3g.20gb'], ['2g.10gb']], [[{ gpu: 0, start: 4 }], [{ gpu: 0, start: 4 }]]);
  expect(host.vms.map(({ vgpus }) => vgpus[0]!.drawn!.gi.profile)).toEqual(['3g.20gb', '3g.20gb']);
  expect(roomOf(host, 0)).toEqual({ kind: 'unknown' });
  const alone: PowerOnHost = { ...host, vms: host.vms.slice(1) };
  expect(roomOf(alone, 0)).toEqual({ kind: 'unknown' });
  expect(roomOf(alone, 1)).toEqual({ kind: 'yes' });
});

test('an instance proves itself for as many VMs of one type as it carries', () => {
  const on = (types: readonly string[], ...starts: number[]): Room =>
    roomOf(
      hostWith(
        [RTX],
        types.map((type) => [`type:${type}`]),
        starts.map((start) => [{ gpu: 0, start }]),
      ),
      0,
    );
  expect(on(['DC-1-12C', 'DC-1-12C'], 3, 3)).toEqual({ kind: 'yes' });
  expect(on(['DC-2-16C', 'DC-2-16C', 'DC-2-16C'], 0, 0, 0)).toEqual({ kind: 'yes' });
  expect(on(['DC-1-12C', 'DC-1-12C', 'DC-1-12C'], 3, 3, 3)).toEqual({ kind: 'unknown' });
  expect(on(['DC-1-12C', 'DC-1-24C'], 3, 3)).toEqual({ kind: 'unknown' });
  expect(on(['DC-1-24C', 'DC-1-12C'], 3, 3)).toEqual({ kind: 'unknown' });
});

test('slices are counted where all GPUs are of one board and no instance is shared', () => {
  const slices = (what: string, needed: number, total: number): object => ({
    kind: 'no',
    why: { code: 'too-few-slices', what, needed, total },
  });
  expect(roomOf(hostWith([A100, A100], each(5, '3g.20gb')), 0)).toEqual(slices('memory', 20, 16));
  expect(roomOf(hostWith([A100, A100], each(3, '4g.20gb')))).toEqual(NO_PACKING);
  expect(roomOf(hostWith([A100, A100], each(4, '4g.20gb')), 0)).toEqual(slices('compute', 16, 14));
  // As many as there are is not too many: it is for the search to say.
  expect(roomOf(hostWith([A100, A100], each(4, '3g.20gb')), 0)).toEqual({ kind: 'unknown' });
  expect(roomOf(hostWith([A100, A100], each(4, '3g.20gb')))).toEqual({ kind: 'yes' });
  // Of two boards, and of shared instances, the search speaks.
  expect(roomOf(hostWith([A100, H100], each(3, '7g.40gb')), 0)).toEqual({ kind: 'unknown' });
  expect(roomOf(hostWith([A100, H100], each(3, '7g.40gb')))).toEqual(NO_PACKING);
  const shared = [...each(4, 'type:DC-1-12C'), ...each(1, 'type:DC-2-48C')];
  expect(roomOf(hostWith([RTX], shared))).toEqual({ kind: 'yes' });
});

test('a host without GPUs that take part has none that serves', () => {
  const off = hostWith([A100], [['1g.5gb']], undefined, ({ gpus }) => ({
    gpus: gpus.map((gpu) => ({ ...gpu, use: 'off' as const })),
  }));
  expect(roomOf(off)).toMatchObject({ kind: 'no', why: { code: 'no-gpu', attachment: 0 } });
  expect(roomOf({ ...off, vms: [] }, 0)).toEqual({ kind: 'yes' });
});

test('a VM has no two vGPUs on one instance, so two of a kind need two', () => {
  // Three 1g and room for one: a VM with two DC-1-12C needs two of the four, which a 2g and two 1g leave.
  const vms = [['type:DC-1-12C', 'type:DC-1-12C'], ['type:DC-2-48C'], ['type:DC-1-24C']];
  expect(roomOf(hostWith([RTX], vms))).toEqual(NO_PACKING);
  const apart = [['type:DC-1-12C'], ['type:DC-1-12C'], ['type:DC-2-48C'], ['type:DC-1-24C']];
  expect(roomOf(hostWith([RTX], apart))).toEqual({ kind: 'yes' });
  // Two VMs with two each share two instances, crosswise.
  const cross = [['type:DC-1-12C', 'type:DC-1-12C'], ['type:DC-1-12C', 'type:DC-1-12C'], ['type:DC-2-48C']];
  expect(roomOf(hostWith([RTX], cross))).toEqual({ kind: 'yes' });
  // What carries three takes no fourth, and another type does not join.
  const three = [...each(4, 'type:DC-2-16C'), ...each(2, 'type:DC-1-24C')];
  expect(roomOf(hostWith([RTX], three))).toEqual(NO_PACKING);
  expect(roomOf(hostWith([RTX], three.slice(1)))).toEqual({ kind: 'yes' });
});

test('GPUs of one board are told apart where their variants have types of other names', () => {
  // Whoever takes the whole first GPU, the type of its variant has it on no other.
  const host = hostWith(
    [H200, H200],
    [['7g.141gb'], ['type:H200-7-141C']],
    undefined,
    ({ gpus: [first, second] }) => ({
      gpus: [
        { ...first!, variant: 'h200-nvl-141gb' },
        { ...second!, variant: 'h200-sxm5-141gb' },
      ],
    }),
  );
  expect(host.vms[1]!.vgpus[0]!.needs.map((need) => need !== null)).toEqual([true, false]);
  expect(roomOf(host)).toEqual({ kind: 'yes' });
});

test('what a search costs: the GPUs, once for each vGPU that is placed', () => {
  // Three on three GPUs, without a step back.
  expect(costOf(hostWith([A100, A100, A100], each(3, '7g.40gb')))).toBe(9);
  expect(roomOf(hostWith([A100, A100, A100], each(3, '7g.40gb')), 8)).toEqual({ kind: 'unknown' });
  expect(roomOf(hostWith([A100, A100, A100], each(3, '7g.40gb')), 9)).toEqual({ kind: 'yes' });
});

test('the largest vGPU is placed first, of two as large always the same one', () => {
  // 4g at 0, 2g at 4, 1g at 6 without a step back, however they are listed and whichever GPU has them.
  for (const boards of [[A100], ['a30-24gb', A100]]) {
    for (const vms of [
      ['1g.5gb', '2g.10gb', '4g.20gb'],
      ['2g.10gb', '4g.20gb', '1g.5gb'],
    ]) {
      expect(
        costOf(
          hostWith(
            boards,
            vms.map((want) => [want]),
          ),
        ),
      ).toBe(3 * boards.length);
    }
  }
  // 3g before 4g: it is at 0 first, where the 4g has to be.
  expect(costOf(hostWith([A100], [['3g.20gb'], ['4g.20gb']]))).toBe(3);
  expect(costOf(hostWith([A100], [['4g.20gb'], ['3g.20gb']]))).toBe(3);
});

test('what failed once is not tried again, nor another GPU in the same state', () => {
  // Two A100s take six 2g and no seventh. Of each there are 8 sets of starts, with 12 free starts over all of them. A pair of
  // two different sets goes on at each free start of both: every set is in 7 such pairs. A pair of the same goes on at one's.
  const entered = 1 + 7 * 12 + 12;
  expect(costOf(hostWith([A100, A100], each(7, '2g.10gb')))).toBe(2 * entered);
});
