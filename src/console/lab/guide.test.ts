import { describe, expect, test } from 'vitest';
import { mulberry32 } from '../../placement/solver/seeded.ts';
import {
  actInLab,
  guideOf,
  isLabFinished,
  labMoments,
  LAB_STEPS,
  LAB_VMS,
  makeMarksText,
  marksAfter,
  marksWithAllOf,
  obstacleOf,
  parseMarksText,
  runInLab,
  startLab,
  type LabDo,
  type LabMarks,
  type LabState,
} from './lab.ts';

interface Walk {
  readonly lab: LabState;
  readonly marks: LabMarks;
}

const BEGINNING: Walk = { lab: startLab(), marks: new Set() };

function done({ lab, marks }: Walk, todo: LabDo, form: 'printed' | 'corrected' = 'corrected'): Walk {
  if (todo.kind === 'action') {
    const next = actInLab(lab, todo.action);
    if (!next.ok) return { lab, marks };
    const deed = { kind: 'action', action: todo.action } as const;
    return { lab: next.value, marks: marksAfter(marks, lab, next.value, deed) };
  }
  const line = form === 'printed' ? (todo.asPrinted ?? todo.line) : todo.line;
  return typed({ lab, marks }, line, todo.at);
}

function typed({ lab, marks }: Walk, line: string, at = 'host'): Walk {
  const output = runInLab(lab, line, at);
  return { lab: output.state, marks: marksAfter(marks, lab, output.state, { kind: 'line', at, output }) };
}

/** What the guide says to do now. */
function asked({ lab, marks }: Walk): readonly [id: string, todo: LabDo] | null {
  const { steps, current } = guideOf(lab, marks);
  const guide = steps.find(({ step }) => step.id === current);
  if (guide === undefined) return null;
  return [guide.step.id, guide.step.todo[guide.next ?? -1]!];
}

const ALL = LAB_STEPS.flatMap(({ id, todo }) => todo.map((one) => [id, one] as const));

describe('who does what is asked', () => {
  test.each(['printed', 'corrected'] as const)('is asked for each thing once, in order: %s', (form) => {
    let walk = BEGINNING;
    for (const expected of ALL) {
      expect(asked(walk)).toEqual(expected);
      walk = done(walk, expected[1], form);
    }
    expect(asked(walk)).toBeNull();
    expect(isLabFinished(walk.lab)).toBe(true);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'comes to the end from any place that powers, reboots and modes lead to (seed %i)',
    (seed) => {
      const random = mulberry32(seed);
      const [first, second] = LAB_VMS;
      const detours: readonly ((walk: Walk) => Walk)[] = [
        (walk) => typed(walk, 'reboot'),
        (walk) => typed(walk, 'nvidia-smi'),
        (walk) => typed(walk, 'nvidia-smi mig -i 0 -gi 1 -dci'),
        (walk) => typed(walk, 'reboot', first),
        (walk) => typed(walk, 'esxcli graphics host set --default-type Shared'),
        (walk) =>
          done(walk, { kind: 'action', label: '', action: { type: 'vm/power', vm: second, isOn: false } }),
        (walk) => done(walk, { kind: 'action', label: '', action: { type: 'bios/sriov', isOn: false } }),
      ];
      let walk = BEGINNING;
      for (let turn = 0; turn < 60; turn++) {
        const next = asked(walk);
        walk =
          random() < 0.3 || next === null
            ? detours[Math.floor(random() * detours.length)]!(walk)
            : done(walk, next[1]);
      }
      for (let turn = 0; asked(walk) !== null; turn++) {
        expect([turn < ALL.length, asked(walk)]).toEqual([true, asked(walk)]);
        walk = done(walk, asked(walk)![1]);
      }
      expect(isLabFinished(walk.lab)).toBe(true);
    },
  );
});

describe('who goes another way', () => {
  function upTo(id: string): Walk {
    return ALL.slice(
      0,
      ALL.findIndex(([step]) => step === id),
    ).reduce((walk, [, todo]) => done(walk, todo), BEGINNING);
  }

  test('and reaches the step is asked for nothing more of it', () => {
    const walk = typed(upTo('maintenance'), 'esxcli system maintenanceMode set -e true');
    expect(asked(walk)![0]).toBe('driver');
  });

  test('and has begun the next step is not called back', () => {
    const begun = typed(upTo('graphics'), 'esxcli graphics host set --default-type SharedPassthru');
    expect(asked(begun)).toEqual(['graphics', LAB_STEPS[1]!.todo[1]]);
    expect(asked(typed(begun, 'esxcli software vib list | grep NVIDIA'))![0]).toBe('maintenance');
    expect(asked({ ...begun, marks: marksWithAllOf(begun.marks, 'graphics') })![0]).toBe('maintenance');
  });

  test('a line whose answer is another than it should be counts for nothing', () => {
    const early = typed(BEGINNING, 'nvidia-smi mig -lgi');
    expect(early.marks.size).toBe(0);
    // The one list of the driver serves where 440.107 is shown, and not where 450.73 should be.
    expect(makeMarksText(typed(BEGINNING, 'nvidia-smi').marks)).toBe('maintenance 1');
  });

  test('hears what stands in the way, and what helps', () => {
    const walk = typed(typed(upTo('gi-create'), 'nvidia-smi mig -cgi 19'), 'nvidia-smi mig -cci');
    expect(obstacleOf(walk.lab, 'gi-create')).toContain('nvidia-smi mig -dci');
    const free = typed(typed(walk, 'nvidia-smi mig -dci'), 'nvidia-smi mig -dgi');
    expect(obstacleOf(free.lab, 'gi-create')).toBeNull();
    expect(asked(done(free, asked(free)![1]))![0]).toBe('gi-list');
    const inService = typed(upTo('driver'), 'esxcli system maintenanceMode set -e false');
    expect(obstacleOf(inService.lab, 'driver')).toContain('maintenance mode');
    expect(obstacleOf(upTo('driver').lab, 'driver')).toBeNull();
  });

  test('what is taken away is asked for again, from its first line', () => {
    const walk = typed(upTo('gi-list'), 'reboot');
    expect(asked(walk)).toEqual(['gi-create', LAB_STEPS[8]!.todo[0]]);
  });
});

describe('kept', () => {
  test('marks as text, whatever the text', () => {
    const { marks } = ALL.slice(0, 12).reduce((walk, [, todo]) => done(walk, todo), BEGINNING);
    expect(parseMarksText(makeMarksText(marks))).toEqual(marks);
    expect(parseMarksText('')).toEqual(new Set());
    expect(parseMarksText('sriov 0,__proto__,x'.repeat(100_000))).toEqual(new Set(['sriov 0']));
  });

  test('the moments of a log lead from the beginning to the state', () => {
    const { lab } = ALL.reduce((walk, [, todo]) => done(walk, todo), BEGINNING);
    const moments = labMoments(lab);
    expect(moments.map(({ entry }) => entry)).toEqual(lab.log);
    expect(moments[0]!.before).toEqual(startLab());
    expect(moments.at(-1)!.after.host.gpus).toEqual(lab.host.gpus);
    expect(moments.filter(({ output }) => output === null).length).toBe(
      ALL.filter(([, todo]) => todo.kind === 'action').length,
    );
  });
});
