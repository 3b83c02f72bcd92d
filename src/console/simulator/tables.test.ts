// The tables of a machine of our own, at the width of each driver: what has to hold where the collection of real outputs is not there.
import { describe, expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { driverAge } from '../../model/driverVersion.ts';
import { runLine } from './simulator.ts';
import { A100, full, machineIn, one } from './states.testing.ts';

/** Outer widths by driver branch. */
const WIDTHS: readonly (readonly [
  driver: string,
  lgi: number,
  lgip: number,
  lci: number,
  summary: number,
])[] = [
  ['450.80.02', 54, 76, 57, 79],
  ['460.91.03', 54, 76, 57, 79],
  ['470.57.02', 54, 76, 70, 79],
  ['510.47.03', 57, 79, 70, 79],
  ['525.85.12', 57, 79, 70, 79],
  ['535.104.12', 57, 79, 70, 89],
  ['550.54.14', 57, 79, 70, 91],
  ['570.148.08', 59, 81, 70, 91],
  ['580.65.06', 59, 81, 70, 91],
];

const BOARDS = ['a100-80gb', 'a30-24gb', 'b300', 'rtx-pro-6000-server', 'rtx-pro-6000-maxq'];

describe.each(WIDTHS)('driver %s', (driver, lgi, lgip, lci, summary) => {
  // A driver does not print boards that came after it.
  const printed = BOARDS.filter((board) => {
    const { minDriver } = findBoard(board)!;
    return minDriver === null || driverAge(driver, minDriver) === 'enough';
  });

  test.each(printed)('no row is wider or narrower than its table: %s', (board) => {
    const machine = runLine(machineIn(one('595.58.03', { board })), 'nvidia-smi mig -cgi 0 -C').machine;
    const of = { ...machine, driver };
    for (const [command, width] of [
      ['nvidia-smi mig -lgi', lgi],
      ['nvidia-smi mig -lgip', lgip],
      ['nvidia-smi mig -lci', lci],
      ['nvidia-smi mig -lcip', 88],
      ['nvidia-smi', summary],
    ] as const) {
      const lines = runLine(of, command)
        .text.split('\n')
        .filter((line) => /^[|+]/.test(line));
      expect(lines.length).toBeGreaterThan(3);
      expect([command, ...new Set(lines.map((line) => line.length))]).toEqual([command, width]);
    }
  });
});

test('a whole answer of R535, written out', () => {
  const machine = machineIn(
    one('535.104.12', {
      board: A100,
      at: ['2g.10gb@0', '1g.5gb@2', '3g.20gb@4'],
      cis: { 2: ['3g.20gb'], ...full('1g.5gb', [9]) },
    }),
  );
  expect(runLine(machine, 'nvidia-smi mig -lgi').text).toBe(`\
+-------------------------------------------------------+
| GPU instances:                                        |
| GPU   Name             Profile  Instance   Placement  |
|                          ID       ID       Start:Size |
|=======================================================|
|   0  MIG 1g.5gb          19        9          2:1     |
+-------------------------------------------------------+
|   0  MIG 2g.10gb         14        3          0:2     |
+-------------------------------------------------------+
|   0  MIG 3g.20gb          9        2          4:4     |
+-------------------------------------------------------+
`);
  expect(runLine(machine, 'nvidia-smi mig -i 0 -lci').text).toBe(`\
+--------------------------------------------------------------------+
| Compute instances:                                                 |
| GPU     GPU       Name             Profile   Instance   Placement  |
|       Instance                       ID        ID       Start:Size |
|         ID                                                         |
|====================================================================|
|   0      9       MIG 1g.5gb           0         0          0:1     |
+--------------------------------------------------------------------+
|   0      2       MIG 3g.20gb          2         0          0:3     |
+--------------------------------------------------------------------+
`);
  expect(runLine(machine, 'nvidia-smi mig -lgip | grep -A 1 "MIG 1g.10gb"').text).toBe(`\
|   0  MIG 1g.10gb       15     0/4        9.75       No     14     1     0   |
|                                                             1     0     0   |
`);
  expect(runLine(machine, 'nvidia-smi | grep MiB').text).toBe(`\
| N/A   N/A    P0              N/A /  N/A |      0MiB / 40960MiB |     N/A      Default |
|  0    2   0   0  |               0MiB / 20096MiB  | 42      0 |  3   0    2    0    0 |
|                  |               0MiB / 32767MiB  |           |                       |
|  0    9   0   1  |               0MiB /  4864MiB  | 14      0 |  1   0    0    0    0 |
|                  |               0MiB /  8191MiB  |           |                       |
`);
});
