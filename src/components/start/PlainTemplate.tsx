import { useMemo } from 'react';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { vmsByInstance } from '../../model/plan.ts';
import { sliceUse } from '../../placement/stranded.ts';
import { selectFigures } from '../../state/selectors.ts';
import { makeTemplate, type TemplateId } from '../../state/templates.ts';
import { strandedWords } from '../dialogs/strandedWords.ts';
import { MiniGrid } from '../ui/MiniGrid.tsx';
import { TemplateCard } from './TemplateCard.tsx';

interface PlainTemplateProps {
  readonly template: TemplateId;
  readonly about: string;
}

/** A template of one GPU: its drawing and its figures, both taken from the plan that it opens. */
export function PlainTemplate({ template, about }: PlainTemplateProps) {
  const plan = useMemo(() => makeTemplate(template), [template]);
  const gpu = plan.hosts[0]?.gpus[0];
  const board = gpu === undefined ? undefined : findBoard(gpu.board);
  const figures = selectFigures({ plan });
  const vms = vmsByInstance(plan);
  const profiles = [...new Set(gpu?.instances.map((gi) => gi.profile))];
  const rows = [
    ['Hosts', figures.hosts],
    ['GPUs', figures.gpus],
    ['VMs', plan.vms.length],
    ...(profiles.length === 1 ? [['Profile', profiles[0]] as const] : []),
  ] as const;
  return (
    <TemplateCard template={template} name={plan.name} about={about}>
      <span className="flex w-full gap-5">
        {gpu !== undefined && board !== undefined && (
          <MiniGrid
            board={board}
            pitch={18}
            showStranded
            instances={gpu.instances.map((gi) => ({
              profile: gi.profile,
              start: gi.start,
              label: (vms.get(gi.id) ?? []).map((vm) => vm.name).join(', '),
            }))}
          />
        )}
        <span className="flex min-w-0 flex-1 flex-col gap-1 text-table">
          {rows.map(([name, value]) => (
            <span key={name} className="flex justify-between gap-2">
              <span className="text-ink3">{name}</span>
              <span>{value}</span>
            </span>
          ))}
        </span>
      </span>
      <span className="mt-auto pt-3 text-note text-ink2">
        {gpu === undefined || gpu.instances.length === 0 ? 'Nothing placed' : strandedWords(sliceUse(gpu))}
      </span>
    </TemplateCard>
  );
}
