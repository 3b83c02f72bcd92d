/** What nobody knows is left out of texts that need facts, and said; what is wrong is written nowhere. */
import { expect, test } from 'vitest';
import type { GpuInstance, Host, Plan, Vm } from '../model/plan.ts';
import { decodeShare } from '../formats/share.ts';
import { planOf } from '../placement/standing.testing.ts';
import { exportPlan } from './exportPlan.ts';
import type { Exported } from './writeExport.ts';
import type { ExportFormat } from './exports/exportRows.ts';
import { exportErrorMessage, leftOutMessage } from './messages.ts';

const EXPLICIT = { starts: 'explicit', hostId: null } as const;

function hostOf(plan: Plan): Host {
  const [host] = plan.hosts;
  if (host === undefined) throw new Error('no host');
  return host;
}

/** GPU 0 is known; on GPU 1 one thing is not. Each instance has a VM. */
function halfKnown(layout: string, board: string): Plan {
  const plan = planOf(['3g.20gb@0', layout], 'a100-pcie-40gb');
  const host = hostOf(plan);
  const gpus = host.gpus.map((gpu) => (gpu.index === 1 ? { ...gpu, board } : gpu));
  return withVms({ ...plan, hosts: [{ ...host, gpus }] });
}

function withVms(plan: Plan): Plan {
  const gis = plan.hosts.flatMap((host) => host.gpus.flatMap((gpu) => gpu.instances));
  const vm = ({ id, profile }: GpuInstance, index: number): Vm => ({
    id: (900 + index) as Vm['id'],
    name: `vm-${index}`,
    notes: '',
    group: null,
    attachments: [{ wants: { kind: 'profile', profile }, instance: id, extra: [] }],
    extra: [],
  });
  return { ...plan, vms: gis.map(vm) };
}

function written(plan: Plan, format: ExportFormat): Exported {
  const exported = exportPlan(plan, format, EXPLICIT);
  if (!exported.ok) throw new Error(exportErrorMessage(exported.error, plan));
  return exported.value;
}

test.each([
  ['an unknown board', halfKnown('3g.20gb@0', 'b9-of-tomorrow'), /b9-of-tomorrow is not in the catalogue/],
  ['an unknown profile', halfKnown('1g.5gb@0 9g.99gb@1', 'a100-pcie-40gb'), /9g\.99gb is not a profile/],
  ['a board without public starts', halfKnown('1g.24gb@0', 'rtx-pro-5000-48gb'), /starts of 1g\.24gb/],
])('%s: its GPU is left out of a script, which says so and holds the rest', (_what, plan, says) => {
  const { text, leftOut } = written(plan, 'script');
  expect(text).toContain('"$1" 0 9:0 \'9:0:4\' exact');
  expect(text).not.toMatch(/"\$1" 1 /);
  const comments = text.split('\n').filter((line) => line.startsWith('# GPU 1: left out. '));
  expect(comments).toHaveLength(1);
  expect(comments[0]).toMatch(says);
  expect(leftOutMessage(leftOut)).toBe(
    'Left out of the text, for nothing is known of it: GPU 1 on esx-01 and what VMs have there.',
  );
  // The plan inside it is the whole one.
  const shared = /mig-planner-plan: (p=\S+)/.exec(text)?.[1] ?? '';
  const back = decodeShare(shared);
  expect(back.ok && back.value.plan.hosts[0]?.gpus).toHaveLength(2);
});

test('a table of VMs and a listing hold what is known', () => {
  const plan = halfKnown('3g.20gb@0', 'b9-of-tomorrow');
  const csv = written(plan, 'vm-csv');
  expect(csv.text).toContain('"vm-0","Placed","esx-01",0');
  expect(csv.text).not.toContain('vm-1');
  expect(csv.leftOut).toHaveLength(1);
  expect(written(plan, 'mig-lgi').text).not.toMatch(/^\|\s+1 /m);
});

test('a host with everything known has its script, whatever is on another', () => {
  const plan = halfKnown('3g.20gb@0', 'b9-of-tomorrow');
  const host = hostOf(plan);
  const [first, second] = host.gpus;
  if (first === undefined || second === undefined) throw new Error('two GPUs');
  const other: Host = { ...host, id: 800 as Host['id'], name: 'esx-02', gpus: [{ ...second, index: 0 }] };
  const two: Plan = { ...plan, hosts: [{ ...host, gpus: [first] }, other] };
  const known = exportPlan(two, 'script', { ...EXPLICIT, hostId: host.id });
  expect(known).toMatchObject({ ok: true, value: { leftOut: [] } });
  // Of the other nothing is known: no empty script is made of it.
  const unknown = exportPlan(two, 'script', { ...EXPLICIT, hostId: other.id });
  expect(unknown).toMatchObject({ ok: false, error: { code: 'plan-illegal' } });
});

test('a VM of an unknown type is left out of the table, and its GPU is not', () => {
  const plan = halfKnown('2g.10gb@0', 'a100-pcie-40gb');
  const [first, second] = plan.vms;
  if (first === undefined || second === undefined) throw new Error('two VMs');
  const attachments = second.attachments.map((one) => ({
    ...one,
    wants: { kind: 'type', type: 'Z9-2-10C' } as const,
  }));
  const odd: Plan = { ...plan, vms: [first, { ...second, attachments }] };
  const csv = written(odd, 'vm-csv');
  expect(csv.text).not.toContain('vm-1');
  expect(leftOutMessage(csv.leftOut)).toContain('known of it: vm-1.');
  expect(written(odd, 'script').text).toContain('"$1" 1 14:0');
});

test.each([
  ['an overlap beside it', halfKnown('3g.20gb@2', 'a100-pcie-40gb')],
  ['a profile of another board', halfKnown('3g.40gb@0', 'a100-pcie-40gb')],
])('%s refuses: it is known, and wrong', (_what, plan) => {
  for (const format of ['script', 'vm-csv', 'mig-lgi'] as const) {
    expect(exportPlan(plan, format, EXPLICIT)).toMatchObject({ ok: false, error: { code: 'plan-illegal' } });
  }
});

test('hostile names of unknown boards stay in their comment', () => {
  const { text } = written(halfKnown('3g.20gb@0', 'b9\n$(reboot); `id` \u202e'), 'script');
  const lines = text.split('\n').filter((line) => line.includes('$(reboot)'));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^# GPU 1: left out\. /);
});
