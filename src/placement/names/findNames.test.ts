/** Any name of any board leads to its row, in every direction. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { VGPU_BOARDS } from '../../model/catalogue/catalogue.ts';
import { WITHOUT_MIG } from '../../model/catalogue/withoutMig.ts';
import { NAMED_BOARDS, type NameRow } from '../../model/nameTable.ts';
import { counterparts, findNames, type NameAnswer, type NameKind } from './findNames.ts';
import { nameAnswerMessage } from './nameMessages.ts';

const RAW_VGPU = JSON.parse(
  readFileSync(new URL('../../model/catalogue/facts/vgpu.json', import.meta.url), 'utf8'),
) as { readonly boards_without_mig: readonly { readonly product: string }[] };

/** "a100-pcie-40gb 3g.20gb" for each row that was found. */
function rowsOf(answer: NameAnswer): string[] {
  return answer.kind !== 'found'
    ? []
    : answer.boards.flatMap(({ board, rows }) =>
        rows.map((row) => `${board.id} ${row.profile ?? 'unknown'}`),
      );
}

function asOf(answer: NameAnswer): NameKind | NameAnswer['kind'] {
  return answer.kind === 'found' ? answer.as : answer.kind;
}

test.each<[text: string, as: NameKind, rows: readonly string[]]>([
  ['A100-3-20C', 'vgpu-type', ['a100-pcie-40gb 3g.20gb']],
  ['grid_a100-3-20c', 'vgpu-type', ['a100-pcie-40gb 3g.20gb']],
  ['GRID A100-3-20C', 'vgpu-type', ['a100-pcie-40gb 3g.20gb']],
  ['  nvidia a100‑3‑20c ', 'vgpu-type', ['a100-pcie-40gb 3g.20gb']],
  ['A100 – 3 – 20C', 'vgpu-type', ['a100-pcie-40gb 3g.20gb']],
  ['nvidia-476', 'mdev', ['a100-pcie-40gb 3g.20gb']],
  ['NVIDIA-476', 'mdev', ['a100-pcie-40gb 3g.20gb']],
  ['476', 'mdev', ['a100-pcie-40gb 3g.20gb']],
  ['A100X-3-20C', 'vgpu-type', ['a100-sxm4-40gb 3g.20gb']],
  ['A100D-1-20C', 'vgpu-type', ['a100-80gb 1g.20gb', 'a100x 1g.20gb']],
  ['nvidia_h100xm-7-80c', 'vgpu-type', ['h100-sxm5-80gb 7g.80gb']],
  ['nvidia_a30-2-12cme', 'vgpu-type', ['a30-24gb 2g.12gb+me', 'a30x 2g.12gb+me']],
  ['DC-1-8C', 'vgpu-type', ['rtx-pro-6000-server 1g.24gb+gfx', 'rtx-pro-4500-32gb 1g.16gb+gfx']],
  ['6000D-2-84C', 'vgpu-type', ['6000d unknown']],
  ['2g.12gb', 'profile', ['a30-24gb 2g.12gb', 'a30x 2g.12gb']],
  ['MIG 2G.12GB', 'profile', ['a30-24gb 2g.12gb', 'a30x 2g.12gb']],
  ['MIG 2g.12gb     Device  0: (UUID: MIG-1)', 'profile', ['a30-24gb 2g.12gb', 'a30x 2g.12gb']],
  ['1c.2g.12gb', 'profile', ['a30-24gb 2g.12gb', 'a30x 2g.12gb']],
  ['nvidia.com/mig-2g.12gb', 'profile', ['a30-24gb 2g.12gb', 'a30x 2g.12gb']],
  ['"nvidia.com/mig-2g.12gb.me": ', 'profile', ['a30-24gb 2g.12gb+me', 'a30x 2g.12gb+me']],
  ['2g.12gb + me', 'profile', ['a30-24gb 2g.12gb+me', 'a30x 2g.12gb+me']],
  ['mig-2g.12gb.me', 'profile', ['a30-24gb 2g.12gb+me', 'a30x 2g.12gb+me']],
  [
    '21',
    'profile-id',
    ['a30-24gb 1g.6gb+me', ...['server', 'ws', 'maxq'].map((e) => `rtx-pro-6000-${e} 1g.24gb+me`)],
  ],
  ['profile ID 6', 'profile-id', ['a30-24gb 2g.12gb+me']],
  ['profile 6', 'profile-id', ['a30-24gb 2g.12gb+me']],
  ['Profile ID: 6', 'profile-id', ['a30-24gb 2g.12gb+me']],
  // A plus that an address turned into a blank is no minus: both names exist, and are opposites.
  ...['1g.24gb me', '1g.24gb_me'].map((text): [string, NameKind, string[]] => [
    text,
    'profile',
    [
      'gb200-189gb 1g.24gb+me',
      ...['6000-server', '6000-ws', '6000-maxq', '5000-48gb'].map((id) => `rtx-pro-${id} 1g.24gb+me`),
    ],
  ]),
  ['2g.32gb gfx', 'profile', ['rtx-pro-4500-32gb 2g.32gb+gfx']],
  // As node labels and programs name a MIG device.
  ['NVIDIA-A100-SXM4-40GB-MIG-1g.5gb', 'profile', ['a100-sxm4-40gb 1g.5gb']],
  ['NVIDIA A30 MIG 2g.12gb', 'profile', ['a30-24gb 2g.12gb', 'a30x 2g.12gb']],
])('%s is a %s of %j', (text, as, rows) => {
  const answer = findNames(text);
  expect(asOf(answer)).toBe(as);
  expect(rowsOf(answer)).toEqual(rows);
});

test.each<[text: string, as: NameKind, boards: readonly string[]]>([
  ['0x20F110DE', 'pci', ['a100-pcie-40gb']],
  ['20f1', 'pci', ['a100-pcie-40gb']],
  ['10de:2941', 'pci', ['gb200-186gb', 'gb200-189gb']],
  ['10DE 2235', 'pci', []],
  ['NVIDIA A100-PCIE-40GB', 'product', ['a100-pcie-40gb']],
  ['a100 80gb', 'product', ['a100-80gb']],
  ['A100 40 GB', 'product', ['a100-sxm4-40gb', 'a100-pcie-40gb']],
  ['NVIDIA GB200', 'product', ['gb200-186gb', 'gb200-189gb']],
  ['h200-141gb', 'product', ['h200-141gb']],
  // Short for more than the product that is sold under just this name.
  ['NVIDIA H800', 'product', ['h800-80gb', 'h800-nvl-94gb']],
  ['H20', 'product', ['h20-96gb', 'h20-sxm5-141gb']],
  // The name that misleads: its types are of the HGX board, the product has those of A100D.
  ['A100X', 'product', ['a100-sxm4-40gb', 'a100x']],
  ['rtx pro 5000', 'product', ['rtx-pro-5000-48gb']],
])('%s is a %s: %j', (text, as, boards) => {
  const answer = findNames(text);
  const ids = answer.kind === 'found' ? answer.boards.map(({ board }) => board.id) : [];
  expect(ids).toEqual(boards);
  if (boards.length > 0) expect(asOf(answer)).toBe(as);
});

/** Each name that a row shows. */
function namesIn({ profile, facts, types, kubernetes, migDevice }: NameRow): string[] {
  const names = [
    profile,
    facts?.id?.toString() ?? null,
    kubernetes,
    migDevice,
    ...types.flatMap(({ type }) => [type.type, type.esxiName, type.mdevType]),
  ];
  return names.filter((name) => name !== null);
}

/** As others write it: shouted, with the maker before it, with the dashes of a word processor, with spaces around it. */
const WRITTEN: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => name.toUpperCase(),
  (name) => `  ${name}\t`,
  (name) => name.replaceAll('-', '\u2011'),
];

test.each(NAMED_BOARDS.map((board) => [board.id, board] as const))(
  '%s: every name of every row finds its row',
  (id, board) => {
    expect(board.rows.length).toBeGreaterThan(0);
    for (const row of board.rows) {
      const names = namesIn(row);
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) {
        for (const write of WRITTEN) {
          expect(rowsOf(findNames(write(name))), write(name)).toContain(`${id} ${row.profile ?? 'unknown'}`);
        }
      }
    }
    for (const name of [...board.productNames, ...board.pciDeviceIds, id, board.label]) {
      const answer = findNames(name);
      const ids = answer.kind === 'found' ? answer.boards.map((one) => one.board.id) : [];
      expect(ids, name).toContain(id);
    }
  },
);

test('every vGPU board is in the table once: with the boards that it joins, or by itself', () => {
  for (const { id, boards } of VGPU_BOARDS) {
    const at = NAMED_BOARDS.filter(({ variants }) => variants.some((one) => one.id === id));
    expect(at.map((one) => one.id)).toEqual(boards.length === 0 ? [id] : boards);
  }
  expect(NAMED_BOARDS.filter(({ board }) => board === null)).toHaveLength(6);
});

test('the boards of the plan come first', () => {
  const answer = findNames('9', ['h200-141gb']);
  expect(rowsOf(answer)[0]).toBe('h200-141gb 3g.71gb');
  expect(rowsOf(answer)).toContain('a100-pcie-40gb 3g.20gb');
});

test.each<[text: string, plan: readonly string[], says: RegExp]>([
  ['3g.40gb', ['a100-pcie-40gb'], /A100-PCIE-40GB, which is in the plan, calls the same slices 3g\.20gb\./],
  [
    'A100D-2-20C',
    ['h100-sxm5-80gb'],
    /H100 80GB HBM3, which is in the plan, calls the same slices 2g\.20gb\./,
  ],
  // Both boards have a 1g.10gb, of one memory slice on the one and of two on the other.
  ['1g.10gb', ['h200-141gb'], /calls the same slices 1g\.18gb or 1g\.35gb\./],
  ['2g.12gb', ['a100-pcie-40gb'], /has no profile of the same slices\./],
  [
    '2g.12gb',
    ['a100-pcie-40gb', 'h100-sxm5-80gb'],
    /A100-PCIE-40GB and H100 80GB HBM3, which are in the plan, have no profile of the same slices\.$/,
  ],
  ['3g.20gb', ['a100-pcie-40gb'], /^3g\.20gb is a profile of A100-PCIE-40GB[^.]*\.$/],
  // The same instance on both, and another one on each.
  ['A30-1-6C', [], /^A30-1-6C is a vGPU type of A30 and A30X\.$/],
  ['DC-1-8C', [], /: it is not the same on each\.$/],
])('%s beside %j', (text, plan, says) => {
  const answer = findNames(text, plan);
  expect(nameAnswerMessage(answer, counterparts(answer, plan))).toMatch(says);
});

test.each(WITHOUT_MIG.flatMap(({ product }) => [[product], [`NVIDIA ${product}`], [`${product}-8Q`]]))(
  '%s is refused by name, with the boards that have MIG',
  (text) => {
    const answer = findNames(text);
    expect(answer.kind).toBe('without-mig');
    const message = nameAnswerMessage(answer, []);
    expect(message).toMatch(/^(L40S|L40|L4|A40|A16|A10|A2|T4|V100) has no MIG: /);
    expect(message).toContain('A100, A800, A30, H100, ');
    expect(message).toContain('RTX PRO 5000 and RTX PRO 4500');
  },
);

test.each(['V100', 'T4'])('%s: what is said of its age names its source', (product) => {
  expect(nameAnswerMessage(findNames(product), [])).toContain('by the MIG User Guide');
});

test('every product that the vGPU tables say has no MIG is refused', () => {
  expect(RAW_VGPU.boards_without_mig.length).toBe(3);
  for (const { product } of RAW_VGPU.boards_without_mig) expect(findNames(product).kind).toBe('without-mig');
});

test.each([
  ['', 'none'],
  ['   ', 'none'],
  ['-', 'none'],
  ['no such name', 'none'],
  ['3g.21gb', 'none'],
  ['A100-40C', 'time-sliced'],
])('%j is %s', (text, kind) => {
  expect(findNames(text).kind).toBe(kind);
});

test('what is half typed shows the names that begin so', () => {
  expect(rowsOf(findNames('A100-3'))).toEqual(['a100-pcie-40gb 3g.20gb']);
  expect(rowsOf(findNames('grid_a100-3'))).toEqual(['a100-pcie-40gb 3g.20gb']);
  expect(asOf(findNames('3g.2'))).toBe('part');
});

test('a text that is no name is not looked at for long', () => {
  expect(findNames('3g.20gb'.repeat(100_000)).kind).toBe('none');
});
