import type { Ref } from 'react';
import { counted, makeList, makeShortList } from '../../placement/messages.ts';
import { modelName, noRoomMessage } from '../../placement/powerOnMessages.ts';
import { gestures } from '../../state/app.ts';
import { Button } from '../ui/Button.tsx';
import { CheckIcon, CloseIcon, RefusedIcon, WarningIcon } from '../ui/icons.tsx';
import { Assumptions } from './Assumptions.tsx';
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
        {shown !== null && <Models reading={reading} shown={shown} />}
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
      return all === 1 ? 'The VM starts' : `All ${all} VMs start`;
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
        `None was found in ${answer.steps.toLocaleString('en-GB')} steps, and there may be one.`,
        `At best ${answer.order.length} of ${all} started; then ${answer.stuck.vm.vm.name} was refused.`,
      ];
  }
}

function Models({ reading, shown }: { readonly reading: PowerOnReading; readonly shown: ShownModel }) {
  const { models, moreModels, order } = reading;
  return (
    <div className="panel-part">
      <h3 className="pb-1 text-table font-semibold">Under each driver model</h3>
      <table className="w-full text-left text-table">
        <thead>
          <tr className="text-ink3">
            <th className="py-0.5 font-normal">Model</th>
            <th className="py-0.5 pl-2 text-right font-normal">Start</th>
            <th className="py-0.5 pl-2 text-right font-normal">Layout</th>
          </tr>
        </thead>
        <tbody>
          {models.map((one) => (
            <tr key={one.name} className="border-t border-line align-top">
              <th scope="row" className={`py-1 ${one === shown ? 'font-semibold' : 'font-normal'}`}>
                {one.name}
              </th>
              <td className="py-1 pl-2 text-right whitespace-nowrap tabular-nums">
                {one.started} of {order.length}
              </td>
              <td className="py-1 pl-2 text-right whitespace-nowrap">
                {one.elsewhere === 0 && one.started === order.length
                  ? 'as drawn'
                  : one === models[0]
                    ? `${one.elsewhere} moved`
                    : one.isLikeFirst
                      ? 'same'
                      : 'differs'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {moreModels > 0 && (
        <p className="pt-1 text-note text-ink2">
          {counted(moreModels, 'more place')} where mirrored and straight GPUs part; every VM starts there as
          well.
        </p>
      )}
    </div>
  );
}

/** What is left out, and what the drawing asks for that power-on does not know. */
function Notes({ reading, shown }: { readonly reading: PowerOnReading; readonly shown: ShownModel | null }) {
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
