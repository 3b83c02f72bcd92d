import { CREATIONS, PLATFORMS, type Creation, type Host, type Platform } from '../../model/plan.ts';
import { creationOf } from '../../model/platform.ts';
import type { HostFields } from '../../placement/everydayCommands.ts';
import { gestures } from '../../state/app.ts';
import { differingIndexes } from '../board/differingIndexes.ts';
import { PLATFORM_NAMES } from '../../placement/messages.ts';
import { Term } from '../glossary/Term.tsx';
import { Button } from '../ui/Button.tsx';
import { EditableName } from '../ui/EditableName.tsx';
import { RemoveIcon } from '../ui/icons.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { LineField } from './LineField.tsx';
import { HostRules } from './HostRules.tsx';
import { NotesPart } from './NotesPart.tsx';
import { FieldsPart, Panel, Part } from './Panel.tsx';
import { ReleaseField } from './ReleaseField.tsx';

const CREATION_NAMES: Record<Creation, string> = {
  'pre-create': 'Created beforehand, with starts',
  'power-on': 'Created when a VM powers on',
};

/** The settings of one host. */
export function HostPanel({ host }: { readonly host: Host }) {
  const set = (fields: Partial<HostFields>): void => {
    gestures.run({ type: 'host/set', hostId: host.id, fields });
  };
  return (
    <Panel
      kicker="Host"
      title={
        <EditableName
          value={host.name}
          label={`Rename ${host.name}`}
          onCommit={(name) => gestures.run({ type: 'host/rename', hostId: host.id, name })}
          className="-ml-1 whitespace-normal [overflow-wrap:anywhere]"
        />
      }
    >
      <FieldsPart>
        <SelectField
          label="Platform"
          value={host.platform ?? ''}
          onChange={(event) =>
            set({ platform: event.target.value === '' ? null : (event.target.value as Platform) })
          }
        >
          <option value="">Not said</option>
          {PLATFORMS.map((one) => (
            <option key={one} value={one}>
              {PLATFORM_NAMES[one]}
            </option>
          ))}
        </SelectField>
        <ReleaseField platform={host.platform} value={host.release} onKeep={(release) => set({ release })} />
        <LineField
          label="Driver"
          value={host.driver ?? ''}
          onKeep={(driver) => set({ driver: driver || null })}
        />
        <SelectField
          label="Instances are"
          hint={
            <>
              Who makes <Term id="creation">instances</Term>, and whether their{' '}
              <Term id="power-on-order">order</Term> matters.
            </>
          }
          value={host.creation ?? ''}
          onChange={(event) =>
            set({ creation: event.target.value === '' ? null : (event.target.value as Creation) })
          }
        >
          <option value="">
            Platform default (
            {creationOf({ ...host, creation: null }) === 'power-on' ? 'at power-on' : 'beforehand'})
          </option>
          {CREATIONS.map((one) => (
            <option key={one} value={one}>
              {CREATION_NAMES[one]}
            </option>
          ))}
        </SelectField>
      </FieldsPart>
      <NotesPart of={{ kind: 'host', id: host.id }} name={host.name} notes={host.notes} />
      <HostRules host={host} />
      <Part title={<Term id="observed">Observed</Term>}>
        <p className="text-table text-ink2">{observedWords(host)}</p>
        <div>
          {host.observed === null ? (
            <Button data-edits onClick={() => gestures.openDialog('import')}>
              Import what it reports
            </Button>
          ) : (
            <Button onClick={() => gestures.openView({ kind: 'observed', hostId: host.id })}>
              Observed beside planned
            </Button>
          )}
        </div>
      </Part>
      <Part isEdits>
        <div>
          <Button onClick={() => gestures.run({ type: 'host/remove', hostId: host.id })}>
            <RemoveIcon /> Remove host
          </Button>
        </div>
      </Part>
    </Panel>
  );
}

function observedWords(host: Host): string {
  if (host.observed === null) return 'Nothing yet.';
  const { size } = differingIndexes(host);
  return size === 0 ? 'As planned.' : `${size} ${size === 1 ? 'GPU is' : 'GPUs are'} not as planned.`;
}
