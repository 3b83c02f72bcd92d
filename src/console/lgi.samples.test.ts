// Real output of real hosts, read from beside the repository and never kept in it. Without it these tests say what they
// leave out; with it every listing has to come out as it was, and go back to the very text.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeMigLgi, type LgiWidth } from '../formats/migLgi.ts';
import type { Reading } from '../formats/reading.ts';
import { importText } from './importText.ts';

const SAMPLES = join(import.meta.dirname, '../../../shared/samples');
const isThere = existsSync(SAMPLES);

/** GPU by GPU: kind, then the layout. From the index of the samples, written out by hand. */
const LISTINGS: readonly (readonly [file: string, board: string, ...gpus: string[]])[] = [
  [
    'mig-lgi/a100-40-1',
    'a100-pcie-40gb',
    '0 straight: 1g.5gb@0, 1g.5gb@1, 1g.5gb@2, 1g.5gb@3, 1g.5gb@4, 1g.5gb@5, 1g.5gb@6',
  ],
  ['mig-lgi/a100-40-2', 'a100-pcie-40gb', '0 mirrored: 2g.10gb@0, 2g.10gb@2, 2g.10gb@4'],
  ['mig-lgi/a100-40-3', 'a100-pcie-40gb', '0 mirrored: 3g.20gb@0, 3g.20gb@4'],
  ['mig-lgi/a100-40-esxi-1', 'a100-pcie-40gb', '0 mirrored: 1g.5gb@0, 1g.5gb@1, 2g.10gb@2, 3g.20gb@4'],
  [
    'mig-lgi/a100-80-1',
    'a100-80gb',
    '0 straight: 2g.20gb@0, 1g.10gb@2, 1g.10gb@3, 3g.40gb@4',
    '1 mirrored: 2g.20gb@0, 1g.10gb@2, 1g.10gb@3, 3g.40gb@4',
  ],
  ['mig-lgi/a30-24-1', 'a30-24gb', '0 null: 1g.6gb@0, 1g.6gb@1, 2g.12gb@2'],
  ['mig-lgi/a30-24-2', 'a30-24gb', '0 null: 1g.6gb@0, 1g.6gb@1, 1g.6gb@2, 1g.6gb@3'],
  ['mig-lgi/h100-80-1', 'h100-sxm5-80gb', '0 straight: 2g.20gb@0, 3g.40gb@4'],
  ['mig-cgi/a100-40-2', 'a100-pcie-40gb', '0 straight: 1g.5gb@0, 1g.5gb@1, 2g.10gb@2, 3g.20gb@4'],
  [
    'mig-cgi/a100-40-3',
    'a100-pcie-40gb',
    '0 straight: 1g.5gb@0, 1g.5gb@1, 1g.5gb@2, 1g.5gb@3, 2g.10gb@4, 1g.5gb@6',
  ],
  ['mig-cgi/a100-40-5', 'a100-pcie-40gb', '0 straight: 3g.20gb@0, 3g.20gb@4'],
  ['mig-cgi/a100-40-6', 'a100-pcie-40gb', '2 straight: 3g.20gb@0, 3g.20gb@4'],
  ['mig-cgi/rtxpro6000-96-1', 'rtx-pro-6000-server', '0 null: 2g.48gb@0, 1g.24gb@6, 1g.24gb@9'],
];

/** Listings that do not go back to their text, and why. */
const NOT_THE_SAME: ReadonlyMap<string, string> = new Map([
  [
    'mig-lgi/a100-40-2',
    'its profile IDs are those of 1g.5gb, and its columns have slipped by one: edited by hand',
  ],
]);

const WIDTHS: ReadonlyMap<number, LgiWidth> = new Map([
  [54, 'r450'],
  [57, 'r510'],
  [59, 'r570'],
]);

const sample = (file: string): string => readFileSync(join(SAMPLES, `${file}.txt`), 'utf8');

/** The file as what was observed on the board that it is of. */
function read(file: string, boardId: string): Reading {
  const imported = importText(sample(file), { boards: [boardId], gpuKind: 'straight' });
  if (!imported.ok) throw new Error(JSON.stringify(imported.error));
  return imported.value.reading;
}

if (!isThere) {
  test.skip(`left out: ${LISTINGS.length} real listings, which are not beside this repository`, () =>
    undefined);
}

describe.runIf(isThere).each(LISTINGS)('%s', (file, boardId, ...gpus) => {
  test('comes out as it was', () => {
    const drawn = read(file, boardId).plan.hosts.flatMap((host) =>
      host.gpus.map((gpu) => {
        expect(gpu.board).toBe(boardId);
        const layout = gpu.instances.map((gi) => `${gi.profile}@${gi.start}`).join(', ');
        return `${gpu.index} ${gpu.kind}: ${layout}`;
      }),
    );
    expect(drawn).toEqual(gpus);
  });

  test('goes back to its text', () => {
    const lines = sample(file)
      .split('\n')
      .map((line) => line.trimEnd());
    const table = `${lines.filter((line) => /^[|+]/.test(line)).join('\n')}\n`;
    const width = WIDTHS.get(table.indexOf('\n'));
    expect(width).toBeDefined();
    const { plan } = read(file, boardId);
    const made = makeMigLgi({ gpus: plan.hosts[0]!.observed! }, { width: width! });
    if (NOT_THE_SAME.has(file)) expect(made).not.toBe(table);
    else expect(made).toBe(table);
    // The IDs follow from place and kind of GPU alone.
    if (gpus.length > 0 && !NOT_THE_SAME.has(file))
      expect(makeMigLgi(plan.hosts[0]!, { width: width! })).toBe(table);
  });
});

describe.runIf(isThere)('of the whole collection', () => {
  const files = isThere
    ? readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.txt'))
        .map((name) => name.replaceAll('\\', '/').replace(/\.txt$/, ''))
        .sort()
    : [];

  test('every listing is in the table above', () => {
    const withListings = files.filter((file) => {
      const imported = importText(sample(file));
      return imported.ok && imported.value.found.some(({ format }) => format === 'mig-lgi');
    });
    expect(withListings).toEqual(LISTINGS.map(([file]) => file).sort());
  });

  test('names of hosts come from the prompts', () => {
    const names = LISTINGS.map(([file, boardId]) =>
      read(file, boardId)
        .plan.hosts.map((host) => host.name)
        .join(),
    );
    expect(names.filter((name) => name !== 'host-1')).toEqual(['5002544', 'rnd3', 'gpu-rtxpro6000-8']);
  });

  test('only the listing that was edited by hand is complained of', () => {
    const complained = LISTINGS.filter(([file, boardId]) =>
      read(file, boardId).notices.some((notice) =>
        [
          'row-cut',
          'line-not-understood',
          'profile-id-differs',
          'size-differs',
          'ids-explain-nothing',
        ].includes(notice.code),
      ),
    );
    expect(complained.map(([file]) => file)).toEqual(['mig-lgi/a100-40-2']);
  });
});
