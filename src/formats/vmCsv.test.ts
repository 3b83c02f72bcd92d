import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import type { Plan, ValidPlan } from '../model/plan.ts';
import { decodeCsvField } from './encode/csv.ts';
import { HOSTILE_NAMES, planArbitrary } from './planArbitrary.testing.ts';
import { readDocument } from './readDocument.ts';
import { makeVmCsv } from './vmCsv.ts';

/** Whether a plan is legal is for others to say; the table has to hold for any. */
function csvOf(plan: Plan): string {
  return makeVmCsv(plan as ValidPlan);
}

function planOf(document: object): Plan {
  const result = readDocument({ format: 'mig-plan', version: 1, ...document });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.plan;
}

function onInstance(board: string, profile: string, attachment: object): object {
  return {
    hosts: [{ name: 'esx-01', gpus: [{ index: 3, board, instances: [{ profile, start: 4 }] }] }],
    vms: [{ name: 'v', attachments: [{ ...attachment, instance: '/hosts/0/gpus/0/instances/0' }] }],
  };
}

const HEAD = '"VM","State","Host","GPU","Board","Profile","Start","vGPU type","ESXi name","Group"\r\n';

describe('a row', () => {
  test.each([
    [
      'of a placed VM has texts in quotes and numbers bare',
      onInstance('a100-pcie-40gb', '3g.20gb', { type: 'A100-3-20C' }),
      '"v","Placed","esx-01",3,"a100-pcie-40gb","3g.20gb",4,"A100-3-20C","grid_a100-3-20c",""\r\n',
    ],
    [
      'of a VM that asked for a profile has the type of its instance',
      onInstance('a30-24gb', '1g.6gb', { profile: '1g.6gb' }),
      '"v","Placed","esx-01",3,"a30-24gb","1g.6gb",4,"A30-1-6C","nvidia_a30-1-6c",""\r\n',
    ],
    [
      'of a type that its board does not have keeps the type',
      onInstance('a30-24gb', '1g.6gb', { type: 'A100-3-20C' }),
      '"v","Placed","esx-01",3,"a30-24gb","1g.6gb",4,"A100-3-20C","unknown",""\r\n',
    ],
    [
      'of a profile without a public type says so',
      onInstance('b9', '1g.5gb', { profile: '1g.5gb' }),
      '"v","Placed","esx-01",3,"b9","1g.5gb",4,"unknown","unknown",""\r\n',
    ],
    [
      'of a VM that waits has no place',
      { vms: [{ name: 'v', group: 'g', attachments: [{ type: 'A100-3-20C' }] }] },
      '"v","Waiting","","","","","","A100-3-20C","grid_a100-3-20c","g"\r\n',
    ],
    [
      'of a VM that waits for a profile names it',
      { vms: [{ name: 'v', attachments: [{ profile: '3g.20gb' }] }] },
      '"v","Waiting","","","","3g.20gb","","unknown","unknown",""\r\n',
    ],
    [
      'of a VM that asks for nothing says only that',
      { vms: [{ name: 'v' }] },
      '"v","Waiting","","","","","","","",""\r\n',
    ],
    [
      'with a formula for a name is guarded',
      { vms: [{ name: '=HYPERLINK("http://x")' }] },
      '"\'=HYPERLINK(""http://x"")","Waiting","","","","","","","",""\r\n',
    ],
  ])('%s', (_, document, row) => {
    expect(csvOf(planOf(document))).toBe(HEAD + row);
  });

  test('of a GPU whose variant is not known has all its types', () => {
    const csv = csvOf(planOf(onInstance('rtx-pro-6000-server', '1g.24gb+gfx', { profile: '1g.24gb+gfx' })));
    expect(csv.split('\r\n')[1]).toMatch(/,"DC-1-24[^"]* or [^"]*",/);
  });

  test('stands for each attachment', () => {
    const two = { name: 'v', attachments: [{ profile: '1g.5gb' }, { profile: '1g.10gb' }] };
    expect(csvOf(planOf({ vms: [two] })).split('\r\n')).toHaveLength(4);
  });
});

function parsed(csv: string): string[][] {
  const { data, errors } = Papa.parse<string[]>(csv.replace(/\r\n$/, ''), {
    delimiter: ',',
    newline: '\r\n',
  });
  expect(errors).toEqual([]);
  return data.map((row) => row.map(decodeCsvField));
}

test('every hostile name comes back', () => {
  const names = HOSTILE_NAMES.map((name) => name.replace(/[\n\u202e]/, '').slice(0, 80));
  const rows = parsed(csvOf(planOf({ vms: HOSTILE_NAMES.map((name) => ({ name, group: name })) })));
  expect(rows.slice(1).map((row) => [row[0], row[9]])).toEqual(names.map((name) => [name, name]));
});

const seed = 20261209;
test(`every cell comes back as it was, and no text looks live, seed ${seed}`, () => {
  fc.assert(
    fc.property(planArbitrary(), (plan) => {
      const csv = csvOf(plan);
      const rows = parsed(csv).slice(1);
      const expected = plan.vms.flatMap((vm) =>
        Array.from({ length: Math.max(1, vm.attachments.length) }, () => [vm.name, vm.group ?? '']),
      );
      expect(rows.map((row) => [row[0], row[9]])).toEqual(expected);
      const placed = plan.vms.flatMap((vm) => vm.attachments).filter(({ instance }) => instance !== null);
      expect(rows.filter((row) => row[1] === 'Placed')).toHaveLength(placed.length);
      expect(csv).not.toMatch(/(?:^|,)"[ ;]*[=+\-@＝＋－＠]/m);
    }),
    { seed, numRuns: 200 },
  );
});
