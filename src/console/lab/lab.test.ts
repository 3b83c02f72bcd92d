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
  vgpuTypesOffered,
  type LabError,
  type LabOutput,
  type LabStep,
  type StepProgress,
  type LabDo,
  type LabState,
  type LabStepId,
} from './lab.ts';
import { mulberry32 } from '../../placement/solver/seeded.ts';
import { labKey } from './record.ts';
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
  const steps: readonly LabStep[] = LAB_STEPS.filter(({ id }) => ids.includes(id));
  return steps.flatMap(({ todo }) => todo).reduce((now, one) => done(now, one), state);
}

function upTo(id: LabStepId): LabState {
  return through(startLab(), LAB_STEP_IDS.slice(0, LAB_STEP_IDS.indexOf(id)));
}

function status(state: LabState, id: LabStepId): StepProgress['status'] | undefined {
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

describe('a step is ticked by the state, not by its command', () => {
  const SPELLINGS: readonly (readonly [LabStepId, readonly (readonly [string, string])[]])[] = [
    ['maintenance', [['host', 'esxcli system maintenanceMode set -e yes']]],
    ['mig-mode', [['host', 'nvidia-smi --multi-instance-gpu=1 --id=0']]],
    ['gi-profiles', [['host', 'nvidia-smi mig --list-gpu-instance-profiles -i 0']]],
    [
      'gi-create',
      [
        ['host', 'nvidia-smi mig -cgi 9 -i 0'],
        ['host', 'nvidia-smi mig -cgi 3g.20gb'],
      ],
    ],
    ['gi-list', [['host', '# nvidia-smi mig -i 0 --list-gpu-instances']]],
    ['ci-create', [['host', 'nvidia-smi mig -cci']]],
    ['ci-list', [['host', 'clear; nvidia-smi mig -gi 1,2 -lci']]],
    [
      'guest-view',
      [
        [FIRST, 'nvidia-smi mig -i 0 -lgi'],
        [FIRST, 'sudo nvidia-smi mig -gi 0 -lci'],
      ],
    ],
    ['container', [[FIRST, `docker run --rm --gpus '"device=0:0"' nvidia/cuda:12 nvidia-smi -L`]]],
  ];
  test.each(SPELLINGS)('%s, typed otherwise', (id, lines) => {
    let state = upTo(id);
    for (const [at, line] of lines) {
      expect(status(state, id)).toBe('open');
      const output: LabOutput = runInLab(state, line, at);
      expect([line, output.status]).toEqual([line, 0]);
      state = output.state;
    }
    expect(status(state, id)).toBe('reached');
  });

  test('-cgi 9,9 -C creates both sorts, and ticks both steps', () => {
    const { state } = runInLab(upTo('gi-create'), 'nvidia-smi mig -i 0 -cgi 9,9 -C');
    expect(stepsReached(state)).toEqual(expect.arrayContaining(['gi-create', 'ci-create']));
  });

  test('a command that is refused, or shows another layout, ticks nothing', () => {
    const state = upTo('gi-create');
    const lines = [
      'nvidia-smi mig -lgi',
      'nvidia-smi mig -lci',
      'nvidia-smi mig -lcip',
      'nvidia-smi mig -i 0 -cgi 9',
      'nvidia-smi mig -lgi',
      'nvidia-smi mig -i 0 -cgi 14',
      'nvidia-smi mig -lgi | grep "GPU instances"',
      'esxcli software vib install -v /nothing',
      'docker run --runtime=nvidia nvidia/cuda nvidia-smi',
    ];
    const after = runLinesInLab(state, lines.join('\n')).at(-1)!.state;
    expect(after.host.gpus[0]!.gis.map(({ profile }) => profile).sort()).toEqual(['2g.10gb', '3g.20gb']);
    expect(after.ticked).toEqual(state.ticked);
  });

  test('a container that is given no MIG device does not count', () => {
    const state = upTo('container');
    for (const line of [
      'docker run nvidia/cuda nvidia-smi',
      'docker run --runtime=nvidia -e NVIDIA_VISIBLE_DEVICES=none nvidia/cuda nvidia-smi -L',
      'docker run --runtime=nvidia -e NVIDIA_VISIBLE_DEVICES=all nvidia/cuda nvidia-smi --help',
      'nvidia-smi -L | grep "docker run nvidia-smi"',
      'nvidia-smi -L',
    ]) {
      expect([line, status(runInLab(state, line, FIRST).state, 'container')]).toEqual([line, 'open']);
    }
  });
});

describe('other orders', () => {
  test('BIOS and graphics last, lists twice, types before instances', () => {
    const state = through(startLab(), [
      ...(['maintenance', 'driver', 'mig-mode', 'mig-reboot', 'back-in-service'] as const),
    ]);
    let now = through(state, ['vgpu-type']);
    now = through(now, ['gi-profiles']);
    now = through(now, ['gi-create', 'ci-profiles', 'ci-create', 'gi-list', 'ci-list']);
    const refused = actInLab(now, { type: 'vm/power', vm: FIRST, isOn: true });
    expect(refused).toEqual({ ok: false, error: { code: 'sriov-off' } });
    // The restart for the BIOS takes every instance with it.
    now = through(now, ['sriov']);
    expect(status(now, 'gi-create')).toBe('undone');
    expect(status(now, 'ci-create')).toBe('undone');
    expect(status(now, 'mig-reboot')).toBe('reached');
    expect(actInLab(now, { type: 'vm/power', vm: FIRST, isOn: true })).toMatchObject({
      ok: false,
      error: { code: 'graphics-not-shared' },
    });
    now = through(now, ['graphics']);
    expect(actInLab(now, { type: 'vm/power', vm: FIRST, isOn: true })).toMatchObject({
      ok: false,
      error: { code: 'no-instance' },
    });
    now = through(now, ['gi-create', 'ci-create', 'power-on', 'guest-driver', 'container', 'guest-view']);
    expect(isLabFinished(now)).toBe(true);
    expect(layout(now)).toEqual(LAYOUT);
  });

  test('after a reboot of a finished lab what is lost is undone, and can be done again', () => {
    const whole = through(startLab());
    const lost = runInLab(whole, 'reboot').state;
    const undone = labProgress(lost).flatMap(({ id, status: is }) => (is === 'undone' ? [id] : []));
    expect(undone).toEqual(['gi-create', 'ci-create', 'power-on', 'guest-driver']);
    expect(isLabFinished(lost)).toBe(false);
    const again = through(lost, ['gi-create', 'ci-create', 'power-on']);
    expect(isLabFinished(again)).toBe(true);
    expect(layout(again)).toEqual(LAYOUT);
  });

  test('a VM without its driver has no nvidia-smi, keeps the driver over a restart, and off it has no terminal', () => {
    const state = upTo('guest-driver');
    expect(runInLab(state, 'nvidia-smi', FIRST)).toMatchObject({ status: 127 });
    let now = through(state, ['guest-driver']);
    for (const isOn of [false, true]) {
      const next = actInLab(now, { type: 'vm/power', vm: FIRST, isOn });
      if (!next.ok) throw new Error(next.error.code);
      now = next.value;
      expect(runInLab(now, 'nvidia-smi', FIRST).status).toBe(isOn ? 0 : 2);
      expect(machineAt(now, FIRST)?.name ?? null).toBe(isOn ? FIRST : null);
    }
    expect(runInLab(now, 'nvidia-smi', SECOND).status).toBe(127);
    expect(runInLab(now, 'nvidia-smi', 'nobody').status).toBe(2);
  });
});

/** Done where it works, and left where it is refused. */
function tried(state: LabState, todo: LabDo): LabState {
  if (todo.kind === 'line') return runInLab(state, todo.line, todo.at).state;
  const next = actInLab(state, todo.action);
  return next.ok ? next.value : state;
}

test.each(Array.from({ length: 12 }, (_, seed) => seed))(
  'whatever order its commands were typed in, the steps once more from first to last end it, seed %i',
  (seed) => {
    const random = mulberry32(seed);
    const all = LAB_STEPS.flatMap(({ todo }) => todo);
    let state = startLab();
    for (let at = 0; at < 80; at++) {
      const before = state.ticked;
      state = tried(state, all[Math.floor(random() * all.length)]!);
      expect(state.ticked).toEqual(expect.arrayContaining([...before]));
    }
    const back = parseLabText(makeLabText(state) ?? '');
    if (!back.ok) throw new Error(back.error.code);
    expect(labKey(back.value)).toBe(labKey(state));
    // A host with running VMs does not enter maintenance mode.
    const off = LAB_VMS.map((vm): LabDo => ({
      kind: 'action',
      label: 'off',
      action: { type: 'vm/power', vm, isOn: false },
    }));
    const end = [...off, ...all].reduce(tried, back.value);
    expect(labProgress(end).filter((step) => step.status !== 'reached')).toEqual([]);
    expect(layout(end)).toEqual(LAYOUT);
  },
);

test('the types that the host offers are those of MIG, and of its release', () => {
  expect(vgpuTypesOffered(startLab())).toEqual([]);
  expect(vgpuTypesOffered(upTo('vgpu-type'))).toEqual(
    ['1-5c', '2-10c', '3-20c', '4-20c', '7-40c'].map((type) => `grid_a100-${type}`),
  );
});

describe('what is refused says why', () => {
  test.each([
    [
      'no types while MIG is off',
      startLab(),
      { type: 'vm/vgpu', vm: FIRST, vgpu: 'grid_a100-3-20c' },
      'MIG mode is off',
    ],
    [
      'a type of another board',
      upTo('vgpu-type'),
      { type: 'vm/vgpu', vm: FIRST, vgpu: 'grid_a100d-3-40c' },
      'grid_a100-3-20c',
    ],
    [
      'a type of 8.0 U3',
      upTo('vgpu-type'),
      { type: 'vm/vgpu', vm: FIRST, vgpu: 'grid_a100-1-10c' },
      'does not offer',
    ],
    ['a VM that runs', upTo('guest-driver'), { type: 'vm/vgpu', vm: FIRST, vgpu: null }, 'power it off'],
    ['a driver in a VM that is off', upTo('vgpu-type'), { type: 'vm/driver', vm: FIRST }, 'power it on'],
    ['a VM of another name', startLab(), { type: 'vm/power', vm: 'vm-x', isOn: true }, 'no VM vm-x'],
  ] as const)('%s', (_, state, action, says) => {
    const done = actInLab(state, action);
    if (done.ok) throw new Error('not refused');
    const error: LabError = done.error;
    expect(labErrorMessage(error)).toContain(says);
  });

  test('a line that is too long, and a megabyte of lines', () => {
    const long = runInLab(startLab(), `nvidia-smi ${'x'.repeat(1000)}`);
    expect(long).toMatchObject({ status: 2 });
    expect(long.state).toEqual(startLab());
    expect(runLinesInLab(startLab(), 'help\n'.repeat(200_000)).length).toBe(200);
  });
});

test('nothing that was there is changed: a state stays as it was', () => {
  const state = upTo('vgpu-type');
  const before = JSON.stringify(state);
  through(state, ['vgpu-type', 'power-on', 'guest-driver', 'guest-view', 'container']);
  expect(JSON.stringify(state)).toBe(before);
});

test('the data is whole: every step says why, what to look for, and where each change is written', () => {
  for (const { title, why, lookFor, todo, changed } of LAB_STEPS) {
    for (const text of [title, why, lookFor, ...changed.map((one) => one.text)]) {
      expect(text.length).toBeGreaterThan(10);
      expect(text).not.toMatch(/[\u2010-\u2015]/);
    }
    expect(todo.length).toBeGreaterThan(0);
    for (const one of changed) if (one.confidence === 'documented') expect(one.source).not.toBeNull();
  }
});
