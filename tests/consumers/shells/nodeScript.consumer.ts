/** The steps on a node, run in real shells against a stand-in for kubectl that keeps a node in files and records its calls. */
import { describe, expect, test } from 'vitest';
import { runOnCluster as run } from '../../kubectlStandIn.ts';
import { checkSyntax, SHELLS } from '../../standIn.ts';
import { invariant } from '../../../src/model/assert.ts';
import { parseLayout } from '../../../src/formats/layout.ts';
import { HOSTILE_BUT_LEGAL_NAMES } from '../../../src/formats/planArbitrary.testing.ts';
import type { Host } from '../../../src/model/plan.ts';
import { makeNodeScript } from '../../../src/formats/kubernetes/nodeScript.ts';

function hostOf(layout: string): Host {
  const reading = parseLayout(layout);
  const host = reading.ok ? reading.value.plan.hosts[0] : undefined;
  invariant(host !== undefined, layout);
  return host;
}

function scriptOf(host: Host): string {
  const names = { plan: 'Rack B', configMap: 'mig-rack-b', config: 'gpu-1' };
  return makeNodeScript(host, names, ['a comment'], 'mig-planner-plan: p=1.x');
}

const MIXED = scriptOf(hostOf('gpu-1/0 a100-pcie-40gb: 3g.20gb@0, 1g.5gb+me@4'));
const SINGLE = scriptOf(hostOf('gpu-1/0 a100-pcie-40gb: 3g.20gb@0, 3g.20gb@4'));
const OFFERS = { 'mig-3g.20gb': '1', 'mig-1g.5gb.me': '1' };
const ALL_STEPS = [
  'cordon gpu-1',
  'drain gpu-1 --ignore-daemonsets --timeout=0s',
  'label node gpu-1 nvidia.com/mig.config=gpu-1 --overwrite',
  'uncordon gpu-1',
];

describe.each(SHELLS)('in %s', (shell) => {
  test('a dry run calls nothing and shows the steps', () => {
    const { status, stdout, calls } = run(shell, MIXED, []);
    expect([status, calls]).toEqual([0, []]);
    for (const step of ALL_STEPS) expect(stdout).toContain(`kubectl ${step}\n`);
    expect(stdout).toContain('nvidia.com/mig-3g.20gb=1 nvidia.com/mig-1g.5gb.me=1');
  });

  test('everything in order', () => {
    const { status, stderr, stdout, changes } = run(shell, MIXED, ['--apply'], { offers: OFFERS });
    expect([status, stderr, changes]).toEqual([0, '', ALL_STEPS]);
    expect(stdout).toContain('As planned: nvidia.com/mig-3g.20gb=1');
    expect(stdout).toMatch(
      /For the way back, cordoned and drained: kubectl label node gpu-1 nvidia\.com\/mig\.config=/,
    );
  });

  test('strategy single counts GPUs, where all devices are of one profile', () => {
    expect(run(shell, SINGLE, ['--apply'], { strategy: 'single', offers: { gpu: '2' } }).status).toBe(0);
    const mixed = run(shell, MIXED, ['--apply'], { strategy: 'single' });
    expect([mixed.status, mixed.changes]).toEqual([1, []]);
    expect(mixed.stderr).toContain('set spec.mig.strategy to mixed');
  });

  test('a node that was cordoned before stays so', () => {
    const { status, changes } = run(shell, MIXED, ['--apply'], { offers: OFFERS, isCordoned: true });
    expect([status, changes]).toEqual([0, ALL_STEPS.slice(0, 3)]);
  });

  test.each([
    ['no node', { lacks: 'node' }, 'There is no node gpu-1'],
    ['no ConfigMap', { lacks: 'configmap' }, 'apply it first'],
    ['another ConfigMap', { used: 'other' }, 'The operator uses the ConfigMap other'],
    ['no strategy', { strategy: '' }, 'says no strategy'],
  ] as const)('%s: nothing is changed', (_, cluster, says) => {
    const { status, stderr, changes } = run(shell, MIXED, ['--apply'], cluster);
    expect([status, changes]).toEqual([1, []]);
    expect(stderr).toContain(says);
  });

  test('a node that cannot be drained is not labelled', () => {
    const { status, stderr, changes } = run(shell, MIXED, ['--apply'], { isFull: true });
    expect([status, changes]).toEqual([3, ALL_STEPS.slice(0, 2)]);
    expect(stderr).toContain('kubectl uncordon gpu-1');
  });

  test.each([
    ['failed', { state: 'failed', offers: OFFERS }, 'the state is "failed"'],
    ['something missing', { offers: { 'mig-3g.20gb': '1' } }, 'nvidia.com/mig-1g.5gb.me:0/1'],
    ['more than planned', { offers: { ...OFFERS, 'mig-3g.20gb': '2' } }, 'nvidia.com/mig-3g.20gb:2/1'],
    ['the same label as before', { before: 'gpu-1' }, 'may trigger nothing'],
  ])('%s: the node stays cordoned and the way back is said', (_, cluster, says) => {
    const { status, stderr, changes } = run(shell, MIXED, ['--apply'], cluster);
    expect([status, changes]).toEqual([4, ALL_STEPS.slice(0, 3)]);
    expect(stderr).toContain(says);
    expect(stderr).toContain('kubectl label node gpu-1 nvidia.com/mig.config=');
  });

  test('help is the head of the script, and an unknown argument ends it', () => {
    const help = run(shell, MIXED, ['--help']);
    expect(help.stdout).toMatch(/^Brings node gpu-1 to the configuration/);
    expect(help.stdout).not.toContain('mig-planner-plan');
    expect(run(shell, MIXED, ['--aply']).status).toBe(2);
  });

  test.each(HOSTILE_BUT_LEGAL_NAMES)('a host called %s', (name) => {
    const host = { ...hostOf('gpu-1/0 a100-pcie-40gb: 3g.20gb@0'), name };
    const names = { plan: name, configMap: 'mig-x', config: 'x' };
    const script = makeNodeScript(host, names, [name], null);
    expect(checkSyntax(shell, script)).toBe('');
    const { status, stdout, calls } = run(shell, script, []);
    expect([status, calls]).toEqual([0, []]);
    expect(stdout).toMatch(/^kubectl cordon [a-z0-9][-.a-z0-9]*$/m);
  });
});
