/** A real shell runs the scripts against stand-ins: dry, apply, verify, roll back. */
import { expect, onTestFinished, test } from 'vitest';
import { findBoard } from '../../src/model/catalogue/catalogue.ts';
import { kvmVgpus } from '../../src/formats/kvm/kvmVgpus.ts';
import { FakeSys } from '../fakeSys.ts';
import { runOnCluster } from '../kubectlStandIn.ts';
import { checkSyntax, StandIn, type ScriptRun } from '../standIn.ts';
import { HOSTILE_PLANS, writtenIn, type WrittenText } from './written.ts';

const CHANGING = ['-mig', '-cgi', '-cci', '-dgi', '-dci', '--gpu-reset'];
const changes = ({ calls }: ScriptRun): number =>
  calls.filter((call) => call.some((word) => CHANGING.includes(word))).length;

const hostOf = ({ subject: { plan, at } }: WrittenText) => plan.hosts[at]!;

/** The host as it is before: MIG mode on, no instance. */
function standIn(shell: string, one: WrittenText, sys?: FakeSys): StandIn {
  const host = new StandIn(shell, {
    gpus: hostOf(one).gpus.map((gpu) => ({ board: findBoard(gpu.board)!, pciId: '00000000:41:00.0' })),
    ...(sys && { environment: { MIG_PLANNER_SYS: sys.folder } }),
  });
  onTestFinished(() => host.remove());
  return host;
}

/**
 * All tests of one shell. `sh` is another name of one of the others on most machines: hostile names are only read by it
 * (`-n`), the real layouts are run.
 */
export function runsIn(shell: 'sh' | 'dash' | 'busybox'): void {
  const isRun = ({ subject }: WrittenText): boolean => shell !== 'sh' || !HOSTILE_PLANS.has(subject.plan);
  const rows = (texts: readonly WrittenText[]) => texts.filter(isRun).map((one) => [one.what, one] as const);
  const scripts = writtenIn(['script']);
  const recipes = writtenIn(['kvm-mdev', 'kvm-vfio']);
  const steps = writtenIn(['node-steps']);
  /** Commands one by one, and a part of a script. */
  const commands = writtenIn(['esxi-boot', 'govc', 'docker-run', 'cdi']);

  test.each(rows(scripts))('%s', (_, one) => {
    const planned = hostOf(one).gpus.map((gpu) =>
      gpu.use === 'mig' ? gpu.instances.map(({ profile, start }) => `${profile}@${start}`).sort() : [],
    );
    const nothing = planned.map(() => []);
    const host = standIn(shell, one);
    const dry = host.run(one.text);
    expect(dry).toMatchObject({ status: 0, stderr: '', instances: nothing, litter: [] });
    expect(changes(dry)).toBe(0);
    expect(host.run(one.text, '--verify').status).not.toBe(0);
    expect(host.run(one.text, '--apply')).toMatchObject({
      status: 0,
      stderr: '',
      instances: planned,
      litter: [],
    });
    const verified = host.run(one.text, '--verify');
    expect([verified.status, changes(verified)]).toEqual([0, 0]);
    expect(host.run(one.text, '--roll-back', '--apply')).toMatchObject({
      status: 0,
      instances: nothing,
      litter: [],
    });
  });

  test.each(rows(recipes))('%s', (_, one) => {
    const sys = new FakeSys();
    const { vgpus } = kvmVgpus(one.subject.plan, hostOf(one));
    const offered = [...new Set(vgpus.map(({ type, typeId }) => `${typeId ?? 1} : NVIDIA ${type}\n`))].join(
      '',
    );
    vgpus.forEach(({ uuid, type, typeId }, at) => {
      if (one.format === 'kvm-mdev') sys.addMdev(at, { uuid, type: [`${typeId ?? 1}`, `GRID ${type}`] });
      else sys.addVfio(at, '0', offered);
    });
    const host = standIn(shell, one, sys);
    expect(host.run(one.text)).toMatchObject({ status: 0, stderr: '', calls: [], litter: [] });
    const applied = host.run(one.text, '--apply');
    expect(applied).toMatchObject({ status: 0, litter: [] });
    for (const { vm } of vgpus) expect(applied.stdout).toContain(vm.name);
    const again = host.run(one.text, '--apply');
    expect(again.stdout.match(/is there already/g)).toHaveLength(vgpus.length);
  });

  test.each(rows(steps))('%s', (_, one) => {
    expect(runOnCluster(shell, one.text, [])).toMatchObject({ status: 0, stderr: '', calls: [] });
    // A node that is not there: nothing is changed, whatever it is called.
    const absent = runOnCluster(shell, one.text, ['--apply'], { lacks: 'node' });
    expect([absent.status, absent.changes]).toEqual([1, []]);
  });

  test.each(
    [...commands, ...[...scripts, ...recipes, ...steps].filter((one) => !isRun(one))].map(
      (one) => [one.what, one.text] as const,
    ),
  )('%s: is read', (_, text) => {
    expect(checkSyntax(shell, text)).toBe('');
  });
}
