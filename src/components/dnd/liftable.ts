/**
 * What can be lifted says so in one attribute, data-lift. Pointer and keys read it from the element they meet, so a
 * page with a thousand instances needs neither a thousand hooks nor a thousand listeners.
 */
import type { GiId, VmId } from '../../model/ids.ts';
import type { Lifted } from '../../state/uiStore.ts';

export function makeLift(lifted: Lifted): string {
  switch (lifted.kind) {
    case 'profile':
      return `profile:${lifted.profile}@${lifted.board ?? ''}`;
    case 'instance':
      return `instance:${lifted.giId}`;
    case 'vm':
      return `vm:${lifted.vmId}`;
  }
}

export function parseLift(text: string): Lifted | null {
  const [, kind, what = ''] = /^(profile|instance|vm):(.+)$/.exec(text) ?? [];
  switch (kind) {
    case 'profile': {
      const [profile = '', board = ''] = what.split('@');
      return board === '' ? { kind, profile } : { kind, profile, board };
    }
    case 'instance':
      return { kind, giId: Number(what) as GiId };
    case 'vm':
      return { kind, vmId: Number(what) as VmId };
    default:
      return null;
  }
}

/** Controls inside something liftable keep their own use of the pointer, but for those that are gripped like the rest. */
const OWN_USE = 'select, input, textarea, a, button:not([data-grip])';

/** The element to lift when the pointer goes down here, or null. */
export function liftableAt(target: EventTarget | null): HTMLElement | null {
  if (!(target instanceof Element)) return null;
  const element = target.closest<HTMLElement>('[data-lift]');
  const control = target.closest(OWN_USE);
  if (element === null) return null;
  return control === null || control === element || control.contains(element) ? element : null;
}
