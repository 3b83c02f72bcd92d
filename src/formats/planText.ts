/**
 * The text of a plan document out of the texts of its hosts and VMs, each kept with what it is of: a plan of ten thousand GPUs is
 * saved after each edit, and an edit changes one host of a thousand.
 */
import type { GiId } from '../model/ids.ts';
import { findInstance, type Host, type Plan, type Vm } from '../model/plan.ts';
import { pointerTo } from './documentFields.ts';
import { encodeJson } from './encode/json.ts';
import { makeHost, makeTop, makeVm } from './makeDocument.ts';

/** What stands for one host or VM until its text is put there. No part of a plan is a bare number there. */
const PLACEHOLDER = 0;

/** What `encodeJson` makes of the whole document. */
export function makePlanText(plan: Plan): string {
  const frame = encodeJson(
    makeTop(plan, plan.hosts.length > 0 ? [PLACEHOLDER] : [], plan.vms.length > 0 ? [PLACEHOLDER] : []),
  );
  const seatOf = seatsIn(plan);
  const hosts = plan.hosts.map(hostText);
  const vms = plan.vms.map((vm) => vmText(vm, plan, seatOf));
  return put(put(frame, 'vms', vms), 'hosts', hosts);
}

/** Makes the texts that `makePlanText` will put together, some at a time: whoever asks for the next ones decides when. */
export function* textPieces(plan: Plan): Generator<undefined, void> {
  const seatOf = seatsIn(plan);
  for (const [at, host] of plan.hosts.entries()) {
    hostText(host);
    if (at % 20 === 0) yield;
  }
  for (const [at, vm] of plan.vms.entries()) {
    vmText(vm, plan, seatOf);
    if (at % 500 === 0) yield;
  }
}

/** The frame with the members of one of its lists. A name of that text cannot stand there but for the list: a string has no line ends. */
function put(frame: string, name: string, members: readonly string[]): string {
  if (members.length === 0) return frame;
  const opening = `\n  "${name}": [\n`;
  const from = frame.indexOf(opening) + opening.length;
  const to = frame.indexOf('\n', from);
  return `${frame.slice(0, from)}${members.join(',\n')}${frame.slice(to)}`;
}

const hostTexts = new WeakMap<Host, string>();

function hostText(host: Host): string {
  const known = hostTexts.get(host);
  if (known !== undefined) return known;
  const text = indented(encodeJson(makeHost(host)));
  hostTexts.set(host, text);
  return text;
}

interface VmText {
  /** The hosts that its instances are on, and where in the plan; null: it has one that no host has. */
  readonly seats: readonly (readonly [at: number, host: Host])[] | null;
  readonly text: string;
}

const vmTexts = new WeakMap<Vm, VmText>();

/** A VM says where its instances are: its text stands as long as their hosts do not change and are where they were. */
function vmText(vm: Vm, { hosts }: Plan, seatOf: SeatOf): string {
  const known = vmTexts.get(vm);
  if (known?.seats?.every(([at, host]) => hosts[at] === host) === true) return known.text;
  const seats = vm.attachments.flatMap(({ instance }) => (instance === null ? [] : [seatOf(instance)]));
  const text = indented(encodeJson(makeVm(vm, (id) => seatOf(id)?.pointer)));
  const isWhole = seats.every((seat) => seat !== undefined);
  vmTexts.set(vm, { seats: isWhole ? seats.map(({ at, host }) => [at, host]) : null, text });
  return text;
}

/** As a member of a list of the document. */
function indented(json: string): string {
  return `    ${json.trimEnd().replaceAll('\n', '\n    ')}`;
}

/** Where in the document an instance stands. */
type SeatOf = (
  id: GiId,
) => { readonly at: number; readonly host: Host; readonly pointer: string } | undefined;

function seatsIn(plan: Plan): SeatOf {
  const places = new Map(plan.hosts.map((host, at) => [host, at]));
  return (id) => {
    const place = findInstance(plan, id);
    const at = place === undefined ? undefined : places.get(place.host);
    if (place === undefined || at === undefined) return undefined;
    const { host, gpu, gi } = place;
    const steps = ['hosts', at, 'gpus', host.gpus.indexOf(gpu), 'instances', gpu.instances.indexOf(gi)];
    return { at, host, pointer: steps.reduce<string>(pointerTo, '') };
  };
}
