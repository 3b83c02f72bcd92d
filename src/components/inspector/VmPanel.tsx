import { findInstance, type Plan, type Vm } from '../../model/plan.ts';
import { gpuName, wantedName } from '../../placement/messages.ts';
import { gestures } from '../../state/app.ts';
import { openTerminal } from '../../state/console/openTerminal.ts';
import { Term } from '../glossary/Term.tsx';
import { Button } from '../ui/Button.tsx';
import { NotesPart } from './NotesPart.tsx';
import { Panel, Part } from './Panel.tsx';
import { VmRules } from './VmRules.tsx';
import { laterPart } from '../ui/laterPart.tsx';

const VmMmioPart = laterPart(async () => (await import('./VmMmioPart.tsx')).VmMmioPart);
const VmWaysOut = laterPart(async () => (await import('../ways/VmWaysOut.tsx')).VmWaysOut);

/** One VM: its vGPUs with where each is, and the rules that limit it. */
export function VmPanel({ vm, plan }: { readonly vm: Vm; readonly plan: Plan }) {
  const drawn = vm.attachments.find(({ instance }) => instance !== null)?.instance ?? null;
  const host = drawn === null ? undefined : findInstance(plan, drawn)?.host;
  return (
    <Panel kicker="VM" title={vm.name} {...(vm.group === null ? {} : { subtitle: `Group ${vm.group}` })}>
      <Part title={<Term id="attachment">{vm.attachments.length === 1 ? 'vGPU' : 'vGPUs'}</Term>}>
        {vm.attachments.length === 0 && <p className="text-table text-ink2">It wants none.</p>}
        <ul className="flex flex-col gap-1">
          {vm.attachments.map(({ wants, instance }, index) => {
            const place = instance === null ? undefined : findInstance(plan, instance);
            const where = place === undefined ? 'waits' : `${gpuName(place)}, slice ${place.gi.start}`;
            return (
              <li key={index} className="flex items-center justify-between gap-2 text-table">
                <span className="min-w-0">
                  <span className="font-medium">{wantedName(wants)}</span>{' '}
                  <span className="text-ink2">{where}</span>
                </span>
                {place !== undefined && (
                  <Button
                    size="small"
                    aria-label={`Show the instance of vGPU ${index + 1} of ${vm.name}`}
                    onClick={() => gestures.select({ kind: 'instance', id: place.gi.id })}
                  >
                    Show
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
        {host !== undefined && (
          <Button
            size="small"
            title="What its guest sees, in the simulated console"
            onClick={() => void openTerminal({ hostId: host.id, vm: vm.id })}
            className="self-start"
          >
            Terminal of VM
          </Button>
        )}
      </Part>
      <NotesPart of={{ kind: 'vm', id: vm.id }} name={vm.name} notes={vm.notes} />
      {vm.attachments.some(({ instance }) => instance === null) && (
        <VmWaysOut vmId={vm.id} gpuId={null} giId={null} plan={plan} />
      )}
      <VmMmioPart vm={vm} plan={plan} />
      <VmRules vm={vm} plan={plan} />
    </Panel>
  );
}
