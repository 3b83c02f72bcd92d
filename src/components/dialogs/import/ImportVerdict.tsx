import { counted, figure } from '../counted.ts';
import { NotRead } from '../NotRead.tsx';
import { CheckIcon, RefusedIcon, WarningIcon } from '../../ui/icons.tsx';
import { selectFigures } from '../../../state/selectors.ts';
import type { Reply } from '../../../state/reading/readImport.ts';
import { isPassedOver } from './noticeGroups.ts';

interface ImportVerdictProps {
  readonly reply: Reply | null;
  readonly error: string | null;
  readonly isBehind: boolean;
  readonly nameFault: string | null;
}

/** What came of the text, in one line that is spoken when it changes. */
export function ImportVerdict({ reply, error, isBehind, nameFault }: ImportVerdictProps) {
  const isLegal = reply?.imported.violations.length === 0;
  // What was understood of the text before says nothing of the one that is there now.
  const isFine = error === null && reply !== null && nameFault === null && !isBehind;
  return (
    <div
      role="status"
      aria-label="Import verdict"
      className="flex min-w-60 flex-1 items-start gap-2 text-table max-[30rem]:basis-full"
    >
      {isFine && reply.imported.isDecided && (isLegal ? <CheckIcon /> : <WarningIcon />)}
      {error !== null && !isBehind && <RefusedIcon />}
      <p className="min-w-0">
        {isFine ? (
          <>
            <span className="font-medium">{understood(reply)}</span>{' '}
            <span className="text-ink2">{rest(reply)}</span>
          </>
        ) : isBehind ? (
          'Reading …'
        ) : error !== null ? (
          <NotRead why={error} isTold={reply === null} />
        ) : (
          (nameFault ?? 'Nothing to read yet.')
        )}
      </p>
    </div>
  );
}

function understood({ imported }: Reply): string {
  const { plan } = imported.reading;
  const { instances, gpus, hosts } = selectFigures({ plan });
  if (instances > 0) return `${counted(instances, 'instance')} understood.`;
  if (gpus > 0) return `${counted(gpus, 'GPU')} understood.`;
  return `${plan.vms.length > 0 ? counted(plan.vms.length, 'VM') : counted(hosts, 'host')} understood.`;
}

function rest({ imported }: Reply): string {
  const { violations, reading, isDecided } = imported;
  const lines = reading.notices.filter(isPassedOver).length;
  const others = reading.notices.length - lines;
  const parts = [
    `${figure(violations.length)} illegal`,
    `${counted(lines, 'line')} not understood`,
    ...(others === 0 ? [] : [counted(others, 'other remark')]),
  ];
  const open = imported.questions.filter((one) => one.answer === null);
  const isOnlyBoard = open.every((one) => one.kind === 'board');
  const next = isOnlyBoard ? ' Choose the board to go on.' : ' Answer what is open to go on.';
  return `${parts.join(', ')}.${isDecided ? '' : next}`;
}
