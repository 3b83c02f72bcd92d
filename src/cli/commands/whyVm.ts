/** `why --vm`: can this VM have an instance there, or anywhere, and if not, why not and what is the cheapest way out. */
import { findInstance, findVm, type Plan } from '../../model/plan.ts';
import { ok, type Result } from '../../model/result.ts';
import { gpuName, makeList } from '../../placement/messages.ts';
import { whyNotVm, type VmQuestion } from '../../placement/solver/whyVm.ts';
import {
  vmRefusalCode,
  vmRefusalMessage,
  vmWayCost,
  vmWayLabel,
} from '../../placement/solver/whyVmMessages.ts';
import type { VmWayOut } from '../../placement/solver/whyVmWays.ts';
import { isWaiting } from '../../placement/vms/assign.ts';
import type { Input } from '../input.ts';
import { unusable, type ExitCode, type Io, type Unusable } from '../io.ts';
import { jsonInstance, jsonMoves, jsonPlace, placeNamed, writeWhy, type WhyAnswer } from '../ways.ts';

export function whyVm(io: Io, input: Input, text: string, json: boolean): Result<ExitCode, Unusable> {
  const { plan } = input.reading;
  const asked = questionOf(plan, text);
  if (!asked.ok) return asked;
  const { question, what } = asked.value;
  const has = alreadyHas(plan, question);
  const answer = has === null ? whyNotVm(plan, question) : ({ isLegal: true } as const);
  const message = answer.isLegal ? `yes: ${has ?? what}` : vmRefusalMessage(answer.refusal, plan);
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

/** "chat-a has 3g.20gb at slice 0 of GPU 0 on esx-01", where that is what was asked for; null where it is not. */
function alreadyHas(plan: Plan, { vmId, gpuId, giId }: VmQuestion): string | null {
  const vm = findVm(plan, vmId);
  if (vm === undefined || vm.attachments.length === 0 || isWaiting(vm)) return null;
  const places = vm.attachments.flatMap(({ instance }) => {
    const place = instance === null ? undefined : findInstance(plan, instance);
    const isMeant = gpuId === null || (place?.gpu.id === gpuId && (giId === null || giId === instance));
    return place !== undefined && isMeant ? [place] : [];
  });
  const names = places.map((place) => `${place.gi.profile} at slice ${place.gi.start} of ${gpuName(place)}`);
  // Of all of them one that is gone is none that it has.
  const isWhole = gpuId === null ? places.length === vm.attachments.length : places.length > 0;
  return isWhole ? `${vm.name} has ${makeList(names)}` : null;
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
