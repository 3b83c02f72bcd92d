import { useState } from 'react';
import type { Board } from '../../model/board.ts';
import type { Plan } from '../../model/plan.ts';
import { commandMessage } from '../../placement/messages.ts';
import { MAX_GPUS_PER_HOST } from '../../placement/gpuEdits.ts';
import { MAX_NEW_GPUS, newHosts } from '../../placement/newHosts.ts';
import { gestures } from '../../state/app.ts';
import type { Packed } from '../../state/solver/packTask.ts';
import { runCommand } from '../../state/specialEdits.ts';
import { counted, figure } from '../dialogs/counted.ts';
import { freeHostNames } from '../dialogs/freeHostName.ts';
import { Button } from '../ui/Button.tsx';
import { TextField } from '../ui/TextField.tsx';

interface PlaceNewProps {
  readonly board: Board;
  readonly plan: Plan;
  readonly packed: Packed;
  readonly isReady: boolean;
  readonly isFirst: boolean;
  /** The answer that it goes by: told with the step, for the list is empty afterwards. */
  readonly note: string;
}

/** As many as usual servers have. */
const PER_HOST = 8;

/** All that is asked for on GPUs of its own, which come as new hosts: one step. */
export function PlaceNew({ board, plan, packed, isReady, isFirst, note }: PlaceNewProps) {
  const [perHost, setPerHost] = useState(String(PER_HOST));
  const count = /^[0-9]+$/.test(perHost) ? Number(perHost) : NaN;
  const isRange = count >= 1 && count <= MAX_GPUS_PER_HOST;
  const hosts = isRange ? Math.ceil(packed.gpus / count) : 0;
  const place = (): void => {
    const last = plan.hosts.at(-1);
    const names = freeHostNames(plan, hosts);
    const made = newHosts({
      board: board.id,
      cuts: packed.cuts,
      perHost: count,
      nameOf: (index) => names[index] ?? `esx-${index + 1}`,
      // The driver of a host that is not there yet is not known.
      fields: {
        platform: last?.platform ?? null,
        release: last?.release ?? null,
        creation: last?.creation ?? null,
      },
    });
    if (!made.ok) gestures.say(commandMessage(made.error, plan), 'refused');
    else
      runCommand(
        {
          type: 'requests/place',
          hosts: made.value,
          additions: [],
          taken: plan.requests.map((one) => one.count),
        },
        note,
      );
  };
  if (packed.gpus > MAX_NEW_GPUS)
    return (
      <p className="text-ink2">
        More than {figure(MAX_NEW_GPUS)} new GPUs are not placed at once; the count above stands.
      </p>
    );
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Button
        data-edits
        variant={isFirst ? 'primary' : 'plain'}
        disabled={!isReady || !isRange}
        onClick={place}
      >
        Place on {counted(packed.gpus, 'new GPU')}
      </Button>
      <TextField
        label="GPUs per host"
        type="number"
        inputMode="numeric"
        min={1}
        max={MAX_GPUS_PER_HOST}
        value={perHost}
        error={isRange ? null : `1 to ${MAX_GPUS_PER_HOST}`}
        onChange={(event) => setPerHost(event.target.value)}
        className="w-24"
      />
    </div>
  );
}
