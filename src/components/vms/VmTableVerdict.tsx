import { KEPT_OUT, type VmTableReading } from '../../formats/vmTable.ts';
import { counted } from '../dialogs/counted.ts';
import { CheckIcon, RefusedIcon, WarningIcon } from '../ui/icons.tsx';

interface VmTableVerdictProps {
  readonly reading: VmTableReading | null;
  readonly error: string | null;
  readonly isBehind: boolean;
}

const LEFT_OUT: ReadonlySet<string> = new Set(KEPT_OUT);

/** Rows that gave no VM. */
export function keptOut(reading: VmTableReading): number {
  return reading.notices.filter(({ code }) => LEFT_OUT.has(code)).length;
}

/** What came of the table, in one line that is spoken when it changes. */
export function VmTableVerdict({ reading, error, isBehind }: VmTableVerdictProps) {
  const out = reading === null ? 0 : keptOut(reading);
  const isFine = error === null && reading !== null;
  return (
    <div
      role="status"
      aria-label="Table verdict"
      className="flex min-w-60 flex-1 items-start gap-2 text-table max-[30rem]:basis-full"
    >
      {isFine && (out === 0 ? <CheckIcon /> : <WarningIcon />)}
      {error !== null && <RefusedIcon />}
      <p className="min-w-0">
        {isFine ? (
          <>
            <span className="font-medium">
              {counted(reading.value.vms.length, 'VM')} from {counted(reading.value.rows, 'row')}.
            </span>{' '}
            <span className="text-ink2">
              {out === 0 ? 'All rows are understood.' : `${counted(out, 'row')} left out.`}
            </span>
          </>
        ) : (
          (error ?? (isBehind ? 'Reading …' : 'Nothing to read yet.'))
        )}
      </p>
    </div>
  );
}
