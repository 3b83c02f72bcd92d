/** When a plan was changed and how big it is, in the few words of a list. */
import type { PlanSize } from '../../state/library/records.ts';
import { counted, figure } from '../dialogs/counted.ts';

const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const DAY_OF_YEAR = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** "14:05" of today, "24 Nov, 14:05" of this year, "3 Mar 2025" before; "at a time unknown" of a damaged record. */
export function whenWords(at: number, now: number): string {
  if (at === 0) return 'at a time unknown';
  const [then, today] = [new Date(at), new Date(now)];
  if (then.toDateString() === today.toDateString()) return TIME.format(then);
  return then.getFullYear() === today.getFullYear()
    ? `${DAY.format(then)}, ${TIME.format(then)}`
    : DAY_OF_YEAR.format(then);
}

/** "2 hosts, 8 GPUs, 21 VMs"; null: of a damaged record. */
export function sizeWords(size: PlanSize | null): string {
  if (size === null) return 'could not be read';
  const { hosts, gpus, vms } = size;
  if (hosts + gpus + vms === 0) return 'empty';
  return [counted(hosts, 'host'), counted(gpus, 'GPU'), counted(vms, 'VM')].join(', ');
}

const COUNTS = [
  ['hosts', 'host'],
  ['gpus', 'GPU'],
  ['instances', 'instance'],
  ['vms', 'VM'],
] as const;

/** What the version had more or less than there is now: "1 GPU less, 3 VMs more"; "as many as now". */
export function differenceWords(version: PlanSize | null, now: PlanSize | null): string {
  if (version === null || now === null) return '';
  const words = COUNTS.flatMap(([field, name]) => {
    const more = version[field] - now[field];
    if (more === 0) return [];
    return `${figure(Math.abs(more))} ${name}${Math.abs(more) === 1 ? '' : 's'} ${more > 0 ? 'more' : 'fewer'}`;
  });
  return words.length === 0 ? 'as many of everything as now' : `${words.join(', ')} than now`;
}
