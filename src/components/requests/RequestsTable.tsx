import { useEffect, useMemo, useRef, useState } from 'react';
import { parseRequests } from '../../formats/requests.ts';
import { requestsErrorMessage, requestsNoticeMessage } from '../../formats/requestsMessages.ts';
import { gestures, usePlan } from '../../state/app.ts';
import { runCommand } from '../../state/specialEdits.ts';
import { CodeField } from '../dialogs/CodeField.tsx';
import { counted } from '../dialogs/counted.ts';
import { SourceActions } from '../dialogs/SourceActions.tsx';
import { useSettled } from '../dialogs/useSettled.ts';
import { isPressed } from '../actions/keys.ts';
import { LATER_KEYS } from '../actions/laterKeys.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { CheckIcon, RefusedIcon } from '../ui/icons.tsx';
import { joinRequests } from './joinRequests.ts';

const EXAMPLE = 'Profile\tCount\tWeight\tGroup\n3g.20gb\t40\n2g.10gb\t7';

// What was typed and not taken over: a dialog that is closed by mistake loses nothing.
let draft = '';

/** Requests from a table, a line or JSON: beside those that are there, or in their place. */
export function RequestsTable() {
  const requests = usePlan((state) => state.plan.requests);
  const [text, setText] = useState(draft);
  const [fault, setFault] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const settled = useSettled(text);
  const reply = useMemo(() => (settled.trim() === '' ? null : parseRequests(settled)), [settled]);
  const reading = reply?.ok === true ? reply.value : null;
  const error = fault ?? (reply?.ok === false ? requestsErrorMessage(reply.error) : null);
  const flagged = useMemo(
    () =>
      new Set(
        reply?.ok === false && 'at' in reply.error && 'line' in reply.error.at ? [reply.error.at.line] : [],
      ),
    [reply],
  );
  const instances = (reading?.requests ?? []).reduce((sum, { count }) => sum + count, 0);
  const isReady = reading !== null && settled === text;

  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    draft = text;
  }, [text]);

  const take = (isBeside: boolean): void => {
    if (reading === null || !isReady) return;
    const next = isBeside ? joinRequests(requests, reading.requests) : joinRequests([], reading.requests);
    if (!runCommand({ type: 'requests/set', requests: next })) return;
    draft = '';
    gestures.closeDialog();
  };

  return (
    <Dialog
      title="Paste requests"
      onClose={gestures.closeDialog}
      footer={
        <>
          <div
            role="status"
            aria-label="Table verdict"
            className="flex min-w-60 flex-1 items-start gap-2 text-table max-[30rem]:basis-full"
          >
            {error !== null ? <RefusedIcon /> : reading !== null && <CheckIcon />}
            <div className="min-w-0">
              <p className={reading === null ? undefined : 'font-medium'}>
                {error ??
                  (reading === null
                    ? 'Nothing to read yet.'
                    : `${counted(instances, 'instance')} in ${counted(reading.requests.length, 'request')}.`)}
              </p>
              {reading?.notices.map((notice, index) => (
                <p key={index} className="text-ink2">
                  {requestsNoticeMessage(notice)}
                </p>
              ))}
            </div>
          </div>
          <Button onClick={gestures.closeDialog}>Cancel</Button>
          {requests.length > 0 && (
            <Button disabled={!isReady} onClick={() => take(true)}>
              Add to the list
            </Button>
          )}
          <Button variant="primary" disabled={!isReady} onClick={() => take(false)}>
            {requests.length > 0 ? 'Replace the list' : 'Take over'}
          </Button>
        </>
      }
    >
      <div
        className="flex min-h-0 flex-col gap-2"
        onKeyDown={(event) => {
          if (!isPressed(event, LATER_KEYS.confirm)) return;
          event.preventDefault();
          take(false);
        }}
      >
        <CodeField
          ref={field}
          label="Table of requests"
          value={text}
          onChange={(next) => {
            setText(next);
            setFault(null);
          }}
          flagged={flagged}
          placeholder={EXAMPLE}
          className="h-64"
          actions={<SourceActions text={text} onText={setText} onFault={setFault} field={field} />}
        />
        <p className="text-note text-ink2">
          Profile and count, and where it matters weight and group, under headings or in this order; or one
          line as 3g.20gb=40,2g.10gb=7; or JSON.
        </p>
      </div>
    </Dialog>
  );
}
