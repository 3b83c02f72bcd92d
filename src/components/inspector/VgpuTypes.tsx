import { boardLabel } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import type { Gpu } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { typesOfInstance } from '../../placement/vms/assign.ts';
import { boardName } from '../../placement/messages.ts';
import { whyNoType, type NoType } from '../../placement/names/nearestType.ts';
import { Term } from '../glossary/Term.tsx';
import { WarningIcon } from '../ui/icons.tsx';
import { Facts } from './Facts.tsx';
import { Part } from './Panel.tsx';
import { typeFacts } from './typeFacts.tsx';

interface VgpuTypesProps {
  readonly gpu: Pick<Gpu, 'board' | 'variant'>;
  readonly profile: ProfileName;
}

/** The vGPU types of an instance with all that is known of each, or the flag that it has none. */
export function VgpuTypes({ gpu, profile }: VgpuTypesProps) {
  const types = typesOfInstance(gpu, { profile });
  const why = whyNoType(gpu, profile);
  if (why !== null) return <NoVgpuType gpu={gpu} profile={profile} why={why} />;
  const [only] = types;
  if (only === undefined) return null;
  if (types.length === 1) {
    return (
      <Part title={<Term id="vgpu-type">vGPU type {only.type}</Term>}>
        <Facts facts={typeFacts(gpu, only)} />
      </Part>
    );
  }
  const isShared = types.some(({ maxPerInstance }) => (maxPerInstance ?? 1) > 1);
  return (
    <Part title={<Term id="vgpu-type">{types.length} vGPU types</Term>}>
      <p className="text-table text-ink2">
        {isShared
          ? 'One instance is one of these; types of less memory let several VMs take turns on it.'
          : 'Which of these it is depends on the variant of the board.'}
      </p>
      {types.map((type) => (
        <details key={type.type} className="text-table">
          <summary className="min-h-6 cursor-pointer font-medium pointer-coarse:min-h-11">
            {type.type}
            {isShared && (
              <span className="font-normal text-ink2">
                {' · '}
                {(type.maxPerInstance ?? 1) === 1 ? 'one VM' : `up to ${type.maxPerInstance} VMs`}
              </span>
            )}
          </summary>
          <Facts facts={typeFacts(gpu, type)} />
        </details>
      ))}
    </Part>
  );
}

interface NoVgpuTypeProps extends VgpuTypesProps {
  readonly why: NoType;
}

function NoVgpuType({ gpu, profile, why }: NoVgpuTypeProps) {
  const board = findBoard(gpu.board);
  const name = board === undefined ? boardName(gpu.board) : boardLabel(board);
  return (
    <Part title={<Term id="vgpu-type">vGPU type</Term>}>
      <p role="note" className="flex items-start gap-2 text-table">
        <WarningIcon />
        <span>
          <b>No vGPU type.</b> {noTypeWords(why, profile, name)}
        </span>
      </p>
    </Part>
  );
}

function noTypeWords(why: NoType, profile: ProfileName, board: string): string {
  if (why.code === 'board-without-types') return `No public table has one for any profile of ${board}.`;
  const start = `No public table has one for ${profile} on ${board}, so a hypervisor has nothing to give a VM`;
  return why.nearest === null
    ? `${start}, and nothing as large has one.`
    : `${start}. The nearest that has one is ${why.nearest}: the least with all its slices.`;
}
