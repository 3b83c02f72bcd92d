/** The sentences about what fits after repacking. */
import { counted, makeList } from '../messages.ts';
import type { FitsRepacked, RepackRoom, Stays } from './repack.ts';
import { whoStays } from './fitsTable.ts';

const STAY: Record<Stays, (count: number) => string> = {
  pinned: (count) => `${count} pinned`,
  group: (count) => `${count} of VMs that are kept apart`,
  'several-vgpus': (count) => `${count} of VMs with several vGPUs`,
  driver: (count) => `${count} that ${count === 1 ? 'its' : 'their'} driver should not have`,
  'illegal-gpu': (count) => `${count} on GPUs that are not legal as they are`,
};

/** "22", or "20 to 22" where no more is proven. */
export function repackedFigure({ count, bound }: FitsRepacked): string {
  return count === bound ? String(count) : `${count} to ${bound}`;
}

/** "3 instances stay where they are: 2 pinned and 1 of VMs with several vGPUs."; empty when all may move. */
export function staysMessage(stays: RepackRoom['stays']): string {
  const who = whoStays(stays);
  const count = who.reduce((sum, [, one]) => sum + one, 0);
  if (count === 0) return '';
  const parts = makeList(who.map(([why, one]) => STAY[why](one)));
  return `${counted(count, 'instance stays', 'instances stay')} where ${count === 1 ? 'it is' : 'they are'}: ${parts}.`;
}
