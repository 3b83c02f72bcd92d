/**
 * The layout notation: the drawing in one line per GPU, for tickets, comments and tests.
 *
 *     # host/index board: profile@start[=vm[+vm...]], ...
 *     esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 2g.10gb@4="ocr, night"
 *     esx-01/1 a100-pcie-40gb:
 *     esx-01/2 a100-pcie-40gb off
 *
 * A name of other characters than letters, digits, ".", "_" and "-" is a JSON string; so is a profile of other
 * characters than these and "+", for a comma ends an instance. "#" starts a comment at the start of a line and after a
 * blank. "off" and "reserved" may be followed by ":" and instances, which is illegal and still has to be said.
 */
import type { Gpu, GpuInstance, Plan, Wanted } from '../model/plan.ts';
import { vmsByInstance } from '../model/plan.ts';
import { err, ok, type Result } from '../model/result.ts';
import { isUndivided } from '../model/compute.ts';
import { encodeJsonString } from './encode/json.ts';
import { readLayoutLine, PLAIN_NAME, PLAIN_PROFILE } from './layoutLine.ts';
import { LayoutPlan } from './layoutPlan.ts';
import { MAX_DOCUMENT_LENGTH, type FormatError, type Reading } from './reading.ts';
import { excerptOf, isFileHeader, terminalLines } from './terminalText.ts';

/** No instance has more compute instances than this; a text can say so all the same. */
const MAX_CUTS = 8;

/**
 * Reads a layout. Byte-order mark, CRLF, tabs, blank lines, code fences and a comma too many do not matter; the first
 * line that is not in the notation is an error and nothing is read. An illegal layout and a GPU given twice are read as
 * they stand. A VM that is named twice is one VM with two attachments, each of which wants the profile it is on.
 * Errors: `text-too-long`, `empty-text`, `layout-line`, `too-many-items`.
 */
export function parseLayout(text: string): Result<Reading, FormatError> {
  if (text.length > MAX_DOCUMENT_LENGTH) {
    return err({ code: 'text-too-long', length: text.length, max: MAX_DOCUMENT_LENGTH });
  }
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  if (lines.every((line) => line.trim() === '')) return err({ code: 'empty-text' });
  const plan = new LayoutPlan();
  const whole = withoutBreaks(lines);
  for (const [index, line] of whole.entries()) {
    const at = { line: index + 1 };
    const read = readLayoutLine(isFence(line) || isFileHeader(line) ? '' : line);
    if (!read.ok) {
      return err({ code: 'layout-line', at, excerpt: excerptOf(line), expected: read.error.expected });
    }
    const tooMany = read.value === null ? null : plan.add(read.value, at);
    if (tooMany !== null) return err(tooMany);
  }
  return ok(plan.reading());
}

/** An instance at the start of a line: nothing else in the notation begins so. */
const GOES_ON = /^[ \t>]*[0-9]g\.[0-9]{1,3}gb\S*@[0-9]/;

/** Lines that a mail broke between instances, whole again; as many lines as before, so that each has its number. */
function withoutBreaks(lines: readonly string[]): string[] {
  const whole: string[] = [];
  let begun = 0;
  for (const [n, line] of lines.entries()) {
    const before = whole[begun] ?? '';
    if (GOES_ON.test(line) && /[,:][ \t]*$/.test(before)) {
      whole[begun] = `${before.trimEnd()} ${line.replace(/^[ \t>]+/, '')}`;
      whole.push('');
      continue;
    }
    whole.push(line);
    begun = n;
  }
  return whole;
}

function isFence(line: string): boolean {
  return /^\s*[`~{]/.test(line) && terminalLines(line)[0]?.text === '';
}

/**
 * Writes every GPU with its board, use and instances and the VMs on them, sorted by host (by code unit), index and
 * start. Hosts without GPUs, what VMs still wait for and compute instances come as comments, which are not read. What the notation does not carry: the name of
 * the plan, notes, requests, groups, what a host runs, variants, UUIDs and PCI ids, pins, observed
 * state, and whether a VM asked for a vGPU type or a profile (it comes back asking for the profile it has). Hosts of one
 * name come back as one host, VMs of one name as one VM.
 */
export function makeLayout(plan: Plan): string {
  const vms = vmsByInstance(plan);
  const vmNames = (gi: GpuInstance): string =>
    (vms.get(gi.id) ?? []).map((vm, n) => `${n === 0 ? '=' : '+'}${nameToken(vm.name)}`).join('');
  const lines = plan.hosts
    .flatMap((host) =>
      host.gpus.length === 0
        ? [{ host: host.name, index: 0, line: `# host ${encodeJsonString(host.name)} has no GPUs` }]
        : host.gpus.map((gpu) => ({
            host: host.name,
            index: gpu.index,
            line: gpuLine(host.name, gpu, vmNames),
          })),
    )
    .sort((a, b) => (a.host === b.host ? a.index - b.index : a.host < b.host ? -1 : 1))
    .map(({ line }) => line);
  const all = [...lines, ...cutLines(plan), ...waitingLines(plan)];
  return `${(all.length === 0 ? ['# no hosts'] : all).join('\n')}\n`;
}

function gpuLine(host: string, gpu: Gpu, vmNames: (gi: GpuInstance) => string): string {
  const instances = [...gpu.instances]
    .sort((a, b) => a.start - b.start)
    .map((gi) => `${profileToken(gi.profile)}@${gi.start}${vmNames(gi)}`);
  const use = gpu.use === 'mig' ? '' : ` ${gpu.use}`;
  const colon = gpu.use === 'mig' || instances.length > 0 ? ':' : '';
  const head = `${nameToken(host)}/${gpu.index} ${nameToken(gpu.board)}${use}${colon}`;
  return instances.length === 0 ? head : `${head} ${instances.join(', ')}`;
}

/** One comment for each instance that is not one whole compute instance: the notation has no sign for that. */
function cutLines(plan: Plan): string[] {
  return plan.hosts.flatMap((host) =>
    host.gpus.flatMap((gpu) =>
      gpu.instances
        .filter((gi) => !isUndivided(gi))
        .map((gi) => {
          const where = `${nameToken(host.name)}/${gpu.index} ${profileToken(gi.profile)}@${gi.start}`;
          const names = gi.computeInstances.slice(0, MAX_CUTS).map(({ profile }) => profileToken(profile));
          const more = gi.computeInstances.length - names.length;
          return `# not in this notation: ${where} is cut into ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
        }),
    ),
  );
}

/** One comment for each thing a VM still waits for, and for each VM that asks for nothing. */
function waitingLines(plan: Plan): string[] {
  const placed = new Set(
    plan.hosts.flatMap((host) => host.gpus.flatMap((gpu) => gpu.instances.map((gi) => gi.id))),
  );
  return plan.vms.flatMap((vm) =>
    vm.attachments.length === 0
      ? [`# VM ${encodeJsonString(vm.name)} asks for no instance`]
      : vm.attachments
          .filter(({ instance }) => instance === null || !placed.has(instance))
          .map(({ wants }) => `# waiting: ${nameToken(vm.name)} (${wantedToken(wants)})`),
  );
}

function nameToken(name: string): string {
  return isWhole(PLAIN_NAME, name) ? name : encodeJsonString(name);
}

function profileToken(profile: string): string {
  return isWhole(PLAIN_PROFILE, profile) ? profile : encodeJsonString(profile);
}

function wantedToken(wants: Wanted): string {
  return wants.kind === 'type' ? nameToken(wants.type) : profileToken(wants.profile);
}

function isWhole(token: RegExp, text: string): boolean {
  token.lastIndex = 0;
  return token.exec(text)?.[0] === text;
}
