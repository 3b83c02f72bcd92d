import { describe, expect, test } from 'vitest';
import { GPU_KINDS } from '../../model/plan.ts';
import {
  actInLab,
  isLabFinished,
  labErrorMessage,
  labProgress,
  LAB_STEPS,
  LAB_VMS,
  machineAt,
  makeLabText,
  parseLabText,
  runInLab,
  runLinesInLab,
  startLab,
  stepsReached,
  type LabDo,
  type LabState,
  type LabStepId,
} from './lab.ts';
import { LAB_STEP_IDS } from './state.ts';

const [FIRST, SECOND] = LAB_VMS;

function done(state: LabState, todo: LabDo, form: 'printed' | 'corrected' = 'corrected'): LabState {
  if (todo.kind === 'action') {
    const next = actInLab(state, todo.action);
    if (!next.ok) throw new Error(labErrorMessage(next.error));
    return next.value;
  }
  const line = form === 'printed' ? (todo.asPrinted ?? todo.line) : todo.line;
  const output = runInLab(state, line, todo.at);
  expect([line, output.status]).toEqual([line, todo.status]);
  for (const text of todo.shows) expect(`${line}\n${output.text}`).toContain(text);
  return output.state;
}

function through(state: LabState, ids: readonly LabStepId[] = LAB_STEP_IDS): LabState {
  const steps = LAB_STEPS.filter(({ id }) => ids.includes(id));
  return steps.flatMap(({ todo }) => todo).reduce((now, one) => done(now, one), state);
}

function upTo(id: LabStepId): LabState {
  return through(startLab(), LAB_STEP_IDS.slice(0, LAB_STEP_IDS.indexOf(id)));
}

function status(state: LabState, id: LabStepId): string | undefined {
  return labProgress(state).find((one) => one.id === id)?.status;
}

/** What the article ends with. */
function layout({ host }: LabState): unknown {
  const gis = host.gpus[0]!.gis.map((gi) => [
    gi.profile,
    gi.start,
    gi.size,
    gi.cis.map(({ profile }) => profile),
  ]);
  const held = host.vms.map(({ isOn, vgpus }) => isOn && vgpus.map(({ at }) => at?.gi));
  return { gis: gis.sort(), held: held.flat().sort() };
}

const LAYOUT = {
  gis: [
    ['3g.20gb', 0, 4, ['3g.20gb']],
    ['3g.20gb', 4, 4, ['3g.20gb']],
  ],
  held: [1, 2],
};

describe('from first to last', () => {
  test('the steps are those of the article, in its order', () => {
    expect(LAB_STEPS.map(({ id }) => id)).toEqual([...LAB_STEP_IDS]);
  });

  test.each(
    GPU_KINDS.flatMap((kind) => (['printed', 'corrected'] as const).map((form) => [form, kind] as const)),
  )(
    'as %s, on a %s GPU: every answer shows what it should, each step ticks at its last command and the layout is the article’s',
    (form, kind) => {
      let state = startLab(kind);
      for (const [at, { id, todo }] of LAB_STEPS.entries()) {
        expect([id, status(state, id)]).toEqual([id, 'open']);
        for (const one of todo) state = done(state, one, form);
        expect(labProgress(state).map((step) => step.status)).toEqual(
          LAB_STEP_IDS.map((_, other) => (other <= at ? 'reached' : 'open')),
        );
        expect(isLabFinished(state)).toBe(id === 'container');
      }
      expect(layout(state)).toEqual(LAYOUT);
    },
  );
});
