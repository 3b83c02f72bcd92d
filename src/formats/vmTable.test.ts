import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_NOTES_LENGTH } from '../model/name.ts';
import type { NewVm, ValidPlan } from '../model/plan.ts';
import { HOSTILE_NAMES, planArbitrary } from './planArbitrary.testing.ts';
import { readDocument } from './readDocument.ts';
import { makeVmCsv } from './vmCsv.ts';
import { MAX_TABLE_ROWS, MAX_TABLE_VMS, parseVmTable, type VmTableReading } from './vmTable.ts';
import { vmTableErrorMessage, vmTableNoticeMessage } from './vmTableMessages.ts';

const A100 = [{ board: 'a100-pcie-40gb', variant: null }];

function read(text: string, taken: readonly string[] = [], gpus = A100): VmTableReading {
  const result = parseVmTable(text, { taken, gpus });
  if (!result.ok) throw new Error(vmTableErrorMessage(result.error));
  return result.value;
}

/** "chat: A100-3-20C + 1g.5gb (web)" */
function said({ name, group, wants }: NewVm): string {
  const types = wants.map((one) => (one.kind === 'type' ? one.type : one.profile)).join(' + ');
  return `${name}: ${types}${group === null ? '' : ` (${group})`}`;
}
const vms = (text: string, taken: readonly string[] = []): string[] => read(text, taken).value.vms.map(said);
const notices = (text: string, taken: readonly string[] = []): string[] =>
  read(text, taken).notices.map(vmTableNoticeMessage);
function error(text: string): string {
  const result = parseVmTable(text, { taken: [], gpus: A100 });
  return result.ok ? 'read' : result.error.code;
}

describe('columns', () => {
  const rows = ['chat: A100-3-20C (web)', 'ocr-1: A100-2-10C', 'ocr-2: A100-2-10C'];
  test.each([
    ['headerless', 'chat,A100-3-20C,,web\nocr,A100-2-10C,2'],
    ['with tabs', 'chat\tA100-3-20C\t\tweb\nocr\tA100-2-10C\t2'],
    ['with semicolons', 'chat;A100-3-20C;;web\nocr;A100-2-10C;2'],
    ['with quotes', '"chat","A100-3-20C","","web"\r\n"ocr","A100-2-10C","2",""\r\n'],
    ['with CRLF, BOM and blank lines', '\ufeffchat,A100-3-20C,1,web\r\n\r\nocr,A100-2-10C,2\r\n'],
    ['with NBSP', 'chat\u00a0,\u00a0A100-3-20C\u00a0,\u00a01,web\nocr,A100-2-10C,2\u00a0'],
    [
      'by heading, in another order',
      'Group,Count,vGPU type,VM name\nweb,1,A100-3-20C,chat\n,2,A100-2-10C,ocr',
    ],
    [
      'with other spellings',
      'Anti-affinity group\tQty\tvGPU\tVirtual Machine\nweb\t1\tA100-3-20C\tchat\n\t2\tA100-2-10C\tocr',
    ],
    [
      "with Excel's line about the separator",
      'sep=;\nName;Type;Count;Group\nchat;A100-3-20C;1;web\nocr;A100-2-10C;2;',
    ],
  ])('%s', (_, text) => {
    expect(vms(text)).toEqual(rows);
    expect(notices(text)).toEqual([]);
  });

  test('a VM may be called "name", and a heading that says nothing is said', () => {
    expect(vms('name,A100-3-20C')).toEqual(['name: A100-3-20C']);
    expect(notices('Name,Owner,Type\na,me,1g.5gb')).toEqual(['Line 1: columns that are not read: "Owner".']);
    expect(error('Count,Type\n1,1g.5gb')).toBe('no-column');
    expect(error('Name,Count\na,1')).toBe('no-column');
  });
});

test.each([
  ['Name,Type,Notes\na,1g.5gb, ask first ', 'ask first'],
  ['vm\ttype\tAnnotation\na\t1g.5gb\t"two\nlines"', 'two\nlines'],
  ['Name,Type,Comment,Count\na,1g.5gb,each of them,2', 'each of them'],
  ['Name,Type\na,1g.5gb', ''],
])('notes: %j', (text, notes) => {
  const { vms: added } = read(text).value;
  expect(added.map((vm) => vm.notes)).toEqual(added.map(() => notes));
});

test('notes that are too long are cut, and that is said; rows of one VM add theirs up', () => {
  const long = 'n'.repeat(MAX_NOTES_LENGTH + 1);
  const { value, notices: told } = read(`Name,Type,Notes\na,1g.5gb,${long}`);
  expect(value.vms[0]?.notes).toHaveLength(MAX_NOTES_LENGTH);
  expect(told.map(vmTableNoticeMessage)).toEqual([
    'Line 2: hidden characters were taken out of the notes, or what is beyond 4,000 characters.',
  ]);
  const ours = (...rows: string[]): string =>
    ['VM,State,Profile,vGPU type,ESXi name,Group,Notes', ...rows.map((row) => `a,,1g.5gb,,,,${row}`)].join(
      '\n',
    );
  expect(read(ours('one', '', 'two')).value.vms.map((vm) => vm.notes)).toEqual(['one\ntwo']);
  expect(read(ours(long, 'x')).value.vms[0]?.notes).toHaveLength(MAX_NOTES_LENGTH);
});

test.each([
  ['A100-3-20C', 'A100-3-20C'],
  ['GRID A100-3-20C', 'A100-3-20C'],
  ['grid_a100-3-20c', 'A100-3-20C'],
  ['nvidia_a30-1-6c', 'A30-1-6C'],
  ['NVIDIA A30-1-6C', 'A30-1-6C'],
  ['nvidia-476', 'A100-3-20C'],
  ['3g.20gb', '3g.20gb'],
  ['3G.20GB', '3g.20gb'],
  ['MIG 3g.20gb', '3g.20gb'],
  ['mig-3g.20gb', '3g.20gb'],
  ['nvidia.com/mig-3g.20gb', '3g.20gb'],
  ['nvidia.com/mig-1g.5gb.me', '1g.5gb+me'],
  ['1g.5gb+me', '1g.5gb+me'],
  ['A100-3-20C+A100-2-10C', 'A100-3-20C + A100-2-10C'],
  ['1g.5gb+me + 3g.20gb', '1g.5gb+me + 3g.20gb'],
])('the type %s is %s', (text, wants) => {
  expect(vms(`v,${text}`)).toEqual([`v: ${wants}`]);
});

describe('what is not understood is kept out and said with its line', () => {
  test.each([
    [
      'a slip in the type',
      'a,A100-3-20D',
      'Line 1 is left out, for "A100-3-20D" is no known vGPU type or profile. Was "A100-3-20C" meant?',
    ],
    [
      'a slip in the profile',
      'a,3g.20g',
      'Line 1 is left out, for "3g.20g" is no known vGPU type or profile. Was "3g.20gb" meant?',
    ],
    [
      'anything else',
      'a,windows server',
      'Line 1 is left out, for "windows server" is no known vGPU type or profile.',
    ],
    ['no name', ',1g.5gb', 'Line 1 has no name, so it is left out: "1g.5gb".'],
    ['no type', 'a,', 'Line 1 has no vGPU type or profile, so it is left out: "a".'],
    ['one of several types', 'a,1g.5gb+x', 'Line 1 is left out, for "x" is no known vGPU type or profile.'],
    ['no whole count', 'a,1g.5gb,some', 'Line 1 is left out, for "some" is no count: a whole number from 1.'],
    ['a count of none', 'a,1g.5gb,0', 'Line 1 is left out, for "0" is no count: a whole number from 1.'],
    [
      'a compute-instance profile',
      'a,1c.3g.20gb',
      'Line 1 is left out, for "1c.3g.20gb" is no known vGPU type or profile. Was "3g.20gb" meant?',
    ],
    [
      'too many vGPUs',
      `a,${Array.from({ length: 17 }, () => '1g.5gb').join('+')}`,
      'Line 1 is left out, for it asks for 17 vGPUs and a VM has at most 16.',
    ],
    [
      'a quote that is not closed',
      '"a,1g.5gb',
      'Line 1 opens a quote that is not closed, so nothing from there on was read: "a,1g.5gb".',
    ],
  ])('%s', (_, row, sentence) => {
    // Around it all is read.
    expect(vms(`before,1g.5gb\n${row}`)).toEqual(['before: 1g.5gb']);
    expect(notices(row)).toEqual([sentence]);
  });

  test('lines are those of the text, over cells of several lines and blank lines', () => {
    expect(notices('"a\nb",1g.5gb\n\nc,nothing')).toEqual([
      'Line 1: the name "a�b" is now "ab", for it holds the hidden character U+000A.',
      'Line 4 is left out, for "nothing" is no known vGPU type or profile.',
    ]);
  });

  test('a type of another board is taken, and said', () => {
    expect(vms('a,A30-1-6C')).toEqual(['a: A30-1-6C']);
    expect(notices('a,A30-1-6C')).toEqual(['Line 1: no board of the plan has "A30-1-6C", so it will wait.']);
    expect(read('a,A30-1-6C', [], []).notices).toEqual([]);
  });
});

describe('names that are taken', () => {
  test('get the next free number, and it is said', () => {
    expect(vms('a,1g.5gb\na,1g.5gb', ['a'])).toEqual(['a-2: 1g.5gb', 'a-3: 1g.5gb']);
    expect(notices('a,1g.5gb', ['a'])).toEqual(['Line 1: the name "a" is taken, so the VM is "a-2".']);
    expect(vms('a,1g.5gb,3', ['a-2'])).toEqual(['a-1: 1g.5gb', 'a-3: 1g.5gb', 'a-4: 1g.5gb']);
    expect(notices('a,1g.5gb,3', ['a-2'])).toEqual([
      'Line 1: numbers of "a" are taken, so its VMs are "a-1" to "a-4".',
    ]);
    expect(vms('a,1g.5gb,2\na,2g.10gb,2')).toEqual([
      'a-1: 1g.5gb',
      'a-2: 1g.5gb',
      'a-3: 2g.10gb',
      'a-4: 2g.10gb',
    ]);
  });

  test('also where they are as long as a name can be', () => {
    const names = read(`${'x'.repeat(80)},1g.5gb,3`).value.vms.map(({ name }) => name.length);
    expect(Math.max(...names)).toBeLessThanOrEqual(80);
    expect(new Set(names).size).toBe(1);
  });
});

test('limits are errors of their own', () => {
  expect(error('')).toBe('empty-table');
  expect(error(' \n\t\n')).toBe('empty-table');
  expect(error('x'.repeat(1_000_001))).toBe('text-too-long');
  expect(error('a,1g.5gb\n'.repeat(MAX_TABLE_ROWS))).toBe('read');
  expect(error('a,1g.5gb\n'.repeat(MAX_TABLE_ROWS + 1))).toBe('too-many-rows');
  expect(error(`a,1g.5gb,${MAX_TABLE_VMS}`)).toBe('read');
  expect(error(`a,1g.5gb,${MAX_TABLE_VMS}\nb,1g.5gb`)).toBe('too-many-vms');
  expect(error('a,1g.5gb,999999999')).toBe('too-many-vms');
});

test('long texts that mean nothing are read in the time of a test', () => {
  const reading = (text: string): number[] => {
    const { value, notices: said } = read(text);
    return [value.vms.length, said.length];
  };
  expect(reading('"a\n'.repeat(300_000))).toEqual([0, 1]);
  expect(reading(`a,${'+'.repeat(900_000)}`)).toEqual([0, 1]);
  const numbered = (count: number, row: (n: number) => string): string =>
    Array.from({ length: count }, (_, n) => `${'y'.repeat(76)}${n},${row(n)}`).join('\n');
  expect(reading(numbered(9_000, (n) => `A100-${n}-20X`))).toEqual([0, 9_000]);
  expect(reading(numbered(5_000, () => '1g.5gb,2'))).toEqual([10_000, 4_999]);
});

describe('our own table comes back', () => {
  const csvOf = (vmList: readonly object[]): string => {
    const result = readDocument({ format: 'mig-plan', version: 1, vms: vmList });
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    return makeVmCsv(result.value.plan as ValidPlan);
  };

  test('with every hostile name, a leading apostrophe taken off once', () => {
    const named = HOSTILE_NAMES.map((name, n) => ({
      name: `${name.slice(0, 60)}${n}`,
      attachments: [{ profile: '1g.5gb' }],
    }));
    const result = readDocument({ format: 'mig-plan', version: 1, vms: named });
    if (!result.ok) throw new Error('no plan');
    const names = result.value.plan.vms.map((vm) => vm.name);
    expect(read(csvOf(named)).value.vms.map((vm) => vm.name)).toEqual(names);
  });

  test('rows of one VM are its vGPUs', () => {
    const text = csvOf([
      { name: 'two', group: 'g', attachments: [{ type: 'A100-3-20C' }, { profile: '1g.5gb' }] },
      { name: 'one', attachments: [{ type: 'A100-2-10C' }] },
    ]);
    expect(vms(text)).toEqual(['two: A100-3-20C + 1g.5gb (g)', 'one: A100-2-10C']);
    expect(notices(text).at(-1)).toBe('Line 3 is one more vGPU of "two".');
  });

  test('with its notes, as they are: lines, quotes, blanks and what looks like a formula', () => {
    const notes = ['=1+1', "'quoted'", '  two\nlines ', 'a "word", and more', '-', '+49 30; ask first', ''];
    const listed = notes.map((text, n) => ({
      ...{ name: `vm${n}`, notes: text },
      attachments: [{ type: 'A100-3-20C' }, { profile: '1g.5gb' }],
    }));
    const reading = read(csvOf(listed));
    expect(reading.value.vms.map((vm) => vm.notes)).toEqual(notes);
    // Nothing that a plan can take in is said to be passed over.
    const [passedOver] = reading.notices;
    expect(passedOver).toMatchObject({ names: ['Host', 'GPU', 'Board', 'Start'] });
  });

  const seed = 20261124;
  test(`of any plan the notes of each VM come back, seed ${seed}`, () => {
    let looked = 0;
    fc.assert(
      fc.property(planArbitrary(), (plan) => {
        if (plan.vms.length === 0) return;
        const { vms: back } = read(makeVmCsv(plan as ValidPlan), [], []).value;
        for (const { name, notes } of plan.vms) {
          if (plan.vms.filter((vm) => vm.name === name).length > 1) continue;
          const same = back.find((vm) => vm.name === name);
          if (same === undefined) continue;
          expect(same.notes).toBe(notes);
          if (notes !== '') looked += 1;
        }
      }),
      { seed, numRuns: 200 },
    );
    expect(looked).toBeGreaterThan(50);
  });

  test(`of any plan: each VM is there once or said to be left out, seed ${seed}`, () => {
    fc.assert(
      fc.property(planArbitrary(), (plan) => {
        if (plan.vms.length === 0) return;
        const reading = read(makeVmCsv(plan as ValidPlan), [], []);
        const left = new Set(plan.vms.map((vm) => vm.name));
        for (const { name } of reading.value.vms) left.delete(name);
        const out = reading.notices.filter(
          ({ code }) => code !== 'columns-passed-over' && code !== 'rows-joined',
        );
        expect(out.length).toBeGreaterThanOrEqual(left.size);
      }),
      { seed, numRuns: 100 },
    );
  });
});
