import type { PowerOnHost } from '../../placement/powerOn/powerOn.ts';

interface Assumption {
  readonly text: string;
  readonly source: string;
}

/** What the answer takes for granted, each with where it comes from. */
export function Assumptions({ host }: { readonly host: PowerOnHost }) {
  return (
    <div className="panel-part">
      <h3 className="pb-1 text-table font-semibold">Assumed</h3>
      <ul className="flex flex-col gap-2 text-table text-ink2">
        {assumptionsOf(host).map(({ text, source }) => (
          <li key={text}>
            {text} <span className="text-note text-ink3">{source}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function assumptionsOf({ host, gpus, vms }: PowerOnHost): Assumption[] {
  const isShared = vms.some(({ vgpus }) =>
    vgpus.some(({ needs }) => needs.some((need) => (need?.carries ?? 1) > 1)),
  );
  const hasSeveral = vms.some(({ vgpus }) => vgpus.length > 1);
  const hasAmpere = gpus.some(({ geometry }) => geometry.board.architecture === 'Ampere');
  return [
    host.platform === 'esxi'
      ? {
          text: 'vSphere creates the instance when its VM powers on.',
          source: 'Documented: NVIDIA AI Enterprise 6.',
        }
      : {
          text: 'The hypervisor creates the instance when its VM powers on.',
          source: 'You said so of this host; it is documented for vSphere only.',
        },
    {
      text: 'It takes the first GPU with room, in the order of their indexes, and then the next, whatever the host’s assignment policy.',
      source: `One blog, from an H100 host with vSphere (F. Denneman, “MIG Mode”, March 2026); that it goes by index is inferred${host.platform === 'esxi' ? '' : ', and so is that this host does as vSphere does'}.`,
    },
    {
      text: 'The driver chooses the start, and nothing is ever moved.',
      source: 'No rule is published: both models are fitted to printed transcripts of nvidia-smi.',
    },
    ...(hasAmpere
      ? [
          {
            text: 'Ampere GPUs are said to have trouble now and then with larger profiles; no model here knows of it.',
            source: 'The same blog.',
          },
        ]
      : []),
    ...(isShared
      ? [
          {
            text: 'Where VMs share an instance, one joins an instance of its own type with room before another is created on that GPU.',
            source: 'Inferred.',
          },
        ]
      : []),
    ...(hasSeveral
      ? [
          {
            text: 'A VM takes all its vGPUs or does not start; in which order is the host’s, so every order has to work.',
            source: 'Inferred.',
          },
        ]
      : []),
    { text: 'All these VMs are off at first, and nothing else powers on in between.', source: '' },
  ];
}
