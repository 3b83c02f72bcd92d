import { describe, expect, test } from 'vitest';
import {
  actInLab,
  isLabFinished,
  LAB_STEPS,
  LAB_VMS,
  labTextErrorMessage,
  makeLabText,
  parseLabText,
  runInLab,
  startLab,
  type LabAction,
  type LabState,
  type LabTextError,
} from './lab.ts';
import { labKey } from './record.ts';

function read(text: string | null): LabState {
  const back = parseLabText(text ?? '');
  if (!back.ok) throw new Error(labTextErrorMessage(back.error));
  return back.value;
}

function act(state: LabState, action: LabAction): LabState {
  const next = actInLab(state, action);
  if (!next.ok) throw new Error(next.error.code);
  return next.value;
}

describe('leave and come back', () => {
  test.each(['straight', 'mirrored'] as const)(
    'after any thing done, on a %s GPU, and go on to the end',
    (kind) => {
      let state = startLab(kind);
      for (const todo of LAB_STEPS.flatMap((step) => step.todo)) {
        state = todo.kind === 'action' ? act(state, todo.action) : runInLab(state, todo.line, todo.at).state;
        const back = read(makeLabText(state));
        expect(labKey(back)).toBe(labKey(state));
        expect(back.ticked).toEqual(state.ticked);
        // What comes next is done on what came back.
        state = back;
      }
      expect(isLabFinished(state)).toBe(true);
      expect(makeLabText(state)!.length).toBeLessThan(3000);
    },
  );

  test('what changes nothing is not kept', () => {
    let state = startLab();
    for (let at = 0; at < 500; at++) state = runInLab(state, at % 2 === 0 ? 'help' : 'nonsense').state;
    expect(state.log).toEqual([]);
  });

  test('a thousand detours end in the same state, and in a text of what led there', () => {
    let state = runInLab(startLab(), 'esxcli system maintenanceMode set -e true').state;
    for (let at = 0; at < 1000; at++) {
      state = runInLab(state, `nvidia-smi -pm ${at % 2}`).state;
      if (at % 100 === 0) state = act(state, { type: 'bios/sriov', isOn: !state.isSriovOn });
    }
    expect(state.log.length).toBeGreaterThan(300);
    const text = makeLabText(state)!;
    expect((JSON.parse(text) as { done: unknown[] }).done.length).toBeLessThan(10);
    expect(labKey(read(text))).toBe(labKey(state));
  });

  test('more states than are kept: no text, and the lab goes on', () => {
    let state = startLab();
    state = runInLab(state, 'esxcli system maintenanceMode set -e true').state;
    for (let at = 0; at < 320; at++) {
      state = runInLab(state, `esxcli software vib install -v /drv/NVIDIA_Driver_450.${100 + at}.vib`).state;
    }
    expect(makeLabText(state)).toBeNull();
    expect(state.host.driver).toBe('450.419');
  });
});

describe('a text from outside', () => {
  const whole = { lab: 1, kind: 'straight', done: [['host', 'reboot']] };
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const REFUSED: readonly (readonly [string, LabTextError['code']])[] = [
    ['', 'not-json'],
    ['{"lab":1', 'not-json'],
    ['null', 'bad-shape'],
    ['[]', 'bad-shape'],
    [deep, 'too-long'],
    [deep.slice(15_000, -15_000), 'bad-shape'],
    ['"lab"', 'bad-shape'],
    [JSON.stringify({ ...whole, lab: 2 }), 'too-new'],
    [JSON.stringify({ ...whole, lab: 0 }), 'bad-shape'],
    [JSON.stringify({ ...whole, lab: '1' }), 'bad-shape'],
    [JSON.stringify({ ...whole, kind: 'bent' }), 'bad-shape'],
    [JSON.stringify({ ...whole, done: { length: 1 } }), 'bad-shape'],
    [JSON.stringify({ ...whole, done: Array(301).fill(['host', 'x']) }), 'bad-shape'],
    [JSON.stringify({ ...whole, done: [['host', 'x'.repeat(1001)]] }), 'bad-shape'],
    [JSON.stringify({ ...whole, done: [['h'.repeat(61), 'x']] }), 'bad-shape'],
    [JSON.stringify({ ...whole, done: [['host', 'x', 'y']] }), 'bad-shape'],
    [JSON.stringify({ ...whole, done: [['host', 7]] }), 'bad-shape'],
    [JSON.stringify({ ...whole, done: [null] }), 'bad-shape'],
    [JSON.stringify({ ...whole, done: [{ type: 'constructor', vm: 'x' }] }), 'bad-shape'],
    [JSON.stringify({ ...whole, done: [{ type: 'bios/sriov', isOn: 1 }] }), 'bad-shape'],
    [JSON.stringify({ ...whole, done: [{ type: 'vm/vgpu', vm: 'x', vgpu: {} }] }), 'bad-shape'],
    ['x'.repeat(20_001), 'too-long'],
  ];
  test.each(REFUSED)('%.60s is refused as %s', (text, code) => {
    const read = parseLabText(text);
    if (read.ok) throw new Error('read');
    expect(read.error.code).toBe(code);
    expect(labTextErrorMessage(read.error)).toMatch(/starts anew\.$/);
  });

  test('cannot tick a step that was not reached, or name what is not there', () => {
    const text = JSON.stringify({
      ...whole,
      ticked: ['container'],
      host: { gpus: [] },
      done: [
        ['__proto__', 'nvidia-smi'],
        ['nobody', 'reboot'],
        { type: 'vm/power', vm: '__proto__', isOn: true },
        { type: 'vm/power', vm: LAB_VMS[0], isOn: true },
        { type: 'vm/driver', vm: LAB_VMS[0] },
        ['host', 'nvidia-smi mig -cgi 9,9'],
      ],
    });
    const back = read(text);
    expect(back.ticked).toEqual([]);
    expect(back.host.gpus[0]!.gis).toEqual([]);
  });

  test('the largest that is read is done within five seconds, even on a busy machine', () => {
    const line = `${'nvidia-smi;'.repeat(80)}nvidia-smi`;
    const done = Array.from({ length: 22 }, () => ['host', line]);
    const text = JSON.stringify({ ...whole, done });
    expect(text.length).toBeLessThan(20_000);
    const from = performance.now();
    read(text);
    expect(performance.now() - from).toBeLessThan(5000);
  });
});
