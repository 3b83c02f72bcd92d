import type { Host } from '../../model/plan.ts';
import { hostRules } from '../../placement/rules/hostRules.ts';
import { Written } from '../problems/Written.tsx';
import { Part } from './Panel.tsx';

/** What the platform, the release and the driver of a host allow, each with where it is written. */
export function HostRules({ host }: { readonly host: Host }) {
  return (
    <Part title="Rules on this host">
      <ul aria-label="Rules on this host" className="flex flex-col gap-2">
        {hostRules(host).map(({ says, confidence, source }) => (
          <li key={says} className="text-table text-ink2">
            {says}
            <Written confidence={confidence} sources={source === null ? [] : [source]} />
          </li>
        ))}
      </ul>
    </Part>
  );
}
