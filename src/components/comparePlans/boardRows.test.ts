import { expect, test } from 'vitest';
import { parseLayout } from '../../formats/layout.ts';
import type { Plan } from '../../model/plan.ts';
import { changesBetween } from '../../placement/changes/changesBetween.ts';
import { boardRows, rowOfChange } from './boardRows.ts';

function planOf(layout: string): Plan {
  const read = parseLayout(layout);
  if (!read.ok) throw new Error(read.error.code);
  return read.value.plan;
}

const A = 'a100-pcie-40gb';
const CHANGES = changesBetween(
  planOf(`h/0 ${A}: 3g.20gb@0=a\nh/1 ${A}:\nk/0 ${A}: 1g.5gb@0\nm/0 ${A}:`),
  planOf(`h/0 ${A}:\nh/1 ${A}:\nk/0 ${A}: 1g.5gb@0, 3g.20gb@4=a\nm/0 ${A}:\nn/0 ${A}:`),
  'names',
);

test('only GPUs that differ, below their hosts; or all of them', () => {
  const shown = (isAll: boolean): string[] =>
    boardRows(CHANGES, isAll).map((row) =>
      row.kind === 'host' ? row.host.name : `${row.host.name}/${row.gpu.index}`,
    );
  expect(shown(false)).toEqual(['h', 'h/0', 'k', 'k/0', 'n', 'n/0']);
  expect(shown(true)).toEqual(['h', 'h/0', 'h/1', 'k', 'k/0', 'm', 'm/0', 'n', 'n/0']);
});

test('a change is found where it leads to, and a host’s own at its heading', () => {
  const rows = boardRows(CHANGES, false);
  const found = CHANGES.changes.map((change) => {
    const row = rows[rowOfChange(rows, change)];
    return [change.about, change.kind, row?.host.name, row?.kind];
  });
  expect(found).toEqual([
    ['instance', 'moved', 'k', 'gpu'],
    ['host', 'added', 'n', 'host'],
    ['gpu', 'added', 'n', 'gpu'],
  ]);
});
