/** `why --vm`: can this VM have an instance there, or anywhere, and if not, why not and what is the cheapest way out. */
import { findInstance, findVm, type Plan } from '../../model/plan.ts';
import { ok, type Result } from '../../model/result.ts';
import { gpuName } from '../../placement/messages.ts';
import { whyNotVm, type VmQuestion } from '../../placement/solver/whyVm.ts';
import {
  vmRefusalCode,
  vmRefusalMessage,
  vmWayCost,
  vmWayLabel,
} from '../../placement/solver/whyVmMessages.ts';
import type { VmWayOut } from '../../placement/solver/whyVmWays.ts';
import type { Input } from '../input.ts';
import { unusable, type ExitCode, type Io, type Unusable } from '../io.ts';
import { jsonInstance, jsonMoves, jsonPlace, placeNamed, writeWhy, type WhyAnswer } from '../ways.ts';

export function whyVm(io: Io, input: Input, text: string, json: boolean): Result<ExitCode, Unusable> {
  const { plan } = input.reading;
  const asked = questionOf(plan, text);
  if (!asked.ok) return asked;
  const { question, what } = asked.value;
  const answer = whyNotVm(plan, question);
  const message = answer.isLegal ? `yes: ${what}` : vmRefusalMessage(answer.refusal, plan);
  const said: WhyAnswer = {
    isLegal: answer.isLegal,
    message,
    code: answer.isLegal ? null : vmRefusalCode(answer.refusal),
    facts: {},
    ways: answer.isLegal
      ? []
      : answer.ways.map((way) => ({
          json: jsonWay(plan, way),
          words: `${vmWayLabel(way, plan)}: ${vmWayCost(way)}`,
        })),
    isWhole: answer.isLegal || answer.isWhole,
  };
  return writeWhy(io, input, said, json);
}

interface Asked {
  readonly question: VmQuestion;
  /** What it means that the answer is yes. */
  readonly what: string;
}

/** "chat-a", "chat-a@esx-01/0", "chat-a@esx-01/0:4". */
function questionOf(plan: Plan, text: string): Result<Asked, Unusable> {
  const whole = vmNamed(plan, text);
  const cut = text.lastIndexOf('@');
  if (!whole.ok && cut === -1) return whole;
  const name = whole.ok ? text : text.slice(0, cut);
  const vm = whole.ok ? whole : vmNamed(plan, name);
  if (!vm.ok) return vm;
  const question = { vmId: vm.value, attachment: null };
  if (whole.ok)
    return ok({
      question: { ...question, gpuId: null, giId: null },
      what: `there is an instance for ${name}, or room for one`,
    });
  const there = placeNamed(plan, '--vm', text, text.slice(cut + 1));
  if (!there.ok) return there;
  const { place, start } = there.value;
  const gi = start === null ? null : place.gpu.instances.find((one) => one.start === start);
  if (gi === undefined)
    return unusable(`--vm ${text}: no instance of ${gpuName(place)} starts at slice ${start}`);
  const what =
    gi === null
      ? `${gpuName(place)} has an instance for ${name}, or room for one`
      : `${name} can have ${gi.profile} at slice ${gi.start} of ${gpuName(place)}`;
  return ok({ question: { ...question, gpuId: place.gpu.id, giId: gi?.id ?? null }, what });
}

function vmNamed(plan: Plan, name: string): Result<Plan['vms'][number]['id'], Unusable> {
  const [first, second] = plan.vms.filter((vm) => vm.name === name);
  if (first === undefined) return unusable(`--vm ${name}: the plan has no VM of that name`);
  return second === undefined
    ? ok(first.id)
    : unusable(`--vm ${name}: the plan has several VMs of that name`);
}

function jsonWay(plan: Plan, way: VmWayOut): object {
  const { distance: _, ...cost } = way.cost;
  const nameOf = (id: Parameters<typeof findVm>[1]): string | null => findVm(plan, id)?.name ?? null;
  return {
    kind: way.kind,
    does: vmWayLabel(way, plan),
    costs: vmWayCost(way),
    instance: way.giId === null ? null : jsonInstance(plan, way.giId),
    place: way.making === null ? null : jsonPlace(plan, way.making.place),
    moves: jsonMoves(plan, way.making?.moves ?? []),
    removes: (way.making?.removes ?? []).map((id) => jsonInstance(plan, id)),
    others: way.others.map(({ vmId, giId }) => ({
      vm: nameOf(vmId),
      to: giId === null || findInstance(plan, giId) === undefined ? null : jsonInstance(plan, giId),
    })),
    wants: way.wants,
    cost,
  };
}
