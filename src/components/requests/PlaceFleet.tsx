import type { Plan } from '../../model/plan.ts';
import { MAX_NEW_GPUS } from '../../placement/newHosts.ts';
import { runCommand } from '../../state/specialEdits.ts';
import type { FoundFleet } from '../../state/solver/fleetTask.ts';
import { counted, figure } from '../dialogs/counted.ts';
import { freeHostNames } from '../dialogs/freeHostName.ts';
import { Button } from '../ui/Button.tsx';

interface PlaceFleetProps {
  readonly plan: Plan;
  readonly found: FoundFleet;
  readonly isReady: boolean;
  readonly isFirst: boolean;
  /** The answer that it goes by: told with the step, for the list is empty afterwards. */
  readonly note: string;
}

/** All that is asked for on GPUs of its own: new hosts of one board each, and a VM for each member of a group; one step. */
export function PlaceFleet({ plan, found, isReady, isFirst, note }: PlaceFleetProps) {
  const { plan: made, gpus } = found;
  if (made === null)
    return (
      <p className="text-ink2">
        More than {figure(MAX_NEW_GPUS)} new GPUs are not placed at once; the answer above stands.
      </p>
    );
  const place = (): void => {
    const last = plan.hosts.at(-1);
    const names = freeHostNames(plan, made.hosts.length);
    const hosts = made.hosts.map((host, index) => ({
      ...host,
      name: names[index] ?? host.name,
      // The driver of a host that is not there yet is not known.
      platform: last?.platform ?? null,
      release: last?.release ?? null,
      creation: last?.creation ?? null,
    }));
    runCommand(
      {
        type: 'requests/place',
        hosts: { ...made, hosts },
        additions: [],
        taken: plan.requests.map((one) => one.count),
      },
      note,
    );
  };
  const vms = made.vms.length;
  return (
    <div className="flex flex-col items-start gap-1">
      <Button data-edits variant={isFirst ? 'primary' : 'plain'} disabled={!isReady} onClick={place}>
        Place on {counted(gpus, 'new GPU')}
      </Button>
      <p className="text-note text-ink3">
        {counted(made.hosts.length, 'host')}
        {made.hosts.length > 1 && ' of one board each'}
        {vms === 0 ? '.' : `, with ${counted(vms, 'VM')} for the members of groups.`}
      </p>
    </div>
  );
}
