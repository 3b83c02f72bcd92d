import { findInstance, type Plan, type Vm } from '../../model/plan.ts';
import { problemMessage } from '../../placement/rules/warnings.ts';
import { vgpusRule } from '../../placement/rules/hostRules.ts';
import { RULE_SOURCES } from '../../model/ruleSources.ts';
import { selectViolations } from '../../state/selectors.ts';
import { selectWarnings } from '../../state/warnings.ts';
import { Term } from '../glossary/Term.tsx';
import { Written } from '../problems/Written.tsx';
import { Part } from './Panel.tsx';

/** For a VM with several vGPUs: which rule says how many, what it breaks, and that they do not talk to each other. */
export function VmRules({ vm, plan }: { readonly vm: Vm; readonly plan: Plan }) {
  const count = vm.attachments.length;
  const found = [...selectViolations({ plan }), ...selectWarnings({ plan })].filter(
    (one) => one.vm?.id === vm.id,
  );
  if (count < 2 && found.length === 0) return null;
  const hosts = vm.attachments.flatMap(
    ({ instance }) => (instance === null ? undefined : findInstance(plan, instance))?.host ?? [],
  );
  const [host] = hosts;
  const limit = host === undefined ? null : vgpusRule(host);
  return (
    <Part title={count < 2 ? `Rules for ${vm.name}` : `Rules for the ${count} vGPUs of ${vm.name}`}>
      {found.map((one, index) => (
        <p key={index} className="text-table font-medium">
          {problemMessage(one, plan)}
        </p>
      ))}
      {count > 1 && (
        <ul className="flex flex-col gap-2">
          <li className="text-table text-ink2">
            {limit === null ? 'How many it may have depends on the host it goes to.' : limit.says}
            {limit !== null && (
              <Written confidence={limit.confidence} sources={limit.source === null ? [] : [limit.source]} />
            )}
          </li>
          <li className="text-table text-ink2">
            They have no <Term id="peer-to-peer">peer-to-peer</Term> and no NVLink: no MIG-backed vGPU has.
            <Written confidence="documented" sources={[RULE_SOURCES.aie6]} />
          </li>
        </ul>
      )}
    </Part>
  );
}
