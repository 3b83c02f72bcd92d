/** `nvidia-smi mig -dgi` and `-dci`. An instance with something inside or in use is refused, and what comes after it is not tried. */
import {
  ciDestroyed,
  ciNotDestroyed,
  giDestroyed,
  giNotDestroyed,
  NO_CIS,
  NO_GIS,
  NVML,
} from '../../formats/nvidiaSmi/print/answers.ts';
import { branchOf, isBusy, isHeldByVm } from './gpuFacts.ts';
import { isGuest, withGi, withGpu, type Machine, type SimGpu } from './machine.ts';
import { namedGis } from './migLists.ts';
import type { MigCall } from './migOptions.ts';
import { inferred, reply, seen, type Reply, type ReplyLine } from './reply.ts';

const IN_USE = NVML['in-use'].status;
const NOT_FOUND = NVML['not-found'].status;

export function destroyGis(machine: Machine, gpus: readonly SimGpu[], call: MigCall): Reply {
  const lines: ReplyLine[] = [];
  let now = machine;
  for (const { index } of gpus) {
    const before = now.gpus.find((one) => one.index === index);
    for (const gi of before === undefined ? [] : namedGis(before, call)) {
      const gpu = now.gpus.find((one) => one.index === index);
      if (gpu === undefined) continue;
      if (isGuest(machine)) {
        lines.push(...inferred(giNotDestroyed(index, gi.id, 'no-permission')));
        return reply(now, lines, NVML['no-permission'].status, [{ code: 'guest-mig-mode' }]);
      }
      if (gi.cis.length > 0 || isBusy(now, index, gi.id) || isHeldByVm(now, index, gi.id)) {
        lines.push(...seen(giNotDestroyed(index, gi.id, 'in-use')));
        return reply(now, lines, IN_USE, [{ code: 'destroy-inside-first', gi: gi.id }]);
      }
      lines.push(...seen([giDestroyed(index, gi.id)]));
      now = withGpu(now, { ...gpu, gis: gpu.gis.filter(({ id }) => id !== gi.id) });
    }
  }
  return lines.length === 0 ? reply(machine, seen([NO_GIS]), NOT_FOUND) : reply(now, lines);
}

export function destroyCis(machine: Machine, gpus: readonly SimGpu[], call: MigCall): Reply {
  const lines: ReplyLine[] = [];
  let now = machine;
  for (const { index } of gpus) {
    const before = now.gpus.find((one) => one.index === index);
    for (const { id } of before === undefined ? [] : namedGis(before, call)) {
      const cis = before?.gis.find((one) => one.id === id)?.cis ?? [];
      for (const ci of cis.filter((one) => call.cis === null || call.cis.includes(one.id))) {
        const gpu = now.gpus.find((one) => one.index === index);
        const gi = gpu?.gis.find((one) => one.id === id);
        if (gpu === undefined || gi === undefined) continue;
        if (isBusy(now, index, id, ci.id) || isHeldByVm(now, index, id)) {
          lines.push(...inferred(ciNotDestroyed({ gpu: index, gi: id }, ci.id, 'in-use')));
          return reply(now, lines, IN_USE);
        }
        lines.push(...seen([ciDestroyed({ gpu: index, gi: id }, ci.id)]));
        now = withGpu(now, withGi(gpu, { ...gi, cis: gi.cis.filter((one) => one.id !== ci.id) }));
      }
    }
  }
  if (lines.length > 0) return reply(now, lines);
  // Older drivers spoke of GPU instances here.
  return reply(machine, seen([branchOf(machine) < 510 ? NO_GIS : NO_CIS]), NOT_FOUND);
}
