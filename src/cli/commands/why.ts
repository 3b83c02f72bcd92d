/** `why`: can this be placed there, and if not, why not and what is the cheapest way out. */
import { findGpu, findInstance, vmsByInstance, type GpuPlace, type Plan } from '../../model/plan.ts';
import { ok, type Result } from '../../model/result.ts';
import { commandMessage, gpuName, makeList } from '../../placement/messages.ts';
import { whyNot, type WayOut, type WhyQuestion } from '../../placement/solver/why.ts';
import { wayCost, wayLabel } from '../../placement/solver/whyMessages.ts';
import { jsonNotices, noticeLines, readPlan } from '../input.ts';
import { printable, printJson, unusable, type ExitCode, type Io, type Unusable } from '../io.ts';
import type { TextFlags } from '../textFlags.ts';

export interface WhyOptions {
  readonly texts: TextFlags;
  readonly gpu: string | null;
  /** PROFILE@HOST/GPU[:START] */
  readonly place: string;
  readonly json: boolean;
}

export function why(io: Io, file: string, options: WhyOptions): Result<ExitCode, Unusable> {
  const input = readPlan(io, file, { gpu: options.gpu, texts: options.texts });
  if (!input.ok) return input;
  const { reading } = input.value;
  const { plan } = reading;
  const asked = questionOf(plan, options.place);
  if (!asked.ok) return asked;
  const { question, place } = asked.value;
  const answer = whyNot(plan, question);
  const message = answer.isLegal
    ? `yes: ${question.profile} can start at slice ${makeList(answer.starts, 'or')} of ${gpuName(place)}`
    : commandMessage(answer.error, plan);
  if (options.json) {
    printJson(io, {
      legal: answer.isLegal,
      ...(answer.isLegal ? { starts: answer.starts } : { code: answer.error.code }),
      message,
      ways: answer.isLegal ? [] : answer.ways.map((way) => jsonWay(plan, way)),
      notices: jsonNotices(reading),
    });
  } else {
    io.stderr(printable(noticeLines(reading)));
    const lines = answer.isLegal
      ? [message]
      : [
          `${message} [${answer.error.code}]`,
          ...answer.ways.map((way, index) => `${index + 1}. ${wayLabel(way, plan)}: ${wayCost(way)}`),
          ...(answer.ways.length === 0 ? ['no way out was found'] : []),
        ];
    io.stdout(printable(lines.map((line) => `${line}\n`).join('')));
  }
  return ok(answer.isLegal ? 0 : 1);
}

/** "3g.20gb@esx-01/0:4". The host may have slashes in its name: the last one counts. */
function questionOf(
  plan: Plan,
  text: string,
): Result<{ readonly question: WhyQuestion; readonly place: GpuPlace }, Unusable> {
  const parts = /^([^@]+)@(.+)\/(\d{1,6})(?::(\d{1,6}))?$/.exec(text);
  if (parts === null) return unusable(`--place ${text}: write PROFILE@HOST/GPU or PROFILE@HOST/GPU:START`);
  const [, profile = '', name = '', index = '', start] = parts;
  const host = plan.hosts.find((one) => one.name === name);
  if (host === undefined) return unusable(`--place ${text}: the plan has no host "${name}"`);
  const gpu = host.gpus.find((one) => one.index === Number(index));
  if (gpu === undefined) return unusable(`--place ${text}: ${name} has no GPU ${index}`);
  return ok({
    question: { gpuId: gpu.id, profile, start: start === undefined ? null : Number(start), moving: null },
    place: { host, gpu },
  });
}

function jsonWay(plan: Plan, way: WayOut): object {
  const vms = vmsByInstance(plan);
  const instance = (id: Parameters<typeof findInstance>[1]): object => {
    const place = findInstance(plan, id);
    return {
      profile: place?.gi.profile ?? null,
      host: place?.host.name ?? null,
      gpu: place?.gpu.index ?? null,
      start: place?.gi.start ?? null,
      vms: (vms.get(id) ?? []).map((vm) => vm.name),
    };
  };
  const target = (gpuId: Parameters<typeof findGpu>[1], start: number): object => {
    const place = findGpu(plan, gpuId);
    return { host: place?.host.name ?? null, gpu: place?.gpu.index ?? null, start };
  };
  const { distance: _, ...cost } = way.cost;
  return {
    kind: way.kind,
    does: wayLabel(way, plan),
    costs: wayCost(way),
    place: { profile: way.place.profile, ...target(way.place.gpuId, way.place.start) },
    moves: way.moves.map(({ giId, gpuId, start }) => ({ ...instance(giId), to: target(gpuId, start) })),
    removes: way.removes.map(instance),
    cost,
  };
}
