/** All texts of one trade as one archive, a folder for each host, with a list of what is in it and of what could not be written. */
import { findHost, type Plan } from '../model/plan.ts';
import type { HostId } from '../model/ids.ts';
import { makeFileName, makeSlug } from '../formats/encode/slug.ts';
import { makePlanJson } from '../formats/planJson.ts';
import { startZip } from '../formats/zip.ts';
import type { ExportDefinition, ExportOptions } from './exports/exportDefinition.ts';
import { exportErrorMessage, leftOutMessage } from './messages.ts';
import { writeExport } from './writeExport.ts';

export interface Bundle {
  readonly zip: Uint8Array<ArrayBuffer>;
  readonly fileName: string;
  /** Texts of the trade that are in it; the plan and the list of contents are in it besides. */
  readonly texts: number;
}

export interface BundleProgress {
  readonly done: number;
  readonly of: number;
}

interface Task {
  readonly definition: ExportDefinition;
  readonly options: ExportOptions;
  /** The host or VM it is for, as people call it; null: the plan. */
  readonly of: string | null;
  readonly folder: string;
}

/**
 * Writes what the trade has for the plan, for each host and for each VM; pictures of single GPUs and PNGs are left to be taken
 * one by one. Yields after each text, so that a page stays alive. Deterministic.
 */
export function* writeBundle(
  plan: Plan,
  trade: { readonly name: string; readonly definitions: readonly ExportDefinition[] },
  options: ExportOptions,
): Generator<BundleProgress, Bundle> {
  const tasks = tasksOf(plan, trade.definitions, options);
  const zip = startZip();
  const taken = new Set<string>();
  const contents: string[] = [];
  const refused = new Map<string, string[]>();
  const remarks = new Set<string>();
  let texts = 0;
  for (const [index, { definition, options: own, of, folder }] of tasks.entries()) {
    const written = writeExport(plan, definition, own);
    if (written.ok) {
      const path = freePath(folder, written.value.fileName, taken);
      zip.add(path, written.value.text);
      texts++;
      contents.push(`${path}\n  ${definition.name}: ${definition.about}`);
      const { leftOut } = written.value;
      for (const remark of [
        ...(leftOut.length > 0 ? [leftOutMessage(leftOut)] : []),
        ...written.value.remarks,
      ]) {
        remarks.add(`${definition.name}: ${remark}`);
      }
    } else {
      const why = `${definition.name}: ${exportErrorMessage(written.error, plan)}`;
      refused.set(why, [...(refused.get(why) ?? []), ...(of === null ? [] : [of])]);
    }
    yield { done: index + 1, of: tasks.length };
  }
  const planFile = freePath('', makeFileName(plan.name, 'json'), taken);
  zip.add(planFile, makePlanJson(plan));
  contents.push(`${planFile}\n  Plan JSON: the whole plan, for Import`);
  zip.add(
    freePath('', 'contents.txt', taken),
    contentsText(`${plan.name}: ${trade.name}`, contents, refused, remarks),
  );
  return { zip: zip.end(), fileName: makeFileName(`${plan.name} ${trade.name}`, 'zip'), texts };
}

function tasksOf(plan: Plan, definitions: readonly ExportDefinition[], options: ExportOptions): Task[] {
  const folders = foldersOf(plan);
  const hostOf = new Map(
    plan.hosts.flatMap((host) =>
      host.gpus.flatMap((gpu) => gpu.instances.map((instance) => [instance.id, host.id] as const)),
    ),
  );
  return definitions
    .filter(({ file, scope }) => file !== 'png' && scope !== 'gpu')
    .flatMap((definition): Task[] => {
      switch (definition.scope) {
        case 'host':
          return plan.hosts.map((host) => ({
            definition,
            options: { ...options, hostId: host.id },
            of: host.name,
            folder: folders.get(host.id) ?? '',
          }));
        case 'vm':
          return plan.vms.flatMap((vm): Task[] => {
            const at = vm.attachments.flatMap(({ instance }) =>
              instance === null ? [] : [hostOf.get(instance)],
            )[0];
            const host = at === undefined ? undefined : findHost(plan, at);
            if (host === undefined) return [];
            const folder = folders.get(host.id) ?? '';
            return [{ definition, options: { ...options, vmId: vm.id }, of: vm.name, folder }];
          });
        default:
          return [{ definition, options, of: null, folder: '' }];
      }
    });
}

/** A folder for each host, each its own, also where two names are the same in letters and digits. */
function foldersOf(plan: Plan): ReadonlyMap<HostId, string> {
  const taken = new Set<string>();
  return new Map(
    plan.hosts.map((host) => {
      const slug = makeSlug(host.name, taken);
      taken.add(slug);
      return [host.id, `${slug}/`];
    }),
  );
}

/** The path, with the first number from 2 on that makes it free, which is then taken. */
function freePath(folder: string, fileName: string, taken: Set<string>): string {
  const dot = fileName.lastIndexOf('.');
  for (let n = 1; ; n++) {
    const name = n === 1 ? fileName : `${fileName.slice(0, dot)}-${n}${fileName.slice(dot)}`;
    const path = `${folder}${name}`;
    if (taken.has(path)) continue;
    taken.add(path);
    return path;
  }
}

/** So many hosts or VMs are named for one reason; the rest is counted. */
const MOST_NAMED = 20;

function contentsText(
  title: string,
  contents: readonly string[],
  refused: ReadonlyMap<string, readonly string[]>,
  remarks: ReadonlySet<string>,
): string {
  const part = (heading: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', heading, '', ...lines];
  const reasons = [...refused].map(([why, names]) => {
    const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
    return names.length === 0 ? why : `${why}\n  for ${names.slice(0, MOST_NAMED).join(', ')}${more}`;
  });
  return `${[
    title,
    ...part('In here', contents),
    ...part('Not written', reasons),
    ...part('To mind', [...remarks]),
  ].join('\n')}\n`;
}
