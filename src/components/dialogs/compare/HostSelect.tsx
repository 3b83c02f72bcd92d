import type { HostId } from '../../../model/ids.ts';
import type { Plan } from '../../../model/plan.ts';
import { SelectField } from '../../ui/SelectField.tsx';
import type { HostQuestion, PickedHost } from './whichHost.ts';

interface HostSelectProps {
  readonly plan: Plan;
  readonly question: HostQuestion;
  readonly onPick: (picked: PickedHost) => void;
}

const NONE = 'none';

/** Asks for the host of a text that does not name it, or by a name that the plan does not have. */
export function HostSelect({ plan, question, onPick }: HostSelectProps) {
  const { asked, into, isOpen } = question;
  return (
    <SelectField
      label={asked === null ? 'Which host is it?' : `Which host of the plan is ${asked}?`}
      hint={asked === null ? 'The text does not name it.' : 'The plan has none of that name.'}
      value={into === null ? (isOpen ? '' : NONE) : String(into.id)}
      onChange={({ target: { value } }) =>
        onPick({ asked, hostId: value === NONE ? null : (Number(value) as HostId) })
      }
      className="max-w-72"
    >
      <option value="" disabled>
        Choose one
      </option>
      {plan.hosts.map((host) => (
        <option key={host.id} value={host.id}>
          {host.name}
        </option>
      ))}
      {asked !== null && <option value={NONE}>None of them</option>}
    </SelectField>
  );
}
