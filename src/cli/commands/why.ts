/** `why`: can this be placed there, and if not, why not and what is the cheapest way out. */
import type { GpuPlace, Plan } from '../../model/plan.ts';
import { ok, type Result } from '../../model/result.ts';
import { commandMessage, gpuName, makeList } from '../../placement/messages.ts';
import { whyNot, type WayOut, type WhyQuestion } from '../../placement/solver/why.ts';
import { wayCost, wayLabel } from '../../placement/solver/whyMessages.ts';
import { jsonNotices, noticeLines, readPlan } from '../input.ts';
import { printable, printJson, unusable, type ExitCode, type Io, type Unusable } from '../io.ts';
import { jsonInstance, jsonMoves, jsonPlace, NOT_WHOLE, placeNamed } from '../ways.ts';
import { whyVm } from './whyVm.ts';
import type { TextFlags } from '../textFlags.ts';

export interface WhyOptions {
  readonly texts: TextFlags;
  readonly gpu: string | null;
  /** PROFILE@HOST/GPU[:START] */
  readonly place: string | null;
  /** VM[@HOST/GPU[:START]] */
  readonly vm: string | null;
  readonly json: boolean;
}

export function why(io: Io, file: string, options: WhyOptions): Result<ExitCode, Unusable> {
  if ((options.place === null) === (options.vm === null))
    return unusable('why: say what with --place, or which VM with --vm');
  const input = readPlan(io, file, { gpu: options.gpu, texts: options.texts });
  if (!input.ok) return input;
  if (options.vm !== null) return whyVm(io, input.value, options.vm, options.json);
  const { reading } = input.value;
  const { plan } = reading;
  const asked = questionOf(plan, options.place ?? '');
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
      complete: answer.isLegal || answer.isWhole,
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
          ...(answer.isWhole ? [] : [NOT_WHOLE]),
        ];
    io.stdout(printable(lines.map((line) => `${line}\n`).join('')));
  }
  return ok(answer.isLegal ? 0 : 1);
}

/** "3g.20gb@esx-01/0:4". */
function questionOf(
  plan: Plan,
  text: string,
): Result<{ readonly question: WhyQuestion; readonly place: GpuPlace }, Unusable> {
  const [, profile, where] = /^([^@]+)@(.+)$/.exec(text) ?? [];
  if (profile === undefined || where === undefined)
    return unusable(`--place ${text}: write PROFILE@HOST/GPU or PROFILE@HOST/GPU:START`);
  const there = placeNamed(plan, '--place', text, where);
  if (!there.ok) return there;
  const { place, start } = there.value;
  return ok({ question: { gpuId: place.gpu.id, profile, start, moving: null }, place });
}

function jsonWay(plan: Plan, way: WayOut): object {
  const { distance: _, ...cost } = way.cost;
  return {
    kind: way.kind,
    elsewhere: way.isElsewhere,
    does: wayLabel(way, plan),
    costs: wayCost(way),
    place: jsonPlace(plan, way.place),
    moves: jsonMoves(plan, way.moves),
    removes: way.removes.map((id) => jsonInstance(plan, id)),
    cost,
  };
}
