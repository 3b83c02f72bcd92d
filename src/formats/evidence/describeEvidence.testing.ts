/** Evidence in short lines, for tables in tests: "gpu-01, kubernetes: GPU 0 (a100-80gb) on: 2 x 3g.40gb". */
import type { TextReading } from '../paste/textReader.ts';
import type { Evidence, SeenCount, SeenGpu, SeenHost, SeenInstance, SeenVm } from './evidence.ts';

/** One line for each configuration, host and VM, then the codes of what is remarked. */
export function describeEvidence(reading: TextReading): string[] {
  switch (reading.kind) {
    case 'unreadable':
      return [`unreadable: ${reading.error.code}`];
    case 'evidence':
      return linesOf(reading.evidence, null);
    case 'choices':
      return reading.named.flatMap(({ name, evidence }) => linesOf(evidence, name));
  }
}

function linesOf({ hosts, vms, notices }: Evidence, name: string | null): string[] {
  return [
    ...hosts.map((host) => `${name ?? headOf(host)}: ${bodyOf(host)}`),
    ...vms.map(describeVm),
    ...new Set(notices.filter(({ code }) => code !== 'minor-as-index').map(({ code }) => `?${code}`)),
  ];
}

function headOf({ name, platform, driver }: SeenHost): string {
  return [name ?? 'nameless', platform, driver === null ? null : `driver ${driver}`]
    .filter((part) => part !== null)
    .join(', ');
}

function bodyOf({ gpus, total }: SeenHost): string {
  const all =
    total === undefined
      ? []
      : [`in all on ${total.gpus ?? '?'} GPUs: ${countsIn(total.counts, total.withoutProfile)}`];
  return [...gpus.map(describeGpu), ...all].join('; ');
}

function describeGpu({ index, uuid, boards, mode, layout, standsForEvery }: SeenGpu): string {
  const name = standsForEvery === true ? 'every GPU' : index !== null ? `GPU ${index}` : (uuid ?? 'a GPU');
  const board = boards.length === 0 ? '' : ` (${boards.join('|')})`;
  const said = `${name}${board}${mode === null ? '' : ` ${mode}`}`;
  switch (layout?.kind) {
    case undefined:
      return said;
    case 'counts':
      return `${said}: ${countsIn(layout.counts, null)}`;
    case 'instances':
      return `${said}: ${layout.instances.map(describeInstance).join(' ')}${layout.isWhole ? '' : ' (part)'}`;
    case 'changes':
      return `${said}: ${layout.changes.length} changes`;
    case 'requests':
      return `${said}: ${layout.requests.length} requests`;
  }
}

function countsIn(counts: readonly SeenCount[], withoutProfile: number | null): string {
  const all = counts.map(({ profile, count }) => `${count} x ${profile}`);
  if (withoutProfile !== null) all.push(`${withoutProfile} x ?`);
  return all.length === 0 ? 'nothing' : all.join(', ');
}

function describeInstance({ profile, nvmlProfileId, start, computeInstances }: SeenInstance): string {
  const cuts =
    computeInstances === null
      ? ''
      : `[${computeInstances.map((ci) => ci.profile ?? `#${ci.profileId}`).join()}]`;
  return `${profile ?? `nvml${nvmlProfileId ?? '?'}`}@${start ?? '?'}${cuts}`;
}

function describeVm({ name, wants }: SeenVm): string {
  return `VM ${name}: ${wants.map((want) => (want.kind === 'type' ? want.type : want.profile)).join(', ')}`;
}
