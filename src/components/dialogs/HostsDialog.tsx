import { useMemo, useState } from 'react';
import type { HostId } from '../../model/ids.ts';
import { PLATFORMS, type Host, type Platform } from '../../model/plan.ts';
import { releasesOf } from '../../model/platform.ts';
import type { HostFields } from '../../placement/everydayCommands.ts';
import { PLATFORM_NAMES } from '../../placement/messages.ts';
import { gestures, uiStore, usePlan } from '../../state/app.ts';
import { effectOf, runCommand } from '../../state/specialEdits.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { TextField } from '../ui/TextField.tsx';
import { counted } from './counted.ts';

/** Rows at once. */
const PAGE = 100;

/** Many hosts changed alike, or taken away, as one step each. Begins with those that the board shows. */
export function HostsDialog() {
  const plan = usePlan((state) => state.plan);
  const [picked, setPicked] = useState<ReadonlySet<HostId>>(() => {
    const { shown } = uiStore.getState();
    return new Set(plan.hosts.flatMap(({ id }) => (shown === null || shown.hosts.has(id) ? [id] : [])));
  });
  const [limit, setLimit] = useState(PAGE);
  const [platform, setPlatform] = useState<Platform | null>(null);
  const [release, setRelease] = useState('');
  const [driver, setDriver] = useState('');

  const hosts = useMemo(() => plan.hosts.filter(({ id }) => picked.has(id)), [plan.hosts, picked]);
  const hostIds = hosts.map(({ id }) => id);
  const fields: Partial<HostFields> = {
    // A release belongs to its platform.
    ...(platform === null ? {} : { platform, release: null }),
    ...(release === '' ? {} : { release }),
    ...(driver.trim() === '' ? {} : { driver: driver.trim() }),
  };
  const releases = releasesOf(platform ?? commonPlatform(hosts));
  const waiting = useMemo(() => {
    const ids = hosts.map(({ id }) => id);
    return effectOf(plan, { type: 'host/removeMany', hostIds: ids })?.sentToWaiting ?? [];
  }, [plan, hosts]);
  const many = counted(hosts.length, 'host');
  const set = (id: HostId, isOn: boolean): void => {
    const next = new Set(picked);
    if (isOn) next.add(id);
    else next.delete(id);
    setPicked(next);
  };

  return (
    <Dialog
      title="Edit hosts"
      onClose={gestures.closeDialog}
      footer={
        <>
          <p className="min-w-40 flex-1 text-table text-ink2">
            {waiting.length > 0 &&
              `Without ${hosts.length === 1 ? 'it' : 'them'} ${counted(waiting.length, 'VM')} would wait. `}
            Either is one step, and can be undone.
          </p>
          <div className="flex flex-wrap gap-2">
            <Button
              disabled={hosts.length === 0}
              onClick={() => runCommand({ type: 'host/removeMany', hostIds }) && gestures.closeDialog()}
            >
              Remove {many}
            </Button>
            <Button
              variant="primary"
              disabled={hosts.length === 0 || Object.keys(fields).length === 0}
              onClick={() => runCommand({ type: 'host/setMany', hostIds, fields }) && gestures.closeDialog()}
            >
              Change {many}
            </Button>
          </div>
        </>
      }
    >
      <div className="grid grid-cols-2 gap-4 pb-4">
        <SelectField
          label="Platform"
          value={platform ?? ''}
          onChange={(event) => {
            setPlatform(PLATFORMS.find((one) => one === event.target.value) ?? null);
            setRelease('');
          }}
        >
          <option value="">As it is</option>
          {PLATFORMS.map((one) => (
            <option key={one} value={one}>
              {PLATFORM_NAMES[one]}
            </option>
          ))}
        </SelectField>
        <SelectField
          label="Release"
          value={release}
          disabled={releases.length === 0}
          onChange={(event) => setRelease(event.target.value)}
        >
          <option value="">{platform === null ? 'As it is' : 'Not said'}</option>
          {releases.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </SelectField>
        <TextField
          label="Driver"
          hint="R550, or 450.80.02. Empty: as it is."
          value={driver}
          maxLength={60}
          onChange={(event) => setDriver(event.target.value)}
          className="col-span-2"
        />
      </div>
      <div className="flex flex-wrap items-baseline gap-1 pb-2">
        <h3 className="flex-1 text-table font-semibold">
          {many} of {plan.hosts.length}
        </h3>
        <Button size="small" onClick={() => setPicked(new Set(plan.hosts.map(({ id }) => id)))}>
          All
        </Button>
        <Button size="small" onClick={() => setPicked(new Set())}>
          None
        </Button>
      </div>
      <ul aria-label="Hosts" className="flex flex-col">
        {plan.hosts.slice(0, limit).map((host) => (
          <li key={host.id}>
            <label className="flex min-h-7 items-center gap-2 text-table">
              <input
                type="checkbox"
                checked={picked.has(host.id)}
                onChange={(event) => set(host.id, event.target.checked)}
              />
              <span className="font-medium">{host.name}</span>
              <span className="text-ink3">{about(host)}</span>
            </label>
          </li>
        ))}
      </ul>
      {limit < plan.hosts.length && (
        <Button size="small" onClick={() => setLimit(limit + PAGE)}>
          Show {Math.min(PAGE, plan.hosts.length - limit)} more
        </Button>
      )}
    </Dialog>
  );
}

/** Null where they are of several, or of one that nobody said. */
function commonPlatform(hosts: readonly Host[]): Platform | null {
  const platforms = new Set(hosts.map(({ platform }) => platform));
  const [only = null] = platforms;
  return platforms.size === 1 ? only : null;
}

function about({ gpus, platform, release, driver }: Host): string {
  const runs = platform === null ? [] : [[PLATFORM_NAMES[platform], release].filter(Boolean).join(' ')];
  return [counted(gpus.length, 'GPU'), ...runs, ...(driver === null ? [] : [driver])].join(' · ');
}
