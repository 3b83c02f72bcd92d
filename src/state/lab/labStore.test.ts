import { describe, expect, test } from 'vitest';
import { guideOf, isLabFinished, LAB_STEPS, LAB_VMS, startLab } from '../../console/lab/lab.ts';
import { checkPlan } from '../../placement/check.ts';
import type { KeyValueStore } from '../persist.ts';
import { planOfLab } from './labPlan.ts';
import { createLabStore, type LabStore } from './labStore.ts';

const [FIRST] = LAB_VMS;

interface Shelf extends KeyValueStore {
  readonly kept: Map<string, string>;
  fault: DOMException | null;
}

function shelf(): Shelf {
  const kept = new Map<string, string>();
  const one: Shelf = {
    kept,
    fault: null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => {
      if (one.fault !== null) throw one.fault;
      kept.set(key, value);
    },
    removeItem: (key) => void kept.delete(key),
  };
  return one;
}

function opened(storage: KeyValueStore | null): { readonly lab: LabStore; readonly said: string[] } {
  const said: string[] = [];
  return { lab: createLabStore({ storage, say: (text) => said.push(text) }), said };
}

/** Does what the guide asks for, so often, or to the end. */
function follow(lab: LabStore, most = 100): number {
  for (let turn = 0; turn < most; turn++) {
    const { lab: state, marks } = lab.store.getState();
    const { steps, current } = guideOf(state, marks);
    const guide = steps.find(({ step }) => step.id === current);
    const todo = guide?.step.todo[guide.next ?? 0];
    if (todo === undefined) return turn;
    lab.do(todo);
  }
  return most;
}

const ALL = LAB_STEPS.flatMap(({ todo }) => todo).length;

test('of a paste that is too long it is said how much was run', () => {
  const { lab, said } = opened(null);
  lab.type('nvidia-smi -L\n\n'.repeat(600), 'host');
  const { entries } = lab.store.getState();
  expect(entries.get('host')!.at(-1)).toMatchObject({
    kind: 'remark',
    text: 'The first 200 lines of the paste were run; the other 400 lines were not.',
  });
  expect(said.at(-1)).toMatch(/^200 commands run\. The last: GPU 0: /);
  lab.type('9'.repeat(1_000_000), 'host');
  expect(said.at(-1)).toContain('The line has 1000000 characters; this terminal takes 1000.');
});

describe('from first to last', () => {
  test('what is asked for is enough, each thing once, and the ticks are said', () => {
    const { lab, said } = opened(null);
    expect(follow(lab)).toBe(ALL);
    expect(isLabFinished(lab.store.getState().lab)).toBe(true);
    const ticks = said.join(' ').match(/Done: step \d+/g);
    expect(ticks).toEqual(LAB_STEPS.map((_, at) => `Done: step ${at + 1}`));
    expect(said.at(-1)).toContain('The lab is through.');
  });

  test('it becomes a plan that breaks no rule, with both VMs on its instances', () => {
    const { lab } = opened(null);
    follow(lab);
    const plan = planOfLab(lab.store.getState().lab);
    expect(checkPlan(plan)).toEqual([]);
    const [host] = plan.hosts;
    const drawn = host!.gpus[0]!.instances;
    expect(drawn.map(({ profile, start }) => [profile, start])).toEqual([
      ['3g.20gb', 0],
      ['3g.20gb', 4],
    ]);
    expect(host!.observed).toBeNull();
    expect(new Set(plan.vms.map(({ attachments: [one] }) => one!.instance))).toEqual(
      new Set(drawn.map(({ id }) => id)),
    );
  });

  test('undo leads back to the beginning step by step, redo to the end', () => {
    const { lab } = opened(shelf());
    follow(lab);
    const end = lab.store.getState();
    for (let steps = end.past.length; steps > 0; steps--) lab.undo();
    expect(lab.store.getState().lab).toMatchObject({ log: [], ticked: [], isSriovOn: false });
    lab.undo();
    for (let steps = end.past.length; steps > 0; steps--) lab.redo();
    expect(lab.store.getState().lab).toBe(end.lab);
    lab.restart();
    expect(lab.store.getState().lab).toEqual(startLab());
    lab.undo();
    expect(isLabFinished(lab.store.getState().lab)).toBe(true);
  });
});

describe('what is shown', () => {
  test('a step that was done still says what to look for, until the next is done', () => {
    const { lab } = opened(null);
    follow(lab, 1);
    expect(lab.store.getState().lastDone).toBe('sriov');
    follow(lab, 2);
    expect(lab.store.getState().lastDone).toBe('sriov');
    follow(lab, 1);
    expect(lab.store.getState().lastDone).toBe('graphics');
  });

  test('a step that was looked back at stays open until another is due', () => {
    const { lab } = opened(null);
    follow(lab, 4);
    lab.show('sriov');
    lab.type('nvidia-smi', 'host');
    expect(lab.store.getState().shown).toBe('sriov');
    lab.type('esxcli system maintenanceMode set -e true', 'host');
    expect(lab.store.getState().shown).toBeNull();
    lab.show('driver');
    expect(lab.store.getState().shown).toBe('none');
    lab.show('driver');
    expect(lab.store.getState().shown).toBeNull();
  });

  test('a refusal stands at its step until something else is done', () => {
    const { lab, said } = opened(null);
    lab.act({ type: 'vm/driver', vm: FIRST });
    expect(lab.store.getState().refusal).toBe(`${FIRST} is off: power it on first.`);
    expect(said.at(-1)).toBe(`${FIRST} is off: power it on first.`);
    lab.type('help', 'host');
    expect(lab.store.getState().refusal).toBeNull();
    // Step 4 asked for out of its turn.
    lab.do(LAB_STEPS[3]!.todo[1]!);
    expect(lab.store.getState().refusal).toContain('the terminal says why');
  });

  test('a megabyte, a thousand lines and blank lines at a terminal', () => {
    const { lab } = opened(shelf());
    const before = lab.store.getState().lab;
    lab.type('x'.repeat(1_000_000), 'host');
    lab.type('\n \r\n\t\n', 'host');
    lab.type('<script>\u001b[31m\n'.repeat(1000), 'host');
    lab.type('nvidia-smi', 'no such VM');
    const { lab: after, entries } = lab.store.getState();
    expect(after.host.gpus).toEqual(before.host.gpus);
    const letters = [...entries.values()].flat().reduce((sum, one) => sum + JSON.stringify(one).length, 0);
    expect(letters).toBeLessThan(200_000);
  });
});

describe('kept in the browser', () => {
  test.each([3, 9, 17, 20, 30, ALL])(
    'after %i things done the next page asks for the same as this one',
    (most) => {
      const storage = shelf();
      const { lab } = opened(storage);
      follow(lab, most);
      const { lab: again, said } = opened(storage);
      const [is, was] = [again.store.getState(), lab.store.getState()];
      expect(guideOf(is.lab, is.marks)).toEqual(guideOf(was.lab, was.marks));
      expect(is.past.map(({ label }) => label)).toEqual(was.past.map(({ label }) => label));
      expect([is.trouble, said]).toEqual([null, []]);
      expect(ALL - most).toBe(follow(again));
    },
  );

  test('the terminals show again what changed the lab', () => {
    const storage = shelf();
    follow(opened(storage).lab);
    const { entries } = opened(storage).lab.store.getState();
    const lines = (at: string): string[] =>
      entries.get(at)!.flatMap((one) => (one.kind === 'answer' ? [one.line] : []));
    expect(lines('host')).toContain('nvidia-smi mig -i 0 -cgi 9,9');
    expect(lines(FIRST).at(-1)).toContain('docker run');
  });

  test('two pages at once: the one that wrote last has the last word', () => {
    const storage = shelf();
    const [one, other] = [opened(storage).lab, opened(storage).lab];
    follow(one, 10);
    follow(other, 3);
    follow(one, 1);
    follow(other, 1);
    const { lab } = opened(storage).lab.store.getState();
    expect(lab.log).toEqual(other.store.getState().lab.log);
  });

  test.each([
    ['full', new DOMException('', 'QuotaExceededError'), 'storage for the page is full'],
    ['forbidden', new DOMException('', 'SecurityError'), 'keeps no data for the page'],
  ])('storage that is %s is said once, and nothing is lost while the page is open', (_, fault, words) => {
    const storage = shelf();
    const { lab, said } = opened(storage);
    follow(lab, 2);
    storage.fault = fault;
    follow(lab, 2);
    expect(lab.store.getState().trouble).toContain(words);
    expect(said.filter((text) => text.includes(words)).length).toBe(1);
    storage.fault = null;
    follow(lab);
    expect(lab.store.getState().trouble).toBeNull();
    expect(isLabFinished(opened(storage).lab.store.getState().lab)).toBe(true);
  });

  test('no storage at all is said from the beginning', () => {
    const throwing = { getItem: refuse, setItem: refuse, removeItem: refuse };
    for (const storage of [null, throwing]) {
      const { lab } = opened(storage);
      expect(lab.store.getState().trouble).toContain('keeps no data for the page');
      expect(follow(lab)).toBe(ALL);
    }
  });

  test.each([
    '',
    'x',
    '{}',
    '{"lab":2}',
    '{"lab":1,"kind":"straight","done":[7]}\nsriov 0',
    'y'.repeat(50_000),
  ])('what cannot be read (%#) is put aside and said, and the lab begins anew', (text) => {
    const storage = shelf();
    storage.kept.set('mig-planner.lab', text);
    const { lab } = opened(storage);
    expect(lab.store.getState().lab).toEqual(startLab());
    expect(lab.store.getState().trouble).toContain('put aside, not deleted');
    expect(storage.kept.get('mig-planner.lab.unreadable')).toBe(text);
    follow(lab, 1);
    expect(opened(storage).lab.store.getState().lab.isSriovOn).toBe(true);
    expect(storage.kept.get('mig-planner.lab.unreadable')).toBe(text);
  });

  test('what cannot be put aside either stays where it is until something is done', () => {
    const storage = shelf();
    storage.kept.set('mig-planner.lab', 'x');
    storage.fault = new DOMException('', 'QuotaExceededError');
    expect(opened(storage).lab.store.getState().trouble).toContain('full');
    expect(storage.kept.get('mig-planner.lab')).toBe('x');
  });
});

function refuse(): never {
  throw new DOMException('', 'SecurityError');
}
