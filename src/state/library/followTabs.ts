/** What other tabs do with the open plan: their changes arrive as steps, and where both changed it one of the two goes on. */
import { parsePlanJson } from '../../formats/planJson.ts';
import type { FormatError } from '../../formats/reading.ts';
import { cleanName } from '../../model/name.ts';
import type { Plan } from '../../model/plan.ts';
import type { Result } from '../../model/result.ts';
import type { OpenPlan, SessionParts } from './openPlan.ts';
import type { Saver } from './saving.ts';
import type { StoredPlan } from './shelf.ts';
import { planIn, readBeside, readStored } from './storedPlan.ts';

export function createFollower(
  parts: SessionParts,
  { known, document, planId, setPlan, following, forgetNote, isDirty, listed }: OpenPlan,
  { textOf, flush, isSaving }: Saver,
) {
  const { planStore, gestures, libraryStore, shelf, tabs, newId } = parts;

  /** Another tab has saved the open plan. Where nothing is unsaved here, its change arrives as one step. */
  const follow = async (): Promise<void> => {
    const id = planId();
    if (id === null) return;
    const now = await shelf.look(id);
    if (!now.ok || (now.value?.revision ?? 0) <= known.base) return;
    // What is unsaved meets the other's revision when it is saved.
    await flush();
    const stored = await shelf.read(id);
    if (!stored.ok || stored.value === null) return;
    const { record, text } = stored.value;
    const reading = await readBeside(parts, text);
    if (id !== planId() || record.revision <= known.base) return;
    if (isDirty() || isSaving()) return flush();
    takeOver(stored.value, reading ?? planIn(text ?? ''));
  };

  const takeOver = (stored: StoredPlan, reading: Result<Plan, FormatError>): void => {
    const { record, text } = stored;
    if (text !== null && text === textOf(planStore.getState().plan)) {
      known.base = record.revision;
      return;
    }
    const read = readStored(stored, reading);
    if (!read.ok) {
      gestures.say(`${record.name} was saved by another tab in a way that this page cannot read.`, 'refused');
      return;
    }
    // With the ids that it is stored with: in them the journal holds what will be edited here.
    const { plan } = read.value.document;
    following(() => gestures.run({ type: 'plan/replace', plan, origin: 'tab' }));
    known.saved = document();
    known.base = record.revision;
    forgetNote();
    gestures.say(`${known.saved.plan.name} was changed in another tab, and now here too.`);
  };

  tabs.onTold((message) => {
    listed();
    if (message.kind === 'saved' && message.planId === planId() && message.revision > known.base)
      void follow();
    if (message.kind === 'deleted' && message.planId === planId()) {
      gestures.say(
        'This plan was deleted in another tab. It stays open here; a change keeps it as a new plan.',
      );
    }
  });

  return {
    follow,

    /** The plan as it is here goes on as one of its own, beside the other tab's. */
    keepMine: async (): Promise<void> => {
      setPlan(newId());
      known.base = 0;
      known.replaced = [];
      libraryStore.setState({ saving: { kind: 'saved' } });
      const { name } = planStore.getState().plan;
      gestures.run({ type: 'plan/rename', name: cleanName(`${name.slice(0, 70)} (mine)`, name) });
      await flush();
    },

    /** The other tab's plan goes on here. One step: undo brings back what was here, and it is kept as a version. */
    takeTheirs: async (): Promise<void> => {
      const id = planId();
      const stored = id === null ? null : await shelf.read(id);
      const theirs = stored?.ok === true ? stored.value : null;
      const reading = theirs?.text == null ? null : parsePlanJson(theirs.text);
      if (theirs === null || reading?.ok !== true) {
        gestures.say('The other tab’s plan could not be read: keep yours as a copy.', 'refused');
        return;
      }
      known.base = theirs.record.revision;
      libraryStore.setState({ saving: { kind: 'saved' } });
      gestures.run({ type: 'plan/replace', plan: reading.value.plan, origin: 'tab' });
      await flush();
    },
  };
}

export type Follower = ReturnType<typeof createFollower>;
