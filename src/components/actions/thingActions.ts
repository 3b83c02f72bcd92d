/** What can be done with the thing that has the focus, or else with the one that is selected: the same as in its menu. */
import type { GiId, GpuId, HostId } from '../../model/ids.ts';
import { findGpu, findHost, findInstance, findVm, type Plan } from '../../model/plan.ts';
import { creationOf } from '../../model/platform.ts';
import { gpuName } from '../../placement/messages.ts';
import { gestures, planStore, uiStore } from '../../state/app.ts';
import { openTerminal } from '../../state/console/openTerminal.ts';
import type { Selection } from '../../state/uiStore.ts';
import { goTo } from '../search/goTo.ts';
import { select } from '../board/select.ts';
import { unlessReadOnly, type Action } from './action.ts';
import type { Listed } from './allActions.ts';
import { gpuActions } from './gpuActions.ts';
import { hostActions } from './hostActions.ts';
import { instanceActions } from './instanceActions.ts';

/** What the element stands for, or stands in: the innermost thing of the plan. */
export function thingAt(element: Element | null): Selection | null {
  const idOf = (name: string, key: string): number | null => {
    const found = element?.closest<HTMLElement>(`[${name}]`)?.dataset[key];
    return found === undefined ? null : Number(found);
  };
  const gi = idOf('data-gi-id', 'giId');
  if (gi !== null) return { kind: 'instance', id: gi as GiId };
  const gpu = idOf('data-gpu-id', 'gpuId');
  if (gpu !== null) return { kind: 'gpu', id: gpu as GpuId };
  const host = idOf('data-host-id', 'hostId');
  return host === null ? null : { kind: 'host', id: host as HostId };
}

/** As the plan stands now; none where nothing has the focus and nothing is selected. */
export function thingActions(focused: Element | null): readonly Listed[] {
  const thing = thingAt(focused) ?? uiStore.getState().selection;
  if (thing === null) return [];
  const { plan, isReadOnly } = planStore.getState();
  const found = actionsOn(plan, thing);
  return (found?.actions ?? []).map((action) => ({
    ...unlessReadOnly(action, isReadOnly),
    id: `${thing.kind} ${action.name}`,
    group: `On ${found?.of}`,
    words: found?.of ?? '',
  }));
}

function actionsOn(
  plan: Plan,
  thing: Selection,
): { readonly of: string; readonly actions: readonly Action[] } | null {
  switch (thing.kind) {
    case 'host': {
      const host = findHost(plan, thing.id);
      if (host === undefined) return null;
      return {
        of: host.name,
        actions: [
          ...hostActions(host),
          ...(creationOf(host) === 'power-on'
            ? [
                {
                  name: 'Power-on order',
                  run: () => gestures.openView({ kind: 'power-on', hostId: host.id }),
                },
              ]
            : []),
          {
            name: 'Planned and observed',
            why: () => (host.observed === null ? 'nothing observed' : null),
            run: () => gestures.openView({ kind: 'observed', hostId: host.id }),
          },
          { name: 'Add GPU', edits: true, run: () => addGpu(host.id) },
          {
            name: 'Remove host',
            edits: true,
            run: () => gestures.run({ type: 'host/remove', hostId: host.id }),
          },
        ],
      };
    }
    case 'gpu': {
      const place = findGpu(plan, thing.id);
      if (place === undefined) return null;
      const { choose, fill, edit } = gpuActions(place.gpu);
      return {
        of: gpuName(place),
        actions: [
          choose,
          ...fill,
          ...edit,
          {
            name: 'Remove GPU',
            edits: true,
            run: () => gestures.run({ type: 'gpu/remove', gpuId: thing.id }),
          },
        ],
      };
    }
    case 'instance': {
      const place = findInstance(plan, thing.id);
      if (place === undefined) return null;
      const { splits, edit } = instanceActions(place.gpu, place.gi);
      return { of: `${place.gi.profile} at slice ${place.gi.start}`, actions: [...edit, ...splits] };
    }
    case 'vm': {
      const vm = findVm(plan, thing.id);
      if (vm === undefined) return null;
      const drawn = vm.attachments.find(({ instance }) => instance !== null)?.instance ?? null;
      const host = drawn === null ? undefined : findInstance(plan, drawn)?.host;
      const noInstance = (): string | null => (host === undefined ? 'it waits' : null);
      return {
        of: vm.name,
        actions: [
          { name: 'Notes', run: () => select({ kind: 'vm', id: vm.id }, true) },
          { name: 'Move', edits: true, run: () => gestures.lift({ kind: 'vm', vmId: vm.id }, 'choice') },
          {
            name: 'Back to waiting',
            edits: true,
            why: noInstance,
            run: () => gestures.run({ type: 'vm/unassign', vmId: vm.id }),
          },
          {
            name: 'Terminal of VM',
            why: noInstance,
            run: () => host && void openTerminal({ hostId: host.id, vm: vm.id }),
          },
          { name: 'Remove VM', edits: true, run: () => gestures.run({ type: 'vm/remove', vmId: vm.id }) },
        ],
      };
    }
  }
}

/** Shows the host, of a fleet too, and opens its form. */
function addGpu(id: HostId): void {
  goTo({ kind: 'host', id });
  const section = document.querySelector(`[data-host-id="${id}"]`)?.closest('section');
  section?.querySelector<HTMLElement>('[aria-label^="Add GPU to"][aria-expanded=false]')?.click();
}
