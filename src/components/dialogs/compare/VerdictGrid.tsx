import type { HostDifference } from '../../../placement/observed/compare.ts';
import { counted } from '../counted.ts';
import { CheckIcon, CloseIcon } from '../../ui/icons.tsx';
import './compare.css';

const MOST_HOSTS = 60;
const MOST_GPUS = 32;

/** A cell for each GPU, green where it is as planned and red where it is not. */
export function VerdictGrid({ hosts }: { readonly hosts: readonly HostDifference[] }) {
  return (
    <ul aria-label="Hosts and their GPUs" className="flex flex-col gap-1.5">
      {hosts.slice(0, MOST_HOSTS).map((host, n) => (
        <li key={n} className="flex items-start gap-3 text-table">
          <span className="w-24 shrink-0 truncate pt-1 font-medium" title={host.name}>
            {host.name}
          </span>
          <ul className="flex min-w-0 flex-1 flex-wrap gap-1">
            {host.gpus.slice(0, MOST_GPUS).map((gpu, m) => (
              <li key={m} className="verdict-cell" data-same={gpu.isSame}>
                <span className="sr-only">{`GPU ${gpu.index} ${gpu.isSame ? 'as planned' : 'differs'}`}</span>
                <span aria-hidden="true">{gpu.index}</span>
                {gpu.isSame ? <CheckIcon /> : <CloseIcon />}
              </li>
            ))}
            {host.gpus.length > MOST_GPUS && (
              <li className="self-center text-note text-ink3">
                and {counted(host.gpus.length - MOST_GPUS, 'more GPU')}
              </li>
            )}
            {(host.observed === null || host.planned === null) && (
              <li className="self-center text-note text-ink2">
                {host.observed === null ? 'not reported' : 'not in the plan'}
              </li>
            )}
          </ul>
        </li>
      ))}
      {hosts.length > MOST_HOSTS && (
        <li className="text-note text-ink3">and {counted(hosts.length - MOST_HOSTS, 'more host')}</li>
      )}
    </ul>
  );
}
