// Whatever is typed, the terminal answers soon, throws nothing, and leaves a machine that could be.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { geometryOf, occupancyOf, positionAt } from '../../model/geometry.ts';
import { planArbitrary } from '../../formats/planArbitrary.testing.ts';
import { complete, machineOf, powerOn, runLine, runLines, runWords, type Machine } from './simulator.ts';
import { A100, machineIn, one, RTX } from './states.testing.ts';

const host = (): Machine =>
  machineIn({
    driver: '550.54.14',
    gpus: [{ board: A100 }, { board: RTX }, { board: 'a30-24gb', isOff: true }],
  });

/** Instances at legal starts, none over another, IDs and compute instances each once. */
function expectPossible({ gpus }: Machine): void {
  for (const { board: id, gis, mode } of gpus) {
    const board = findBoard(id ?? '');
    if (board === undefined) continue;
    const geometry = geometryOf(board);
    if (!mode) expect(gis).toEqual([]);
    let mask = 0;
    for (const gi of gis) {
      const position = positionAt(geometry, gi.profile, gi.start);
      expect(position).toBeDefined();
      expect(mask & position!.mask).toBe(0);
      mask |= position!.mask;
      const taken = gi.cis.flatMap(({ start, size }) => Array.from({ length: size }, (_, at) => start + at));
      expect(new Set(taken).size).toBe(taken.length);
    }
    expect(mask).toBe(occupancyOf(geometry, gis).mask);
    expect(new Set(gis.map((gi) => gi.id)).size).toBe(gis.length);
  }
}

const WORDS = [
  ...[
    'nvidia-smi',
    'mig',
    '-i',
    '0',
    '1',
    '0,1',
    '-cgi',
    '9,19',
    '14:4',
    '1g.24gb',
    '3g.20gb',
    '-C',
    '-lgi',
    '-dgi',
    '-dci',
  ],
  ...[
    '-cci',
    '0',
    '-gi',
    '2',
    '3,5',
    '-ci',
    '-lcip',
    '-lcipp',
    '-lgip',
    '-mig',
    '-r',
    '-L',
    '-q',
    '-x',
    '|',
    'grep',
    '-v',
    '-E',
  ],
  ...[
    '(a|b)*',
    ';',
    '&&',
    '–cci',
    '"',
    "'",
    '\\',
    '#',
    'reboot',
    'docker',
    'run',
    '-e',
    'NVIDIA_VISIBLE_DEVICES=0:0',
    'x',
    '=',
  ],
  ...[
    '--query-gpu=name',
    '--format=csv',
    'history',
    'sudo',
    '$',
    '>',
    '\u0000',
    '\u202e',
    '[',
    ']',
    '*',
    '__proto__',
  ],
];

test('lines of real words in any order, seed 20260107', () => {
  const line = fc.array(fc.constantFrom(...WORDS), { maxLength: 12 }).map((words) => words.join(' '));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
      let machine = host();
      for (const typed of lines) {
        const done = runLine(machine, typed);
        expect(Number.isInteger(done.status) && done.status >= 0 && done.status <= 255).toBe(true);
        expect(done.inferredLines.every((at) => at < done.text.split('\n').length)).toBe(true);
        machine = done.machine;
      }
      expectPossible(machine);
    }),
    { seed: 20_260_107, numRuns: 400 },
  );
});

test('any characters at all, and completion of them, seed 20260108', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (typed) => {
      const machine = host();
      expect(runLine(machine, typed).machine.gpus).toEqual(machine.gpus);
      expect(complete(machine, `nvidia-smi ${typed}`).candidates.length).toBeLessThanOrEqual(50);
    }),
    { seed: 20_260_108, numRuns: 400 },
  );
});

test('lists of creations end in what the driver could have made, seed 20260109', () => {
  const board = findBoard(A100)!;
  const item = fc
    .tuple(fc.constantFrom(...board.profiles), fc.option(fc.integer({ min: 0, max: 8 })))
    .map(([{ id, name }, start]) => `${start === null ? (id ?? name) : `${name}:${start}`}`);
  fc.assert(
    fc.property(
      fc.array(item, { minLength: 1, maxLength: 9 }),
      fc.constantFrom('straight' as const, 'mirrored' as const),
      (items, kind) => {
        const machine = machineIn(one('550.54.14', { board: A100, kind }));
        const done = runLine(machine, `nvidia-smi mig -cgi ${items.join(',')} -C`);
        expectPossible(done.machine);
        const created = done.text.split('\n').filter((line) => line.startsWith('Successfully created GPU'));
        expect(done.machine.gpus[0]!.gis).toHaveLength(created.length);
        expect(done.status === 0).toBe(created.length === items.length);
      },
    ),
    { seed: 20_260_109, numRuns: 300 },
  );
});

describe('a megabyte', () => {
  const long = 'x'.repeat(1_000_000);
  test.each([
    ['a word', long],
    ['a list', `nvidia-smi mig -cgi ${'19,'.repeat(300_000)}19`],
    ['dashes', '–'.repeat(1_000_000)],
    ['quotes', '"'.repeat(999_999)],
    ['a prompt', `[root@${long}`],
    ['pipes', '| '.repeat(500_000)],
  ])('of %s is refused for its length, and kept nowhere', (_, line) => {
    const done = runLine(host(), line);
    expect(done.status).toBe(2);
    expect(done.text.length).toBeLessThan(300);
    expect(done.machine.history.join('').length).toBeLessThan(2000);
    expect(complete(host(), line).candidates).toEqual([]);
  });

  test('of lines runs the first of them', () => {
    expect(runLines(host(), 'nvidia-smi -L\n'.repeat(70_000))).toHaveLength(200);
  });

  test('of arguments at the command line', () => {
    const done = runWords(host(), ['nvidia-smi', 'mig', '-cgi', '19,'.repeat(300_000)]);
    expect(done.status).toBe(2);
  });
});

test('a list as long as a line takes stops where the GPU is full', () => {
  const done = runLine(host(), `nvidia-smi mig -i 0 -cgi ${Array.from({ length: 1900 }, () => '19').join()}`);
  expect(done.status).toBe(23);
  expect(done.machine.gpus[0]!.gis).toHaveLength(7);
});

test('any plan at all, legal or not, is a machine, seed 20260116', () => {
  fc.assert(
    fc.property(
      planArbitrary(),
      fc.constantFrom('observed' as const, 'planned' as const, 'empty' as const),
      (plan, from) => {
        for (const { id } of plan.hosts) {
          const machine = machineOf(plan, id, { from })!;
          for (const line of [
            'nvidia-smi',
            'nvidia-smi mig -lgi',
            'nvidia-smi mig -lcip',
            'nvidia-smi -q -x',
            'reboot',
          ]) {
            const done = runLine(machine, line);
            expect(done.text.split('\n').length).toBeLessThan(20_002);
            // Whatever the plan holds, no line of it could move the cursor.
            expect(done.text).not.toMatch(/[^\P{C}\n\t]/u);
            expect(complete(machine, `${line} `).candidates.length).toBeLessThanOrEqual(50);
          }
          const gone = runLines(machine, 'nvidia-smi mig -dci\nnvidia-smi mig -dgi').at(-1)!.machine;
          expect(
            gone.gpus.filter(({ mode, board }) => mode && board !== null).flatMap(({ gis }) => gis),
          ).toEqual([]);
          for (const vm of machine.vms) powerOn(machine, vm.name, 'power-on');
        }
      },
    ),
    { seed: 20_260_116, numRuns: 60 },
  );
});
