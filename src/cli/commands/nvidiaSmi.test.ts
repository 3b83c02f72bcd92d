import { expect, test } from 'vitest';
import { run } from '../run.testing.ts';

const PLAN = 'esx-01/0 a100-pcie-40gb: 3g.20gb@0=chat-a, 3g.20gb@4=chat-b\n';
const TWO = `${PLAN}esx-02/0 a100-pcie-40gb:\n`;

test('prints what the tool prints there, and ends with its status', async () => {
  const listed = await run(['nvidia-smi', 'plan', '--', 'mig', '-lgi'], { plan: PLAN });
  expect(listed).toMatchObject({
    status: 0,
    stderr: 'note: The plan does not say the driver of esx-01 in full: it prints as 580.65.06 does.\n',
  });
  expect(listed.stdout).toContain('|   0  MIG 3g.20gb            9        1          0:4     |');
  const full = await run(['nvidia-smi', 'plan', '--', 'mig', '-cgi', '19'], { plan: PLAN });
  expect(full.status).toBe(23);
  expect(full.stdout).toBe(
    'Unable to create a GPU instance on GPU  0 using profile 19: Insufficient Resources\nFailed to create GPU instances: Insufficient Resources\n',
  );
  expect((await run(['nvidia-smi', 'plan'], { plan: PLAN })).stdout).toContain('MIG devices:');
});

test('of a host, of a VM in it, and of what its GPUs hold', async () => {
  const empty = await run(['nvidia-smi', 'plan', '--host', 'esx-02', '--', 'mig', '-lgi'], { plan: TWO });
  expect(empty).toMatchObject({ status: 6, stdout: 'No GPU instances found: Not Found\n' });
  const planned = ['nvidia-smi', 'plan', '--host', 'esx-01', '--state'];
  expect((await run([...planned, 'empty', '--', 'mig', '-lgi'], { plan: TWO })).status).toBe(6);
  expect((await run([...planned, 'planned', '--', 'mig', '-lgi'], { plan: TWO })).status).toBe(0);
  const guest = await run(['nvidia-smi', 'plan', '--vm', 'chat-b', '--', 'mig', '-lgi'], { plan: PLAN });
  expect(guest.stdout).toContain('MIG 3g.20gb            0        0          0:8');
});

test('as JSON with what no public output shows', async () => {
  const { stdout, status } = await run(['nvidia-smi', 'plan', '--json', '--', 'mig', '-h'], { plan: PLAN });
  const json = JSON.parse(stdout) as { text: string; status: number; inferredLines: number[] };
  expect([status, json.status, json.inferredLines[0]]).toEqual([0, 0, 0]);
});

test.each([
  [['--host', 'esx-09'], 'the plan has no host of that name'],
  [[], 'say --host'],
  [['--host', 'esx-01', '--vm', 'nobody'], 'There is no VM nobody on this host.'],
  [['--host', 'esx-01', '--state', 'wet'], '--state is one of observed, planned, empty'],
])('unusable: %j', async (flags, message) => {
  const { status, stdout, stderr } = await run(['nvidia-smi', 'plan', ...flags, '--', '-L'], { plan: TWO });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(message);
});

test('of VMs of one name each can be had, by its number in the order of the plan', async () => {
  const plan = 'esx-01/0 a100-pcie-40gb: 3g.20gb@0=web, 2g.10gb@4=other\n';
  const { stdout } = await run(['convert', 'plan', '--to', 'json'], { plan });
  const inVm = (vm: string, text: string) =>
    run(['nvidia-smi', 'plan', '--vm', vm, '--', 'mig', '-lgi'], { plan: text });
  const twins = stdout.replaceAll('"other"', '"web"');
  const both = await inVm('web', twins);
  expect(both).toMatchObject({ status: 2, stdout: '' });
  expect(both.stderr).toContain(
    "2 VMs of esx-01 have this name; say --vm 'web#1' or --vm 'web#2', in the order of the plan",
  );
  const seen = [await inVm('web#1', twins), await inVm('web#2', twins)];
  expect(seen.map(({ status }) => status)).toEqual([0, 0]);
  expect(seen[0]!.stdout).toContain('MIG 3g.20gb');
  expect(seen[1]!.stdout).toContain('MIG 2g.10gb');
  for (const vm of ['web#3', 'web#0', 'web#', '#1', 'web#1e1'])
    expect((await inVm(vm, twins)).stderr).toContain(`There is no VM ${vm} on this host.`);
  // A VM that is really called so goes before.
  const named = stdout.replaceAll('"other"', '"web#1"');
  expect((await inVm('web#1', named)).stdout).toContain('MIG 2g.10gb');
});
