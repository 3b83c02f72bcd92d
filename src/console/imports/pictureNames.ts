/** The VMs of a picture; and what they, the hosts and the plan are called, each as nobody else. */
import type { AnyId, IdSource } from '../../model/ids.ts';
import { typesNamed } from '../../model/catalogue/catalogue.ts';
import { checkName, cleanName, cleanNotes, FreeNames, MAX_NAME_LENGTH } from '../../model/name.ts';
import type { Host, Vm } from '../../model/plan.ts';
import type { At } from '../../model/source.ts';
import type { SeenVm } from '../../formats/evidence/evidence.ts';
import type { PictureHost } from '../../formats/evidence/picture.ts';
import type { Notice } from '../../formats/reading.ts';
import { createNearestName } from '../../formats/vmTypeNames.ts';
import { counted, makeShortList } from '../../placement/messages.ts';

/** No text of others names a plan: it is called as its hosts are. */
export function planName(hosts: readonly Host[]): string {
  const names = makeShortList(hosts.map((host) => host.name));
  if (names === '') return 'VMs';
  return names.length <= MAX_NAME_LENGTH ? names : counted(hosts.length, 'host');
}

/** Names that are each other's equal nowhere. What a text says comes first, so that a made-up name gives way. */
export function hostNames(hosts: readonly PictureHost[], fallback: string, notices: Notice[]): string[] {
  const free = new FreeNames([]);
  const names = new Map<PictureHost, string>();
  const spare = cleanName(fallback, 'host');
  for (const host of hosts) {
    if (host.name === null) continue;
    const checked = checkName(host.name);
    const name = free.take(checked.ok ? checked.value : cleanName(host.name, spare));
    names.set(host, name);
    if (!checked.ok)
      notices.push({ code: 'name-cleaned', at: host.at, from: host.name, to: name, why: checked.error });
  }
  for (const host of hosts) if (host.name === null) names.set(host, free.take(spare));
  return hosts.map((host) => names.get(host) ?? spare);
}

const GUEST = 'vm';

/** VMs wait: which instance they have, no text of the guest says. */
export function makeVms(
  seen: readonly SeenVm[],
  hosts: readonly Host[],
  ids: IdSource,
  places: Map<AnyId, At>,
  notices: Notice[],
): Vm[] {
  if (seen.length === 0) return [];
  const free = new FreeNames([]);
  const gpus = hosts.flatMap((host) => host.gpus);
  const nearest = createNearestName(gpus);
  const boards = [...new Set(gpus.map((gpu) => gpu.board))];
  return seen.map(({ at, name: said, host, group, wants }): Vm => {
    const checked = checkName(said);
    const name = free.take(checked.ok ? checked.value : cleanName(said, GUEST));
    if (!checked.ok && said !== '')
      notices.push({ code: 'name-cleaned', at, from: said, to: name, why: checked.error });
    const groupName = group === null ? null : cleanName(group, '') || null;
    for (const want of wants) {
      if (want.kind !== 'type' || boards.length === 0 || typesNamed(want.type, boards).length > 0) continue;
      notices.push({ code: 'no-such-type', at, type: want.type, nearest: nearest(want.type) });
    }
    const id = ids.vm();
    places.set(id, at);
    const attachments = wants.map((want) => ({ wants: want, instance: null, extra: [] }));
    // Where it runs decides nothing: a place in the plan is an instance.
    const notes = host === null ? '' : cleanNotes(`Runs on ${host}.`);
    return { id, name, notes, group: groupName, attachments, extra: [] };
  });
}
