import type { Host, Plan, Vm } from '../../../model/plan.ts';
import { platformName, wantedName } from '../../../placement/messages.ts';
import { figure } from '../counted.ts';

const MOST = 50;

/** What was read that cannot be drawn: hosts without a GPU and what is known of them, VMs and what they want. */
export function ReadOutline({ plan }: { readonly plan: Plan }) {
  const hosts = plan.hosts.filter((host) => host.gpus.length === 0);
  return (
    <>
      <Rows all={hosts} nameOf={(host) => host.name} wordsOf={hostWords} />
      <Rows all={plan.vms} nameOf={(vm) => vm.name} wordsOf={vmWords} />
    </>
  );
}

interface RowsProps<T> {
  readonly all: readonly T[];
  readonly nameOf: (one: T) => string;
  /** A line each. */
  readonly wordsOf: (one: T) => readonly string[];
}

function Rows<T>({ all, nameOf, wordsOf }: RowsProps<T>) {
  if (all.length === 0) return null;
  return (
    <dl>
      {all.slice(0, MOST).map((one, n) => (
        <div key={n} className="flex gap-3 border-t border-line py-1.5 text-table">
          <dt className="w-36 shrink-0 font-medium [overflow-wrap:anywhere] max-[30rem]:w-28">
            {nameOf(one)}
          </dt>
          <dd className="min-w-0 flex-1 text-ink2 [overflow-wrap:anywhere]">
            {wordsOf(one).map((line, at) => (
              <span key={at} className="block">
                {line}
              </span>
            ))}
          </dd>
        </div>
      ))}
      {all.length > MOST && (
        <div className="border-t border-line py-1.5 text-table text-ink3">
          <dt className="sr-only">More</dt>
          <dd>and {figure(all.length - MOST)} more</dd>
        </div>
      )}
    </dl>
  );
}

function hostWords(host: Host): string[] {
  const { platform, driver, notes } = host;
  return [
    ...(platform === null ? [] : [platformName(host)]),
    ...(driver === null ? [] : [`Driver ${driver}`]),
    ...notes.split('\n').filter((line) => line !== ''),
  ];
}

function vmWords({ attachments }: Vm): string[] {
  return [
    attachments.length === 0 ? 'no vGPU' : attachments.map(({ wants }) => wantedName(wants)).join(' + '),
  ];
}
