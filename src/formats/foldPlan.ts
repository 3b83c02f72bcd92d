import type { GiId } from '../model/ids.ts';
import type { Extra, Gpu, Json, Plan } from '../model/plan.ts';
import { EMPTY_COLUMN, foldColumn } from './shareColumns.ts';
import { foldNames } from './shareNames.ts';
import { COLUMNS, ExpectedWants, foldWant, NAME, ORDER, type Table } from './shareTables.ts';

type Row = readonly Json[];

/** The whole plan as the tables of a share link. An attachment to an instance that no host plans waits. */
export function foldPlan(plan: Plan): Json {
  const gpus = [
    ...plan.hosts.flatMap((host) => host.gpus.map(gpuRow)),
    ...plan.hosts.flatMap((host) => (host.observed ?? []).map(gpuRow)),
  ];
  const instances = [
    ...plan.hosts.flatMap((host) => host.gpus.flatMap((gpu) => gpu.instances)),
    ...plan.hosts.flatMap((host) => (host.observed ?? []).flatMap((gpu) => gpu.instances)),
  ];
  const rows: Readonly<Record<Table, readonly Row[]>> = {
    host: plan.hosts.map((host) => [
      ...[host.name, host.notes, host.platform, host.release, host.driver, host.creation],
      ...[host.gpus.length, host.observed?.length ?? null, foldExtra(host.extra)],
    ]),
    gpu: gpus,
    instance: instances.map((gi) => [
      ...[place(gi.profile, gi.start), gi.pinned, gi.reportedId, gi.computeInstances.length],
      foldExtra(gi.extra),
    ]),
    computeInstance: instances.flatMap((gi) =>
      gi.computeInstances.map((ci) => [place(ci.profile, ci.start), foldExtra(ci.extra)]),
    ),
    vm: plan.vms.map((vm) => [vm.name, vm.notes, vm.group, vm.attachments.length, foldExtra(vm.extra)]),
    attachment: attachmentRows(plan),
    request: plan.requests.map((request) => [
      ...[request.profile, request.needs, request.count, request.weight, request.group],
      foldExtra(request.extra),
    ]),
  };
  return withoutEmptyEnd([
    ...[plan.name, plan.hosts.length, plan.vms.length, plan.requests.length],
    ...ORDER.map((table) => foldTable(table, rows[table])),
    ...[plan.notes === '' ? EMPTY_COLUMN : plan.notes, foldExtra(plan.extra) ?? EMPTY_COLUMN],
  ]);
}

function gpuRow(gpu: Gpu, position: number): Row {
  const { index, board, variant, uuid, pciId, kind, use, instances } = gpu;
  return [index - position, board, variant, uuid, pciId, kind, use, instances.length, foldGpuExtra(gpu)];
}

/**
 * Notes of a GPU are younger than the links: they go among the fields that a reader may not know. So the tables stay as
 * they are, links without such notes have the same letters as ever, and a page of before keeps them, unread.
 */
function foldGpuExtra({ notes, extra }: Gpu): Json {
  const others = extra.filter(([name]) => name !== 'notes');
  return foldExtra(notes === '' ? others : [['notes', notes], ...others]);
}

function place(profile: string, start: number | null): string {
  return `${profile}@${start ?? ''}`;
}

function foldExtra(extra: Extra): Json {
  return extra.length === 0 ? null : Object.fromEntries(extra);
}

function attachmentRows(plan: Plan): Row[] {
  const planned = plan.hosts.flatMap((host) => host.gpus.flatMap((gpu) => gpu.instances));
  const byId = new Map<GiId, { ordinal: number; profile: string }>(
    planned.map(({ id, profile }, ordinal) => [id, { ordinal, profile }]),
  );
  const expected = new ExpectedWants();
  let next = 0;
  return plan.vms.flatMap((vm) =>
    vm.attachments.map(({ wants, instance, extra }): Row => {
      const on = instance === null ? undefined : byId.get(instance);
      const profile = on?.profile ?? null;
      const want = foldWant(wants, profile);
      const isExpected = expected.on(profile) === want;
      expected.note(profile, want);
      const leftOut = on === undefined ? null : on.ordinal - next;
      if (on !== undefined) next = on.ordinal + 1;
      return [leftOut, isExpected ? null : want, foldExtra(extra)];
    }),
  );
}

function foldTable(table: Table, rows: readonly Row[]): Json {
  const columns = COLUMNS[table].map((usual, index) => {
    const cells = rows.map((row) => row[index] ?? null);
    return usual === NAME ? foldNames(cells.map(String)) : foldColumn(cells, usual);
  });
  const kept = withoutEmptyEnd(columns);
  return kept.length === 0 ? EMPTY_COLUMN : kept;
}

function withoutEmptyEnd(values: readonly Json[]): readonly Json[] {
  return values.slice(0, values.findLastIndex((value) => value !== EMPTY_COLUMN) + 1);
}
