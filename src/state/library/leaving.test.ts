import { expect, test } from 'vitest';
import { askBeforeLeaving } from './leaving.ts';
import { createLibraryStore } from './libraryStore.ts';

test('the browser asks before it closes the page while a plan is being saved or is in this tab alone, and neither before nor after', () => {
  const store = createLibraryStore();
  const page = new EventTarget();
  askBeforeLeaving(store, page);
  const isAsked = (): boolean => !page.dispatchEvent(new Event('beforeunload', { cancelable: true }));
  expect(isAsked()).toBe(false);
  store.setState({ saving: { kind: 'saving' } });
  store.setState({ plans: 3 });
  expect(isAsked()).toBe(true);
  store.setState({ saving: { kind: 'saved' } });
  expect(isAsked()).toBe(false);
  // What has room in the journal is there after all.
  store.setState({ saving: { kind: 'unsaved', fault: { code: 'full' } } });
  expect(isAsked()).toBe(false);
  store.setState({ isNoted: false });
  expect(isAsked()).toBe(true);
  store.setState({ saving: { kind: 'saved' }, isNoted: true });
  expect(isAsked()).toBe(false);
});
