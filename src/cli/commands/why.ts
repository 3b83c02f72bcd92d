/** `why`: can this be placed there, and if not, why not and what is the cheapest way out. */
import type { GpuPlace, Plan } from '../../model/plan.ts';
import { ok, type Result } from '../../model/result.ts';
import { commandMessage, gpuName, makeList } from '../../placement/messages.ts';
import { whyNot, type WayOut, type WhyQuestion } from '../../placement/solver/why.ts';
import { wayCost, wayLabel } from '../../placement/solver/whyMessages.ts';
import { readPlan } from '../input.ts';
import { unusable, type ExitCode, type Io, type Unusable } from '../io.ts';
import { jsonInstance, jsonMoves, jsonPlace, placeNamed, writeWhy, type WhyAnswer } from '../ways.ts';
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
  const { plan } = input.value.reading;
  const asked = questionOf(plan, options.place ?? '');
  if (!asked.ok) return asked;
  const { question, place } = asked.value;
  const answer = whyNot(plan, question);
  const message = answer.isLegal
    ? `yes: ${question.profile} can start at slice ${makeList(answer.starts, 'or')} of ${gpuName(place)}`
    : commandMessage(answer.error, plan);
  const said: WhyAnswer = {
    isLegal: answer.isLegal,
    message,
    code: answer.isLegal ? null : answer.error.code,
    facts: answer.isLegal ? { starts: answer.starts } : {},
    ways: answer.isLegal
      ? []
      : answer.ways.map((way) => ({
          json: jsonWay(plan, way),
          words: `${wayLabel(way, plan)}: ${wayCost(way)}`,
        })),
    isWhole: answer.isLegal || answer.isWhole,
  };
  return writeWhy(io, input.value, said, options.json);
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
