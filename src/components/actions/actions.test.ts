/** That every key and every dialog of the page is in the one list, so that menus, keys, commands and the sheet cannot part. */
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import { EMPTY_PLAN } from '../../model/plan.ts';
import { parseLayout } from '../../formats/layout.ts';
import { gestures, planStore, uiStore } from '../../state/app.ts';
import type { DialogName, View } from '../../state/uiStore.ts';
import type { Action } from './action.ts';
import { allActions, type Listed } from './allActions.ts';
import { BAR } from './barActions.ts';
import { KEY_SHEET } from './keySheet.ts';
import { ariaKeys, isPressed, KEYS } from './keys.ts';
import { LATER_KEYS } from './laterKeys.ts';
import { optionsFor } from './options.ts';
import { printedKeys } from './printedKeys.ts';
import { noteAction, recentActions } from './recent.ts';
import { thingActions } from './thingActions.ts';

const README = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');

/** How each dialog is come to. A new one does not compile until it says so here. */
const WAYS: Readonly<Record<DialogName, { action: string } | { elsewhere: string }>> = {
  import: { action: 'import' },
  compare: { action: 'compare' },
  'compare-plans': { action: 'compare-plans' },
  export: { action: 'export' },
  share: { action: 'share' },
  'add-host': { action: 'add-host' },
  hosts: { action: 'hosts' },
  library: { action: 'plans' },
  layouts: { elsewhere: '“Choose a layout…” on a GPU' },
  'vm-table': { action: 'vm-table' },
  'requests-table': { elsewhere: 'the pane Requests' },
  simulate: { action: 'simulate' },
  repack: { action: 'repack' },
  saving: { elsewhere: 'the sign beside the name of a plan that is not saved' },
  problems: { action: 'problems' },
  glossary: { action: 'glossary' },
  trust: { action: 'trust' },
  commands: { elsewhere: 'Ctrl+K and its button: it is the list itself' },
  keys: { action: 'keys' },
};

/** The same of the tasks that take the board's place. */
const WAYS_TO_VIEWS: Readonly<Record<View['kind'], { action: string } | { ofHost: string }>> = {
  lab: { action: 'lab' },
  summary: { action: 'summary' },
  'power-on': { ofHost: 'Power-on order' },
  observed: { ofHost: 'Planned and observed' },
};

function open(text: string): void {
  const read = parseLayout(text);
  if (!read.ok) throw new Error('the layout of this test cannot be read');
  planStore.getState().open({ plan: read.value.plan, past: [], future: [] });
}

beforeEach(() => {
  uiStore.setState(uiStore.getInitialState());
  planStore.getState().open({ plan: EMPTY_PLAN, past: [], future: [] });
});

describe('the list of actions', () => {
  test('has each id once, and each name once in its group', () => {
    open('a/0 a100-pcie-40gb: 3g.20gb@0=x\nb/0 h100-pcie-80gb:');
    const actions = allActions();
    expect(new Set(actions.map(({ id }) => id)).size).toBe(actions.length);
    const named = actions.map(({ group, name, about }) => `${group}: ${name} ${about ?? ''}`);
    expect(new Set(named).size).toBe(named.length);
  });

  test('has all of the bar but the list itself', () => {
    const ids = allActions().map(({ id }) => id);
    expect(Object.keys(BAR).filter((id) => !ids.includes(id))).toEqual(['commands']);
  });

  test.each(Object.entries(WAYS))('opens the dialog %s, or says who does', (dialog, way) => {
    if ('elsewhere' in way) {
      expect(way.elsewhere).not.toBe('');
      return;
    }
    allActions()
      .find(({ id }) => id === way.action)
      ?.run();
    expect(uiStore.getState().dialog).toBe(dialog);
  });

  test.each(Object.entries(WAYS_TO_VIEWS))('leads to the task %s', (view, way) => {
    open('a/0 a100-pcie-40gb: 3g.20gb@0=x');
    const [host] = planStore.getState().plan.hosts;
    if (host === undefined) throw new Error('no host');
    gestures.run({ type: 'host/set', hostId: host.id, fields: { creation: 'power-on' } });
    gestures.select({ kind: 'host', id: host.id });
    const found =
      'action' in way
        ? allActions().find(({ id }) => id === way.action)
        : thingActions(null).find(({ name }) => name === way.ofHost);
    found?.run();
    expect(uiStore.getState().view).toMatchObject({ kind: view });
  });

  test('says in a few words why something cannot be done, and does not forget it when it can', () => {
    const why = (id: string): string | null => {
      const action = allActions().find((one) => one.id === id);
      return action?.why?.(planStore.getState().plan) ?? null;
    };
    expect(why('export')).toBe('the plan is empty');
    expect(why('undo')).toBe('nothing to undo');
    expect(why('place-waiting')).toBe('no VM waits');
    gestures.run({ type: 'plan/rename', name: 'Rack B' });
    expect(why('undo')).toBeNull();
    open('a/0 a100-pcie-40gb: 3g.20gb@0=x');
    expect(why('export')).toBeNull();
    expect(why('place-waiting')).toBe('no VM waits');
  });

  test('offers each profile of the plan to be placed, as its button does', () => {
    open('a/0 a30-24gb:');
    const place = allActions().find(({ name }) => name === 'Place 2g.12gb');
    expect(place).toMatchObject({ figure: '2 more fit', isAsked: true });
  });
});

describe('what can be done with the thing that is selected', () => {
  const names = (): string[] => thingActions(null).map(({ name }) => name);

  test('a GPU, an instance, a host: the lines of their menus and what their panels have', () => {
    open('a/0 a100-pcie-40gb: 3g.20gb@0=x');
    const [host] = planStore.getState().plan.hosts;
    const [gpu] = host?.gpus ?? [];
    const [gi] = gpu?.instances ?? [];
    if (host === undefined || gpu === undefined || gi === undefined) throw new Error('no instance');
    expect(names()).toEqual([]);
    gestures.select({ kind: 'gpu', id: gpu.id });
    expect(names()).toEqual(expect.arrayContaining(['Choose a layout…', 'Fill with 3g.20gb', 'Clear']));
    expect(thingActions(null)[0]?.group).toBe('On GPU 0 on a');
    gestures.select({ kind: 'instance', id: gi.id });
    expect(names()).toEqual(expect.arrayContaining(['Move', 'Remove', 'Split into 2c + 1c']));
    gestures.select({ kind: 'host', id: host.id });
    expect(names()).toEqual(expect.arrayContaining(['Copy layout', 'Clear all GPUs', 'Terminal', 'Add GPU']));
    gestures.select({ kind: 'vm', id: planStore.getState().plan.vms[0]?.id ?? gi.id } as never);
    expect(names()).toEqual(['Notes', 'Move', 'Back to waiting', 'Terminal of VM', 'Remove VM']);
  });
});

describe('beside a plan that is only read', () => {
  test('what changes it stays in the list and says so; what does not can be done', () => {
    open('a/0 a100-pcie-40gb: 3g.20gb@0=x');
    const { plan, past, future } = planStore.getState();
    planStore.getState().open({ plan, past, future }, true);
    const [host] = plan.hosts;
    if (host === undefined) throw new Error('no host');
    gestures.select({ kind: 'host', id: host.id });
    const whyOf = ({ why }: Listed): string | null => why?.(plan) ?? null;
    const no = 'the plan is read-only';
    const refused = [...thingActions(null), ...allActions()].filter((one) => whyOf(one) === no);
    expect(refused.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'Clear all GPUs',
        'Remove host',
        'Undo',
        'Add host',
        'Place 3g.20gb',
        'Rename the plan',
      ]),
    );
    expect(
      allActions().filter(({ group, ...one }) => group === 'Edit' && whyOf({ group, ...one }) !== no),
    ).toEqual([]);
    const can = [...thingActions(null), ...allActions()].filter((one) => whyOf(one) === null);
    expect(can.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Notes', 'Copy layout', 'Export', 'Share', 'Compare', 'Repack', 'Plans']),
    );
  });
});

describe('what the list shows', () => {
  const known = (recent: readonly string[] = []) => ({
    plan: planStore.getState().plan,
    all: allActions(),
    ofThing: [] as readonly Listed[],
    recent,
  });

  test('nothing typed: the last ones first, and no profile unasked', () => {
    open('a/0 a100-pcie-40gb:');
    const groups = optionsFor('', known(['share', 'gone-since', 'undo']));
    expect(groups[0]?.label).toBe('Recent');
    expect(groups[0]?.options.map(({ name }) => name)).toEqual(['Share', 'Undo']);
    const all = groups.flatMap(({ options }) => options.map(({ name }) => name));
    expect(all.filter((name) => name === 'Share')).toHaveLength(1);
    expect(all.some((name) => name.startsWith('Place 3g'))).toBe(false);
  });

  test('a place of the plan goes before a guess, and a command before a place', () => {
    open('exprot/0 a100-pcie-40gb:\nb/0 a100-pcie-40gb:');
    const first = (text: string): string | undefined => optionsFor(text, known())[0]?.options[0]?.name;
    expect(first('exprot')).toBe('Host exprot');
    expect(first('export')).toBe('Export');
    expect(first('gpu 0 on b')).toBe('GPU 0 on b');
  });

  test('ten thousand GPUs: a few of them are listed, with how many more there are', () => {
    const lines = Array.from(
      { length: 10_000 },
      (_, gpu) => `esx-${String(Math.floor(gpu / 8)).padStart(4, '0')}/${gpu % 8} a100-pcie-40gb:`,
    );
    open(lines.join('\n'));
    const groups = optionsFor('esx', known());
    const places = groups.find(({ label }) => label === 'In the plan')?.options ?? [];
    expect(places).toHaveLength(6);
    expect(places.at(-1)?.figure).toBe('and 1244 more hosts');
    expect(optionsFor('gpu 7 esx-1249', known())[0]?.options[0]?.name).toBe('GPU 7 on esx-1249');
    expect(groups.flatMap(({ options }) => options).length).toBeLessThan(30);
  });
});

describe('keys', () => {
  const inSheet = new Set(KEY_SHEET.flatMap(({ rows }) => rows.flatMap(({ keys }) => keys)));

  test.each(Object.entries({ ...KEYS, ...LATER_KEYS }))('the sheet has %s', (_, keys) => {
    for (const key of keys) expect([...inSheet]).toContain(key);
  });

  test('the sheet has every key of an action, and no place twice', () => {
    for (const { keys = [] } of allActions()) for (const key of keys) expect([...inSheet]).toContain(key);
    for (const { rows } of KEY_SHEET) {
      const does = rows.map((one) => one.does);
      expect(new Set(does).size).toBe(does.length);
    }
  });

  test('the README has every key that means something anywhere, as this sheet prints it', () => {
    const table = README.slice(
      README.indexOf('## Without a mouse'),
      README.indexOf('## The layout notation'),
    );
    const actions: readonly Action[] = Object.values(BAR);
    const anywhere = actions.flatMap(({ keys = [] }) => keys);
    for (const key of [...anywhere, ...KEYS.nextPane, ...KEYS.previousPane]) {
      const printed = printedKeys(key, false)
        .map((part) => `\`${part}\``)
        .join('+');
      expect(table).toContain(printed);
    }
  });

  test('are printed as on the keyboard at hand', () => {
    expect(printedKeys('Mod+Shift+Z', false)).toEqual(['Ctrl', 'Shift', 'Z']);
    expect(printedKeys('Mod+Shift+Z', true)).toEqual(['⌘', '⇧', 'Z']);
    expect(printedKeys('PageDown', false)).toEqual(['PgDn']);
    expect(ariaKeys(KEYS.redo)).toBe('Control+Shift+Z Meta+Shift+Z Control+Y Meta+Y');
  });

  const press = (key: string, held: Partial<KeyboardEvent> = {}) => ({
    ...{ key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false },
    ...held,
  });
  test.each([
    ['z with Ctrl', press('z', { ctrlKey: true }), KEYS.undo, true],
    ['Z with Cmd and Shift', press('Z', { metaKey: true, shiftKey: true }), KEYS.redo, true],
    ['that is not undo', press('Z', { metaKey: true, shiftKey: true }), KEYS.undo, false],
    ['? is with Shift on most keyboards', press('?', { shiftKey: true }), KEYS.keys, true],
    ['/ is with Shift on some', press('/', { shiftKey: true }), KEYS.search, true],
    ['not with Ctrl', press('/', { ctrlKey: true }), KEYS.search, false],
    ['nor with Alt', press('z', { ctrlKey: true, altKey: true }), KEYS.undo, false],
    ['the space bar', press(' '), KEYS.lift, true],
    ['F6', press('F6'), KEYS.nextPane, true],
    ['F6 with Shift', press('F6', { shiftKey: true }), KEYS.nextPane, false],
    ['F6 with Shift is the pane before', press('F6', { shiftKey: true }), KEYS.previousPane, true],
    ['an arrow with Ctrl', press('ArrowDown', { ctrlKey: true }), KEYS.nextGpu, true],
  ])('%s', (_, event, keys, is) => {
    expect(isPressed(event, keys)).toBe(is);
  });
});

describe('the last actions', () => {
  function storage(kept: Record<string, string> = {}) {
    const map = new Map(Object.entries(kept));
    return {
      getItem: (key: string): string | null => map.get(key) ?? null,
      setItem: (key: string, value: string): void => void map.set(key, value),
      removeItem: (key: string): void => void map.delete(key),
    };
  }

  test('five of them, the last one first, each once', () => {
    const store = storage();
    for (const id of ['a', 'b', 'c', 'a', 'd', 'e', 'f']) noteAction(id, store);
    expect(recentActions(store)).toEqual(['f', 'e', 'd', 'a', 'c']);
  });

  test('none where something else stands there, or nothing can be kept', () => {
    expect(recentActions(null)).toEqual([]);
    for (const text of ['{', '{"a":1}', '7', 'null']) {
      expect(recentActions(storage({ 'mig-planner.recent-actions': text }))).toEqual([]);
    }
    const full = {
      ...storage(),
      setItem: () => {
        throw new Error('full');
      },
    };
    expect(() => noteAction('a', full)).not.toThrow();
  });
});
