import type { Ref } from 'react';
import { makeList } from '../../placement/messages.ts';
import { modelName, noRoomMessage } from '../../placement/powerOn/powerOnMessages.ts';
import { gestures } from '../../state/app.ts';
import { Button } from '../ui/Button.tsx';
import { CheckIcon, CloseIcon, RefusedIcon, WarningIcon } from '../ui/icons.tsx';
import { Assumptions } from './Assumptions.tsx';
import { ModelTable } from './ModelTable.tsx';
import { Notes } from './Notes.tsx';
import type { PowerOnReading, ShownModel } from './readPowerOn.ts';

interface PowerOnSummaryProps {
  readonly reading: PowerOnReading;
  readonly shown: ShownModel | null;
  readonly heading: Ref<HTMLHeadingElement>;
}

/** What was found, under which models, what is assumed and what is promised. */
export function PowerOnSummary({ reading, shown, heading }: PowerOnSummaryProps) {
  const { host, answer } = reading;
  return (
    <div className="power-on-left">
      <section aria-label="Summary">
        <div className="panel-part">
          <div className="flex items-center justify-between gap-2">
            <p className="flex min-w-0 items-center gap-1.5 text-table text-ink3">
              {host.vms.length > 0 && <Sign kind={answer.kind} />} Power-on of {host.host.name}
            </p>
            <Button variant="quiet" size="small" onClick={gestures.closeView}>
              <CloseIcon /> Close
            </Button>
          </div>
          <h2 ref={heading} data-focus-home tabIndex={-1} className="text-head font-semibold">
            {headline(reading)}
          </h2>
          {sentences(reading).map((sentence) => (
            <p key={sentence} className="pt-1 text-table text-ink2">
              {sentence}
            </p>
          ))}
        </div>
        {shown !== null && <ModelTable reading={reading} shown={shown} />}
        <Notes reading={reading} shown={shown} />
      </section>
      <section aria-label="What this rests on" className="power-on-grounds">
        <Assumptions host={host} />
        {answer.kind !== 'order' && (
          <div className="panel-part">
            <h3 className="pb-1 text-table font-semibold">What helps</h3>
            <p className="text-table text-ink2">
              Another profile for one of the VMs, or another host for it; or instances created in advance,
              each at its start, where the release allows it.
            </p>
          </div>
        )}
        {answer.kind === 'order' && host.vms.length > 0 && (
          <div className="panel-part">
            <h3 className="pb-1 text-table font-semibold">What this promises</h3>
            <p className="text-table text-ink2">
              That every VM starts, as far as these models hold. Not the drawn places: no start can be given
              at power-on. Compare with what the host prints after the last VM.
            </p>
          </div>
        )}
      </section>
    </div>
  );
}

function Sign({ kind }: { readonly kind: PowerOnReading['answer']['kind'] }) {
  if (kind === 'order') return <CheckIcon />;
  return kind === 'open' ? <WarningIcon /> : <RefusedIcon />;
}

function headline({ host, answer }: PowerOnReading): string {
  const all = host.vms.length;
  if (all === 0) return 'Nothing to start';
  switch (answer.kind) {
    case 'order':
      return all === 1 ? 'The VM starts' : all === 2 ? 'Both VMs start' : `All ${all} VMs start`;
    case 'no-room':
      return 'Not all VMs fit';
    case 'none':
      return 'No order starts every VM';
    case 'open':
      return 'No order found yet';
  }
}

function sentences({ host, answer, stuckInTable }: PowerOnReading): string[] {
  const all = host.vms.length;
  if (all === 0) return [`No VM has an instance on ${host.host.name}. Assign VMs to its instances first.`];
  switch (answer.kind) {
    case 'order': {
      const table =
        stuckInTable === null
          ? []
          : [`Top to bottom of the VM table would not do: ${stuckInTable.vm.name} would find no place.`];
      const drawn = answer.isAsDrawn
        ? 'Started one after the other in this order, each lands where it is drawn.'
        : 'Started one after the other in this order, under every model of the driver.';
      return [drawn, ...table];
    }
    case 'no-room':
      return [noRoomMessage(answer.why, host), 'So no order can help.'];
    case 'none': {
      const names = makeList(answer.refusedBy.map((model) => `“${modelName(host, model)}”`));
      const fits = answer.isRoomKnown ? 'There is room for all, but nothing' : 'Nothing';
      const who =
        answer.refusedBy.length === 1 ? `under ${names} no order works` : `no one order works under ${names}`;
      return [
        `${fits} is ever moved, and ${who}: every order was tried.`,
        `At best ${answer.order.length} of ${all} VMs start; then ${answer.stuck.vm.vm.name} is refused.`,
      ];
    }
    case 'open':
      return [
        'None was found in the time that a page has, and there may be one.',
        answer.stuck === null
          ? `${answer.order.length} of ${all} were followed; then there were too many ways.`
          : `At best ${answer.order.length} of ${all} started; then ${answer.stuck.vm.vm.name} was refused.`,
      ];
  }
}
