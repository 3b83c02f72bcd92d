/** `nvidia-smi mig -cci`, and the default compute instance of `-cgi -C`. */
import type { CiProfile, GiProfile } from '../../model/board.ts';
import { ciCreated, ciNotCreated, NO_GIS, NVML } from '../../formats/nvidiaSmi/print/answers.ts';
import { fails, type Attempt } from './attempt.ts';
import { freeId, freeStart } from './computeSlots.ts';
import { ciProfileId, giProfile, isCiNameSeen, printedCi } from './gpuFacts.ts';
import { withGi, withGpu, type Machine, type SimCi, type SimGi, type SimGpu } from './machine.ts';
import { namedGis } from './migLists.ts';
import type { MigCall, ProfileItem } from './migOptions.ts';
import { inferred, reply, type Reply, type ReplyLine } from './reply.ts';

export function ciOf(profile: GiProfile, ci: CiProfile, gi: Pick<SimGi, 'cis'>, start: number): SimCi {
  // Full ones cover the whole instance.
  const size = ci.isDefault ? profile.computeSlices : ci.computeSlices;
  return { id: freeId(gi.cis), profile: ci.name, start, size, uuid: null };
}

export function ciLine(
  machine: Machine,
  gpu: number,
  gi: SimGi,
  profile: GiProfile,
  listed: CiProfile,
  ci: SimCi,
): ReplyLine {
  const { id, isKnown } = ciProfileId(profile, listed);
  const printed = hasNoCiId(machine) ? null : ci.id;
  const text = ciCreated({ gpu, gi: gi.id }, printed, printedCi(ci), id ?? 0);
  return { text, isSeen: isKnown && isCiNameSeen(ci) };
}

/** R450's releases before 450.80 are taken to be those that leave the ID out. */
function hasNoCiId({ driver }: Machine): boolean {
  const found = /^450\.(\d+)/.exec(driver ?? '');
  return found !== null && Number(found[1]) < 80;
}

export function createCis(machine: Machine, gpus: readonly SimGpu[], call: MigCall): Reply {
  const lines: ReplyLine[] = [];
  let now = machine;
  let count = 0;
  for (const { index } of gpus) {
    const before = now.gpus.find((one) => one.index === index);
    for (const { id } of before === undefined ? [] : namedGis(before, call)) {
      count += 1;
      for (const item of call.items ?? [null]) {
        const gpu = now.gpus.find((one) => one.index === index);
        const gi = gpu?.gis.find((one) => one.id === id);
        if (gpu === undefined || gi === undefined) continue;
        const made = createCi(gpu, gi, item);
        if (!made.ok) {
          const { error } = made.failure;
          const typed = item?.profile ?? String(defaultId(gpu, gi));
          lines.push(...inferred(ciNotCreated({ gpu: index, gi: id }, typed, error)));
          return reply(now, lines, NVML[error].status);
        }
        const { profile, listed, ci } = made.value;
        lines.push(ciLine(machine, index, gi, profile, listed, ci));
        const cis = [...gi.cis, ci].sort((a, b) => a.id - b.id);
        now = withGpu(now, withGi(gpu, { ...gi, cis }));
      }
    }
  }
  // Seen of -lgi and -dgi; that -cci says the same only follows.
  if (count === 0) return reply(machine, inferred([NO_GIS]), NVML['not-found'].status);
  return reply(now, lines);
}

function defaultId(gpu: SimGpu, gi: SimGi): number | string {
  const profile = giProfile(gpu, gi);
  const ci = profile?.computeInstances.find(({ isDefault }) => isDefault);
  return profile === undefined || ci === undefined ? '?' : (ciProfileId(profile, ci).id ?? '?');
}

function createCi(
  gpu: SimGpu,
  gi: SimGi,
  item: ProfileItem | null,
): Attempt<{ readonly profile: GiProfile; readonly listed: CiProfile; readonly ci: SimCi }> {
  const profile = giProfile(gpu, gi);
  if (profile === undefined) return fails('not-supported', false);
  const listed = profile.computeInstances.find((ci) =>
    item === null ? ci.isDefault : isNamed(profile, ci, item.profile),
  );
  if (listed === undefined) return fails('invalid-argument', false);
  const start = freeStart(profile, gi, listed, item?.start ?? null);
  if (start === null) return fails('no-resources', false);
  return { ok: true, value: { profile, listed, ci: ciOf(profile, listed, gi, start) } };
}

function isNamed(profile: GiProfile, ci: CiProfile, typed: string): boolean {
  if (/^\d{1,3}$/.test(typed)) return ciProfileId(profile, ci).id === Number(typed);
  const name = typed
    .trim()
    .toLowerCase()
    .replace(/^mig\s+/, '');
  return ci.name === name || printedCi({ profile: ci.name }) === name;
}
