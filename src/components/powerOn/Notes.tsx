import { counted } from '../dialogs/counted.ts';
import { makeShortList } from '../../placement/messages.ts';
import type { PowerOnReading, ShownModel } from './readPowerOn.ts';

interface NotesProps {
  readonly reading: PowerOnReading;
  readonly shown: ShownModel | null;
}

/** What is left out, and what the drawing asks for that power-on does not know. */
export function Notes({ reading, shown }: NotesProps) {
  const { host } = reading;
  const notes: string[] = [];
  if (host.idle.length > 0) {
    const names = host.idle.map(({ gpu, gi }) => `${gi.profile} at ${gi.start} of GPU ${gpu.index}`);
    notes.push(
      `${counted(host.idle.length, 'instance')} without a VM: no power-on creates ${host.idle.length === 1 ? 'it' : 'them'} (${makeShortList(names)}).`,
    );
  }
  if (host.leftOut.length > 0) {
    const names = makeShortList(host.leftOut.map((gpu) => gpu.index));
    const one = host.leftOut.length === 1;
    notes.push(
      `GPU${one ? '' : 's'} ${names} ${one ? 'takes' : 'take'} no part: no MIG mode, or slices not known.`,
    );
  }
  notes.push(...groupNotes(reading, shown));
  if (notes.length === 0) return null;
  return (
    <div className="panel-part">
      <h3 className="pb-1 text-table font-semibold">Mind</h3>
      {notes.map((note) => (
        <p key={note} className="pb-1 text-table text-ink2">
          {note}
        </p>
      ))}
    </div>
  );
}

/** "chat-a and chat-b are to be kept apart, and land on GPU 0." */
function groupNotes({ host }: PowerOnReading, shown: ShownModel | null): string[] {
  const together = new Map<string, Set<string>>();
  for (const { vm, landings } of shown?.steps ?? []) {
    for (const { gpuAt } of landings) {
      if (vm.vm.group === null) continue;
      const key = `${gpuAt}\n${vm.vm.group}`;
      together.set(key, (together.get(key) ?? new Set()).add(vm.vm.name));
    }
  }
  return [...together].flatMap(([key, names]) =>
    names.size < 2
      ? []
      : `${makeShortList([...names])} are to be kept apart, and land on GPU ${host.gpus[Number(key.split('\n')[0])]?.gpu.index}: the host does not know of groups.`,
  );
}
