/** The plans a new user can start from. Each is made by the same commands that a user's hand would give. */
import { EMPTY_PLAN, type Plan } from '../model/plan.ts';
import type { GiId, GpuId } from '../model/ids.ts';
import { invariant } from '../model/assert.ts';
import { applyEveryday, type EverydayCommand } from '../placement/everydayCommands.ts';

export const TEMPLATE_IDS = ['empty-host', 'article', 'order-trap'] as const;
export type TemplateId = (typeof TEMPLATE_IDS)[number];

/** The board of VMware's article, and the one these templates are drawn on. */
const BOARD = 'a100-pcie-40gb';

function build(name: string, commands: (plan: Plan) => EverydayCommand[]): Plan {
  let plan: Plan = { ...EMPTY_PLAN, name };
  const run = (command: EverydayCommand): void => {
    const next = applyEveryday(plan, command);
    invariant(next.ok, `template "${name}", ${command.type}`);
    plan = next.value;
  };
  run({
    type: 'host/add',
    name: 'esx-01',
    fields: { platform: 'esxi', release: '7.0', creation: 'pre-create' },
    gpus: { board: BOARD, count: 1 },
  });
  for (const command of commands(plan)) run(command);
  return plan;
}

/** Places an instance and gives it a VM of its own; ids are known because they count up. */
function placedVms(
  plan: Plan,
  rows: readonly (readonly [profile: string, start: number, vm: string, type: string])[],
): EverydayCommand[] {
  const gpuId = plan.hosts[0]?.gpus[0]?.id as GpuId;
  return rows.flatMap(([profile, start, vm, type], index): EverydayCommand[] => {
    const giId = (plan.nextId + index * 2) as GiId;
    return [
      { type: 'gi/place', gpuId, profile, start },
      { type: 'vm/add', name: vm, wants: { kind: 'type', type }, giId },
    ];
  });
}

/** A fresh copy of a template. */
export function makeTemplate(id: TemplateId): Plan {
  switch (id) {
    case 'empty-host':
      return build('One empty host', () => []);
    case 'article':
      // The walk-through of the article: -cgi 9,9 and a VM with grid_a100-3-20c on each half.
      return build('The article', (plan) =>
        placedVms(plan, [
          ['3g.20gb', 0, 'train-1', 'A100-3-20C'],
          ['3g.20gb', 4, 'train-2', 'A100-3-20C'],
        ]),
      );
    case 'order-trap':
      // Created smallest first without starts, the 3g finds no place; largest first, all four stand here.
      return build('The order trap', (plan) =>
        placedVms(plan, [
          ['1g.5gb', 0, 'dev-1', 'A100-1-5C'],
          ['1g.5gb', 1, 'dev-2', 'A100-1-5C'],
          ['2g.10gb', 2, 'ocr-1', 'A100-2-10C'],
          ['3g.20gb', 4, 'chat-1', 'A100-3-20C'],
        ]),
      );
  }
}
