/** A task with a document of its own, such as the lab: Undo is about it, and what other tabs do to the plan does not end it. */
import { expect, test } from 'vitest';
import { createGestures } from './gestures.ts';
import { createPlanStore } from './planStore.ts';
import { makeTemplate } from './templates.ts';
import { createUiStore } from './uiStore.ts';

function page() {
  const planStore = createPlanStore(makeTemplate('article'));
  const uiStore = createUiStore();
  return { planStore, uiStore, gestures: createGestures({ planStore, uiStore }) };
}

test('Undo and Redo go to the task while it has a history, and never to the plan behind it', () => {
  const { planStore, uiStore, gestures } = page();
  gestures.run({ type: 'plan/rename', name: 'mine' });
  const asked: string[] = [];
  uiStore.setState({
    taskHistory: {
      undoLabel: null,
      redoLabel: null,
      undo: () => asked.push('undo'),
      redo: () => asked.push('redo'),
    },
  });
  gestures.undo();
  gestures.redo();
  expect([asked, planStore.getState().plan.name]).toEqual([['undo', 'redo'], 'mine']);
  uiStore.setState({ taskHistory: null });
  gestures.undo();
  expect(planStore.getState().plan.name).toBe('The article');
});

test('another tab’s edit leaves the lab open, another plan takes its place', () => {
  const { uiStore, gestures } = page();
  gestures.openView({ kind: 'lab' });
  gestures.run({ type: 'plan/replace', plan: makeTemplate('order-trap'), origin: 'tab' });
  expect(uiStore.getState().view).toEqual({ kind: 'lab' });
  gestures.run({ type: 'plan/replace', plan: makeTemplate('article'), origin: 'import' });
  expect(uiStore.getState().view).toBeNull();
});

test('a task about a host ends with that host', () => {
  const { planStore, uiStore, gestures } = page();
  const hostId = planStore.getState().plan.hosts[0]!.id;
  gestures.openView({ kind: 'observed', hostId });
  gestures.run({ type: 'host/remove', hostId });
  expect(uiStore.getState().view).toBeNull();
});
