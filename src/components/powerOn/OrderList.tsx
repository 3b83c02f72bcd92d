import { useRef } from 'react';
import type { PowerOnVm } from '../../placement/powerOn/powerOn.ts';
import { drawnElsewhere, landingName, powerOnText } from '../../placement/powerOn/powerOnMessages.ts';
import { placedVgpus, type PowerOnStep } from '../../placement/powerOn/powerOnReplay.ts';
import { runCommand } from '../../state/specialEdits.ts';
import { wantedLabel } from '../board/typeNames.ts';
import { useCopy } from '../dialogs/useCopy.ts';
import { Button } from '../ui/Button.tsx';
import { classNames } from '../ui/classNames.ts';
import { CheckIcon, CopyIcon } from '../ui/icons.tsx';
import { StepBadge } from './StepBadge.tsx';
import type { PowerOnReading, ShownModel } from './readPowerOn.ts';

interface OrderListProps {
  readonly reading: PowerOnReading;
  readonly shown: ShownModel | null;
  readonly step: number;
}

/** More than any host can start: a plan can be made up of any number. */
const MAX_ROWS = 1000;

/** The VMs in the order in which they are to be started, with the place to expect for each. */
export function OrderList({ reading, shown, step }: OrderListProps) {
  const { host, answer, order } = reading;
  if (order.length === 0) return null;
  const isWhole = answer.kind === 'order';
  return (
    <section aria-label="Power-on order" className="power-on-order">
      <h3 className="panel-part text-table font-semibold">
        {isWhole
          ? 'Start the VMs in this order'
          : answer.kind === 'no-room'
            ? 'VMs of this host'
            : 'The best order'}
      </h3>
      <ol className="flex flex-col p-2" data-focus-home tabIndex={-1}>
        {order.slice(0, MAX_ROWS).map((vm, at) => {
          const one = shown?.steps[at];
          const isNext = shown !== null && at === step;
          return (
            <li
              key={vm.vm.id}
              aria-current={isNext ? 'step' : undefined}
              className={classNames(
                'flex gap-2 rounded-control border px-2 py-2 text-table',
                isNext ? 'border-strong bg-sunken' : 'border-transparent',
              )}
            >
              <StepBadge step={at + 1} isDone={at < step && one?.refused === null} />
              <div className="min-w-0 flex-1">
                <p className="flex items-baseline justify-between gap-2">
                  <span className="min-w-0 font-medium [overflow-wrap:anywhere]">{vm.vm.name}</span>
                  <span className="shrink-0 text-ink2">{stateOf(one, at, step, shown)}</span>
                </p>
                <Places reading={reading} vm={vm} one={one} at={at} />
              </div>
            </li>
          );
        })}
      </ol>
      {order.length > MAX_ROWS && (
        <p className="panel-part text-table text-ink2">and {order.length - MAX_ROWS} more</p>
      )}
      {isWhole && shown !== null && <Actions key={host.host.id} reading={reading} shown={shown} />}
    </section>
  );
}

function stateOf(one: PowerOnStep | undefined, at: number, step: number, shown: ShownModel | null): string {
  if (shown === null) return '';
  if (one === undefined) return 'not reached';
  if (one.refused !== null) return at < step ? 'refused' : at === step ? 'next' : '';
  return at < step ? 'started' : at === step ? 'next' : '';
}

interface PlacesProps {
  readonly reading: PowerOnReading;
  readonly vm: PowerOnVm;
  readonly one: PowerOnStep | undefined;
  readonly at: number;
}

function Places({ reading: { host, answer }, vm, one, at }: PlacesProps) {
  const outcomes = answer.kind === 'no-room' ? 0 : (answer.order[at]?.outcomes.length ?? 0);
  return (
    <>
      {vm.vgpus.map((vgpu) => {
        const landing = one?.landings.find(({ attachment }) => attachment === vgpu.attachment);
        const note = landing === undefined ? null : drawnElsewhere(host, vgpu, landing);
        return (
          <p key={vgpu.attachment} className="text-ink2 [overflow-wrap:anywhere]">
            {wantedLabel(
              vgpu.wants,
              host.host.gpus.map((gpu) => gpu.board),
            )}
            {landing !== undefined && (
              <>
                <br />
                {landingName(host, landing)}{' '}
                {note !== null && (
                  <span className="rounded-rail border border-ink px-1 text-note whitespace-nowrap text-ink">
                    {note}
                  </span>
                )}
              </>
            )}
          </p>
        );
      })}
      {outcomes > 1 && <p className="text-note text-ink3">{outcomes} places, by driver model</p>}
    </>
  );
}

function Actions({ reading, shown }: { readonly reading: PowerOnReading; readonly shown: ShownModel }) {
  const { host, answer } = reading;
  const text = useRef<HTMLTextAreaElement>(null);
  const { isCopied, copy } = useCopy();
  const isAgreed = answer.kind === 'order' && answer.order.every(({ outcomes }) => outcomes.length === 1);
  return (
    <div className="power-on-actions">
      {shown.elsewhere > 0 && (
        <>
          <Button
            data-edits
            variant="primary"
            onClick={() =>
              runCommand({
                type: 'host/arrange',
                hostId: host.host.id,
                vgpus: placedVgpus(host, shown.steps),
              })
            }
          >
            Adopt the expected layout
          </Button>
          <p className="text-table text-ink2">
            {isAgreed
              ? 'Every model agrees on it. The VMs keep their vGPUs.'
              : `As under “${shown.name}”; other models put some VMs elsewhere.`}
          </p>
        </>
      )}
      <Button onClick={() => void copy(text, `power-on order of ${host.host.name}`)}>
        {isCopied ? <CheckIcon /> : <CopyIcon />} {isCopied ? 'Copied' : 'Copy the order'}
      </Button>
      <details className="text-table">
        <summary className="min-h-6 cursor-pointer text-ink2 pointer-coarse:min-h-11">As text</summary>
        <textarea
          ref={text}
          readOnly
          aria-label="Power-on order as text"
          rows={8}
          wrap="off"
          value={powerOnText(host, shown.model, shown.steps, isAgreed)}
          className="w-full rounded-card border border-strong bg-surface p-2 font-mono text-note"
        />
      </details>
    </div>
  );
}
