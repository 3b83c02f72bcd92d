import { noticeMessage } from '../../../formats/messages.ts';
import { formatName, type FoundFormat, type Imported, type Unplaced } from '../../../console/importText.ts';
import { makeAt } from '../../../model/source.ts';
import { counted, figure } from '../counted.ts';
import { ViolationList } from '../ViolationList.tsx';
import { isPassedOver } from './noticeGroups.ts';
import { SaidList } from './SaidList.tsx';
import { capital } from '../../ui/capital.ts';

interface SourceNotesProps {
  readonly imported: Imported;
}

/** What must be said about the lines of the text: what they are, what gave nothing, what has no place, what is illegal. */
export function SourceNotes({ imported }: SourceNotesProps) {
  const { found, reading, violations, unplaced } = imported;
  const passedOver = reading.notices.filter(isPassedOver);
  const remarks = reading.notices.filter((notice) => !isPassedOver(notice));
  return (
    <>
      {found.length > 1 && (
        <SaidList title="Recognised" items={found}>
          {(one) => (
            <span className="flex gap-3">
              <span className="w-28 shrink-0 text-ink3 tabular-nums">{linesOf(one)}</span>
              <span className="min-w-0 flex-1">{formatName(one.format)}</span>
            </span>
          )}
        </SaidList>
      )}
      <SaidList title="Not understood" items={passedOver}>
        {noticeMessage}
      </SaidList>
      {remarks.length > 0 && (
        <SaidList title="Remarks" items={remarks}>
          {noticeMessage}
        </SaidList>
      )}
      {unplaced.length > 0 && (
        <SaidList title="Without a place" items={unplaced}>
          {unplacedWords}
        </SaidList>
      )}
      <section>
        <div className="flex justify-between pb-1 text-table">
          <h3 className="font-semibold">Illegal</h3>
          <span className="text-ink3 tabular-nums">{figure(violations.length)}</span>
        </div>
        {violations.length > 0 && (
          <ViolationList violations={violations} plan={reading.plan} places={reading.places} />
        )}
      </section>
    </>
  );
}

function linesOf({ from, to }: FoundFormat): string {
  return from === to ? `Line ${figure(from)}` : `Lines ${figure(from)} to ${figure(to)}`;
}

function unplacedWords({ at, host, gpuIndex, profile, count }: Unplaced): string {
  const where = gpuIndex === null ? host : `GPU ${gpuIndex} on ${host}`;
  const what = profile === null ? counted(count, 'instance') : `${figure(count)} x ${profile}`;
  return `${capital(makeAt(at))}: ${what}, counted for ${where}, ${count === 1 ? 'is' : 'are'} not in the drawing.`;
}
