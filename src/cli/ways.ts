/** What the ways out of `why` have in common, be it a profile or a VM that was refused. */
import { findGpu, findInstance, vmsByInstance, type GpuPlace, type Plan } from '../model/plan.ts';
import { ok, type Result } from '../model/result.ts';
import type { WayOut } from '../placement/solver/why.ts';
import { jsonNotices, noticeLines, type Input } from './input.ts';
import { printable, printJson, unusable, type ExitCode, type Io, type Unusable } from './io.ts';

/** What was found: yes, or why not and the ways out, the cheapest first. */
export interface WhyAnswer {
  readonly isLegal: boolean;
  readonly message: string;
  /** Null where it is legal. */
  readonly code: string | null;
  /** What JSON says besides of a yes. */
  readonly facts: object;
  readonly ways: readonly { readonly json: object; readonly words: string }[];
  /** False where there are more pairs of moves on other GPUs than were tried. */
  readonly isWhole: boolean;
}

/** Writes it; the exit status is the answer. */
export function writeWhy(
  io: Io,
  { reading }: Input,
  answer: WhyAnswer,
  json: boolean,
): Result<ExitCode, never> {
  const { isLegal, message, code, facts, ways, isWhole } = answer;
  if (json) {
    printJson(io, {
      legal: isLegal,
      ...(isLegal ? facts : { code }),
      message,
      ways: ways.map((way) => way.json),
      complete: isWhole,
      notices: jsonNotices(reading),
    });
  } else {
    io.stderr(printable(noticeLines(reading)));
    const lines = isLegal
      ? [message]
      : [
          `${message} [${code ?? ''}]`,
          ...ways.map(({ words }, index) => `${index + 1}. ${words}`),
          ...(ways.length === 0 ? ['no way out was found'] : []),
          ...(isWhole ? [] : ['not every pair of moves on other GPUs was tried']),
        ];
    io.stdout(printable(lines.map((line) => `${line}\n`).join('')));
  }
  return ok(isLegal ? 0 : 1);
}

/** HOST/GPU or HOST/GPU:START of an option's `text`. The host may have slashes in its name: the last one counts. */
export function placeNamed(
  plan: Plan,
  option: '--place' | '--vm',
  text: string,
  where: string,
): Result<{ readonly place: GpuPlace; readonly start: number | null }, Unusable> {
  const what = option === '--vm' ? 'VM' : 'PROFILE';
  const parts = /^(.+)\/(\d{1,6})(?::(\d{1,6}))?$/.exec(where);
  if (parts === null) return unusable(`${option} ${text}: write ${what}@HOST/GPU or ${what}@HOST/GPU:START`);
  const [, name = '', index = '', start] = parts;
  const host = plan.hosts.find((one) => one.name === name);
  if (host === undefined) return unusable(`${option} ${text}: the plan has no host "${name}"`);
  const gpu = host.gpus.find((one) => one.index === Number(index));
  if (gpu === undefined) return unusable(`${option} ${text}: ${name} has no GPU ${index}`);
  return ok({ place: { host, gpu }, start: start === undefined ? null : Number(start) });
}

export function jsonInstance(plan: Plan, id: Parameters<typeof findInstance>[1]): object {
  const place = findInstance(plan, id);
  return {
    profile: place?.gi.profile ?? null,
    host: place?.host.name ?? null,
    gpu: place?.gpu.index ?? null,
    start: place?.gi.start ?? null,
    vms: (vmsByInstance(plan).get(id) ?? []).map((vm) => vm.name),
  };
}

function jsonTarget(plan: Plan, gpuId: Parameters<typeof findGpu>[1], start: number): object {
  const place = findGpu(plan, gpuId);
  return { host: place?.host.name ?? null, gpu: place?.gpu.index ?? null, start };
}

export function jsonPlace(plan: Plan, { profile, gpuId, start }: WayOut['place']): object {
  return { profile, ...jsonTarget(plan, gpuId, start) };
}

export function jsonMoves(plan: Plan, moves: WayOut['moves']): object[] {
  return moves.map(({ giId, gpuId, start }) => ({
    ...jsonInstance(plan, giId),
    to: jsonTarget(plan, gpuId, start),
  }));
}
