import { readdirSync, readFileSync } from 'node:fs';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { profileOf } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { instanceIdOf } from '../../model/instanceId.ts';
import { TermList } from './TermList.tsx';
import { explain, findTerms, TERM_IDS, TERMS } from './terms.ts';

/** Ids of the words that the page explains in place, by the file that does. */
function used(): Map<string, string> {
  const root = new URL('..', import.meta.url);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const found = new Map<string, string>();
  for (const file of files.filter((one) => /\.tsx?$/.test(one) && !/test|glossary/.test(one))) {
    const text = readFileSync(new URL(file, root), 'utf8');
    for (const [, id = ''] of text.matchAll(/<Term id="([^"]+)"/g)) found.set(id, file);
    for (const [, id = ''] of text.matchAll(/\bterm(?:: | = )'([^']+)'/g)) found.set(id, file);
  }
  return found;
}

test('every word that is explained in place is in the table', () => {
  const ids = used();
  for (const [id, file] of ids) expect(Object.keys(TERMS), file).toContain(id);
  for (const id of ['gi', 'ci', 'profile', 'start', 'stranded', 'vgpu-type', 'mig-mode', 'observed', 'adopt'])
    expect([...ids.keys()]).toContain(id);
  expect(ids.size).toBeGreaterThan(20);
});

test('every term is in the glossary, with what it says and its example', () => {
  const page = renderToStaticMarkup(<TermList ids={findTerms('')} from={null} />);
  expect(page.match(/<dt>/g)).toHaveLength(TERM_IDS.length);
  for (const id of TERM_IDS) {
    const { name, says, example } = explain(id);
    for (const text of [name, says, example]) expect(page).toContain(renderToStaticMarkup(<>{text}</>));
    for (const text of [says, example]) expect(text).toMatch(/^\S.*\.$/s);
    expect(name).not.toMatch(/\.$/);
  }
});

test.each([
  ['', TERM_IDS.length],
  ['stranded', 1],
  ['GPU instance', 2],
  ['swizz', 1],
  ['xyzzy', 0],
])('the filter %j finds at least %i', (text, count) => {
  const found = findTerms(text);
  expect(new Set(found).size).toBe(found.length);
  expect(found.length).toBeGreaterThanOrEqual(count);
  if (count === 0) expect(found).toEqual([]);
});

test('what is named as asked for comes first', () => {
  expect(findTerms('stranded')[0]).toBe('stranded');
  expect(findTerms('mirrored')[0]).toBe('straight-mirrored');
});

test('the figures of the examples are those of the catalogue', () => {
  const board = findBoard('a100-pcie-40gb');
  if (board === undefined) throw new Error('no board');
  const starts = (name: string): string => (profileOf(board, name)?.starts ?? []).join(' ');
  expect(starts('3g.20gb')).toBe('0 4');
  expect(starts('2g.10gb')).toBe('0 2 4');
  expect(starts('4g.20gb')).toBe('0');
  expect(starts('1g.10gb')).toBe('0 2 4 6');
  const three = profileOf(board, '3g.20gb');
  expect([three?.id, three?.computeSlices, three?.memorySlices]).toEqual([9, 3, 4]);
  expect([profileOf(board, '1g.5gb')?.sm, profileOf(board, '7g.40gb')?.sm]).toEqual([14, 98]);
  expect([profileOf(board, '1g.10gb')?.minDriver, profileOf(board, '1g.5gb+me')?.minDriver]).toEqual([
    'R525',
    'R470',
  ]);
  expect(profileOf(board, '1g.5gb+me')?.maxInstances).toBe(1);
  expect(three?.computeInstances.find((ci) => ci.computeSlices === 1)?.maxInstances).toBe(3);
  const idAt = (start: number, kind: 'straight' | 'mirrored'): number | null =>
    instanceIdOf(board, { start, size: 4 }, kind);
  expect([idAt(4, 'straight'), idAt(4, 'mirrored')]).toEqual([2, 1]);
  expect([idAt(0, 'straight'), idAt(0, 'mirrored')]).toEqual([1, 2]);
});
