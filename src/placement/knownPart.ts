/**
 * The part of a plan that exports can be made of which need the facts: what nobody knows stays in the plan, is listed, and is
 * left out of the text. What is known and wrong is another matter, and refuses.
 */
import { profileOf } from '../model/board.ts';
import { BOARDS, typesNamed } from '../model/catalogue/catalogue.ts';
import type { GpuId } from '../model/ids.ts';
import type { Attachment, Plan, ValidPlan, Vm } from '../model/plan.ts';
import { err, ok, type Result } from '../model/result.ts';
import { checkPlan, validatePlan, type Violation } from './check.ts';
import { instanceIds } from './planParts.ts';

export interface KnownPart {
  readonly plan: ValidPlan;
  /** What is not known, each with its place: of a GPU in this list nothing is in `plan`, nor of what VMs have there. */
  readonly leftOut: readonly Violation[];
}

/**
 * The plan without GPUs of a board, profile or start that no public source describes, and without the vGPUs that are on them or
 * of a type that no table has. A GPU goes as a whole: half of a layout is not what was planned for it. Error: everything that
 * stands against the plan, where more is wrong with it than that.
 */
export function knownPart(plan: Plan): Result<KnownPart, readonly Violation[]> {
  const violations = checkPlan(plan);
  const leftOut = violations.filter(isUnknown);
  if (leftOut.length === 0)
    return violations.length === 0 ? ok({ plan: plan as ValidPlan, leftOut }) : err(violations);
  const gpus = new Set<GpuId>();
  for (const { fault, gpu } of leftOut) {
    if (gpu !== null && fault.code !== 'wrong-type') gpus.add(gpu.id);
  }
  const hosts = plan.hosts.map((host) =>
    host.gpus.some(({ id }) => gpus.has(id))
      ? { ...host, gpus: host.gpus.filter(({ id }) => !gpus.has(id)) }
      : host,
  );
  const gone = instanceIds(plan.hosts.flatMap((host) => host.gpus.filter(({ id }) => gpus.has(id))));
  const isKnown = ({ wants, instance }: Attachment): boolean =>
    instance === null || !(gone.has(instance) || (wants.kind === 'type' && isTypeUnknown(wants.type)));
  const vms = plan.vms.flatMap((vm): Vm[] => {
    const attachments = vm.attachments.filter(isKnown);
    if (attachments.length === vm.attachments.length) return [vm];
    return attachments.length === 0 ? [] : [{ ...vm, attachments }];
  });
  const valid = validatePlan({ ...plan, hosts, vms });
  return valid.ok ? ok({ plan: valid.value, leftOut }) : err(violations);
}

function isUnknown({ fault, gpu }: Violation): boolean {
  switch (fault.code) {
    case 'board-unknown':
    case 'starts-unknown':
      return gpu !== null;
    case 'not-a-profile':
      // A profile of another board is no riddle but a mistake, and the commonest one.
      return gpu !== null && !BOARDS.some((board) => profileOf(board, fault.profile) !== undefined);
    case 'wrong-type':
      return fault.wants.kind === 'type' && isTypeUnknown(fault.wants.type);
    default:
      return false;
  }
}

function isTypeUnknown(type: string): boolean {
  return typesNamed(type, []).length === 0;
}
