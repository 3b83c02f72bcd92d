/** Notes of the plan and of its things: free text that decides nothing. */
import type { GpuId, HostId, VmId } from '../model/ids.ts';
import { cleanNotes, MAX_NOTES_LENGTH } from '../model/name.ts';
import { findGpu, type Plan } from '../model/plan.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { CommandError } from './errors.ts';
import { editHost, editVms, withFields, withGpu } from './planParts.ts';

/** What notes are about. */
export type NotesOf =
  | { readonly kind: 'plan' }
  | { readonly kind: 'host'; readonly id: HostId }
  | { readonly kind: 'gpu'; readonly id: GpuId }
  | { readonly kind: 'vm'; readonly id: VmId };

/** An empty text takes them away. */
export interface SetNotes {
  readonly type: 'notes/set';
  readonly of: NotesOf;
  readonly notes: string;
}

/**
 * The plan with these notes, without characters that nobody sees and without blank ends. Errors: `notes-too-long`, for
 * nothing that was typed is cut off unasked; `not-found`.
 */
export function setNotes(plan: Plan, { of, notes: text }: SetNotes): Result<Plan, CommandError> {
  const typed = text.replace(/\r\n?/g, '\n').trimEnd();
  if (typed.length > MAX_NOTES_LENGTH)
    return err({ code: 'notes-too-long', length: typed.length, max: MAX_NOTES_LENGTH });
  const fields = { notes: cleanNotes(typed).trimEnd() };
  switch (of.kind) {
    case 'plan':
      return ok(withFields(plan, fields));
    case 'host':
      return editHost(plan, of.id, (host) => withFields(host, fields));
    case 'gpu': {
      const place = findGpu(plan, of.id);
      if (place === undefined) return err({ code: 'not-found', what: 'gpu' });
      const gpu = withFields(place.gpu, fields);
      return ok(gpu === place.gpu ? plan : withGpu(plan, place.host, gpu));
    }
    case 'vm':
      return editVms(plan, [of.id], (vm) => withFields(vm, fields));
  }
}
