/**
 * The texts for shells, vSphere and KVM: of four real layouts each comes back as its plan, and the names that people and
 * attackers give change nothing but the names, as parsers of each language see it.
 */
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { Plan, Platform, ValidPlan, Vm } from '../../model/plan.ts';
import {
  powershellTokens,
  powershellValue,
  type PowershellToken,
} from '../../formats/encode/powershell.testing.ts';
import { renumber } from '../../formats/renumber.ts';
import { HOSTILE_BUT_LEGAL_NAMES } from '../../formats/planArbitrary.testing.ts';
import { exportPlan } from '../exportPlan.ts';
import type { Exported } from '../writeExport.ts';
import { importText } from '../importText.ts';
import { exportErrorMessage } from '../messages.ts';
import { BARE_METAL_EXPORTS } from './bareMetalExports.ts';
import type { ExportDefinition } from './exportDefinition.ts';
import type { ExportFormat } from './exportRows.ts';
import { KVM_EXPORTS } from './kvmExports.ts';
import { ARTICLE, ARTICLE_8U3, MIRRORED, REAL_PLANS, RTX_PRO, valid } from './realPlans.testing.ts';
import { VSPHERE_EXPORTS } from './vsphereExports.ts';

const OURS: Readonly<Record<string, ExportDefinition>> = {
  ...BARE_METAL_EXPORTS,
  ...VSPHERE_EXPORTS,
  ...KVM_EXPORTS,
};
const FORMATS = Object.keys(OURS) as ExportFormat[];

function written(plan: Plan, format: ExportFormat, vm: Vm | undefined = plan.vms[0]): Exported | string {
  const result = exportPlan(plan, format, { hostId: null, vmId: vm?.id ?? null, starts: 'explicit' });
  return result.ok ? result.value : exportErrorMessage(result.error, plan);
}

function textOf(plan: Plan, format: ExportFormat, vm?: Vm): string {
  const made = written(plan, format, vm);
  if (typeof made === 'string') throw new Error(made);
  return made.text;
}

/** What each layout has no text for, and the sentence that says why. */
const REFUSED: Readonly<Record<string, Partial<Record<ExportFormat, RegExp>>>> = {
  'the article': { 'kvm-mdev': /no KVM/, 'kvm-vfio': /no KVM/, 'libvirt-xml': /no KVM/ },
  'the article on ESXi 8.0 U3': {
    'systemd-unit': /creates GPU instances itself/,
    'cloud-init': /creates GPU instances itself/,
    'esxi-boot': /creates GPU instances itself/,
    'kvm-mdev': /no KVM/,
    'kvm-vfio': /no KVM/,
    'libvirt-xml': /no KVM/,
  },
  'a mirrored ESXi host': {
    'systemd-unit': /creates GPU instances itself/,
    'cloud-init': /creates GPU instances itself/,
    'esxi-boot': /creates GPU instances itself/,
    'kvm-mdev': /no KVM/,
    'kvm-vfio': /no KVM/,
    'libvirt-xml': /no KVM/,
  },
  'a node with eight H100': {
    'esxi-boot': /no ESXi/,
    'vsphere-runbook': /no ESXi/,
    'power-on-runbook': /no ESXi/,
    powercli: /No VM .* with ESXi/,
    govc: /No VM .* with ESXi/,
    ansible: /No VM .* with ESXi/,
    'vm-settings': /No VM .* with ESXi/,
    'kvm-mdev': /no KVM/,
    'kvm-vfio': /no KVM/,
    'libvirt-xml': /no VM/,
  },
  'a host with an RTX PRO 6000': {
    'esxi-boot': /no ESXi/,
    'vsphere-runbook': /no ESXi/,
    'power-on-runbook': /no ESXi/,
    powercli: /No VM .* with ESXi/,
    govc: /No VM .* with ESXi/,
    ansible: /No VM .* with ESXi/,
    'vm-settings': /No VM .* with ESXi/,
    'libvirt-xml': /virtual function/,
  },
};

describe.each(REAL_PLANS)('%s', (what, plan) => {
  test.each(FORMATS)(
    '%s comes back as its plan, is refused with a reason, or says that it carries none',
    (format) => {
      const refused = REFUSED[what]?.[format];
      const made = written(plan, format);
      if (refused !== undefined) {
        expect(made).toMatch(refused);
        return;
      }
      if (typeof made === 'string') throw new Error(made);
      if (OURS[format]?.carriesPlan !== true) {
        expect(made.remarks.join(' ')).toContain('carry no plan');
        return;
      }
      const back = importText(made.text);
      if (!back.ok) throw new Error(back.error.code);
      expect(back.value.found.map((one) => one.format)).toEqual(['share-link']);
      expect(renumber(back.value.reading.plan)).toEqual(renumber(plan));
      // The same plan gives the same text.
      expect(textOf(back.value.reading.plan, format, back.value.reading.plan.vms[0])).toBe(made.text);
    },
  );
});

test('at boot: ESXi is said to have no systemd, and hosts on one datastore have a script each', () => {
  for (const format of ['systemd-unit', 'cloud-init'] as const) {
    const made = written(ARTICLE, format);
    if (typeof made === 'string') throw new Error(made);
    expect(made.remarks.join(' ')).toContain('neither systemd nor cloud-init');
    expect(made.text).toContain('# NOTE: the host is planned with ESXi');
  }
  expect(textOf(ARTICLE, 'esxi-boot')).toContain('/vmfs/volumes/DATASTORE/mig-mig-on-vsphere-7-esx-01.sh\n');
  expect(textOf(ARTICLE, 'esxi-boot')).toContain('To take it back');
  expect(textOf(ARTICLE, 'vsphere-runbook')).toContain('Where `local.sh` makes the instances at boot');
});

test('on a host that makes instances at power-on the script says what it would do', () => {
  const made = written(ARTICLE_8U3, 'script');
  if (typeof made === 'string') throw new Error(made);
  expect(made.remarks.join(' ')).toContain('may take the place of one');
});

test('a runbook for KVM has the virtual functions before the instances, and takes the vGPUs away first', () => {
  const text = textOf(RTX_PRO, 'runbook');
  const inOrder = ['--vfs --apply', '-cgi ', 'with `--apply`', '--roll-back --apply', '-dci'];
  const found = inOrder.map((words) => text.indexOf(words));
  expect(found.every((at) => at > 0)).toBe(true);
  expect(found).toEqual([...found].sort((a, b) => a - b));
});

test('what the texts are: file names', () => {
  const names = FORMATS.flatMap((format) => {
    const plan = OURS[format]?.audience === 'kvm' ? KVM : ARTICLE;
    const made = written(plan, format);
    return typeof made === 'string' ? [] : [made.fileName];
  });
  expect(names).toEqual([
    'esx-01.sh',
    'mig-mig-on-vsphere-7.service',
    'esx-01-cloud-init.yaml',
    'esx-01-local.sh',
    'esx-01-esxi-pre-create.md',
    'esx-01-power-on.md',
    'mig-on-vsphere-7-vgpus.ps1',
    'mig-on-vsphere-7-govc.txt',
    'mig-on-vsphere-7-vgpus.yml',
    'mig-on-vsphere-7-vm-settings.md',
    'esx-01-mdev.sh',
    'esx-01-vendor-vfio.sh',
    'ml-01-vgpus.xml',
  ]);
});

/** The article's layout on KVM with mdev. */
const KVM: ValidPlan = valid({
  ...ARTICLE,
  hosts: ARTICLE.hosts.map((host) => ({ ...host, platform: 'kvm', release: 'mdev', notes: '' })),
});

function called(plan: ValidPlan, name: string): ValidPlan {
  return valid({
    ...plan,
    name,
    hosts: plan.hosts.map((host) => ({ ...host, name })),
    vms: plan.vms.map((vm, at) => (at === 0 ? { ...vm, name } : vm)),
  });
}

/** Tokens without names and comments: what a script does. */
function skeleton(tokens: readonly PowershellToken[], name: string): string[] {
  const code = tokens.filter(({ kind }) => kind !== 'comment');
  const out: string[] = [];
  for (let at = 0; at < code.length; at++) {
    const token = code[at];
    if (token === undefined) break;
    const isNamed =
      token.kind === 'word' &&
      (token.text === 'Vm' || token.text === 'VMHost') &&
      code[at + 1]?.kind === 'word';
    out.push(token.kind === 'word' ? token.text : JSON.stringify(token));
    if (!isNamed || (code[at + 1] as { text?: string }).text !== '=') continue;
    // Up to the ";" behind it: the name, whatever it is made of.
    const end = code.findIndex(
      (one, n) => n > at && one.kind === 'word' && (one.text === ';' || one.text === '}'),
    );
    const source = code
      .slice(at + 2, end)
      .map((one) =>
        one.kind === 'word' ? one.text : one.kind === 'string' ? `'${one.value.replaceAll("'", "''")}'` : '?',
      )
      .join(' ')
      .replaceAll('[ char ]', '[char]');
    if (/^(?:'|\()/.test(source))
      out.push('=', [name, 'ml-02', 'esx-01'].includes(powershellValue(source)) ? 'NAME' : source);
    at = end - 1;
  }
  return out;
}

describe.each(HOSTILE_BUT_LEGAL_NAMES)('a plan, a host and a VM called %s', (name) => {
  const plan = called(ARTICLE, name);
  const kvm = called(KVM, name);

  test('PowerShell: a tokenizer sees the same script but for the names', () => {
    const plain = skeleton(powershellTokens(textOf(ARTICLE, 'powercli')), 'ml-01');
    const hostile = textOf(plan, 'powercli');
    expect(skeleton(powershellTokens(hostile), name)).toEqual(plain);
    expect(hostile).toMatch(/^[\n\u0020-\u007e]*$/);
  });

  test.each(['1.1', '1.2'] as const)('YAML %s: parsers see the names as they are', (version) => {
    const [playbook, ...more] = parseAllDocuments(textOf(plan, 'ansible'), { version, customTags: [UNSAFE] });
    expect(more).toEqual([]);
    const [play] = (playbook as { toJS: () => unknown }).toJS() as { vars: { vgpus: unknown } }[];
    expect(play?.vars.vgpus).toEqual([
      { vm: { unsafe: name }, vgpu: 'grid_a100-3-20c' },
      { vm: { unsafe: 'ml-02' }, vgpu: 'grid_a100-3-20c' },
    ]);
    const [cloud] = parseAllDocuments(textOf(plan, 'cloud-init'), { version });
    const { write_files: files, runcmd } = (cloud as { toJS: () => unknown }).toJS() as {
      write_files: { path: string; content: string }[];
      runcmd: string[][];
    };
    const [script = '', unit = ''] = files.map(({ content }) =>
      Buffer.from(content, 'base64').toString('utf8'),
    );
    expect(script).toBe(textOf(plan, 'script'));
    const path = files[0]?.path ?? '';
    expect(path).toMatch(/^\/usr\/local\/sbin\/mig-[a-z0-9][a-z0-9.-]*\.sh$/);
    expect(unit).toContain(`\nExecStart=${path} --apply --enable-mig\n`);
    expect(runcmd).toEqual([
      ['systemctl', 'daemon-reload'],
      ['systemctl', 'enable', '--now', expect.stringMatching(/^mig-[a-z0-9.-]+\.service$/)],
    ]);
  });

  test('systemd: the same lines are obeyed, whatever the name', () => {
    const obeyed = (text: string): string[] =>
      text.split('\n').filter((line) => !line.startsWith('#') && !/^(?:Description|ExecStart)=/.test(line));
    expect(obeyed(textOf(plan, 'systemd-unit'))).toEqual(obeyed(textOf(ARTICLE, 'systemd-unit')));
    expect(textOf(plan, 'systemd-unit')).toMatch(
      /^ExecStart=\/usr\/local\/sbin\/mig-[a-z0-9.-]+\.sh --apply --enable-mig$/m,
    );
    expect(textOf(plan, 'systemd-unit')).not.toMatch(/^Description=.*(?<!%)%(?:%%)*[^%]/m);
  });

  // That shells read commands and scripts as meant: tests/consumers/runsIn.ts.
  test('govc: a command for each VM', () => {
    const govc = written(plan, 'govc');
    if (typeof govc === 'string') throw new Error(govc);
    // A name that is a pattern to govc is left out, and said.
    const isPattern = /[*?[\]\\/]/.test(name);
    expect(govc.text.split('\n').filter((line) => line.startsWith('govc gpu.vm.add'))).toHaveLength(
      isPattern ? 1 : 2,
    );
    expect(govc.remarks.length).toBe(isPattern ? 2 : 1);
  });

  test('XML: a parser sees the name, or libvirt would refuse it', () => {
    const made = written(kvm, 'libvirt-xml', kvm.vms[0]);
    if (typeof made === 'string') {
      expect(made).toMatch(/libvirt takes no domain called/);
      expect(name).toMatch(/\/|^[0-9]+$/);
      return;
    }
    const texts = new Map<string, string>();
    const open: string[] = [];
    const parser = new SaxesParser();
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('opentag', (tag) => open.push(tag.name));
    parser.on('closetag', () => open.pop());
    parser.on('text', (text) => texts.set(open.join('/'), (texts.get(open.join('/')) ?? '') + text));
    parser.write(made.text).close();
    expect(texts.get('domain/name')).toBe(name);
  });

  test('Markdown: the plan is found, and no line begins what the text does not', () => {
    for (const format of ['vsphere-runbook', 'power-on-runbook', 'vm-settings'] as const) {
      const shape = (text: string): string[] =>
        text
          .split('\n')
          .map((line) => /^(?:#+ |- \[ \] |- |\| |```\w*|\[mig-planner-plan\]: )?/.exec(line)?.[0] ?? '');
      expect(shape(textOf(plan, format))).toEqual(shape(textOf(ARTICLE, format)));
      const back = importText(textOf(plan, format));
      expect(back.ok && back.value.reading.plan.name).toBe(name);
    }
  });
});

const UNSAFE = { tag: '!unsafe', resolve: (text: string) => ({ unsafe: text }) };

test('types whose name on ESXi is not public are looked up on the host, or asked for', () => {
  const host = RTX_PRO.hosts[0]!;
  const esxi = valid({ ...RTX_PRO, hosts: [{ ...host, platform: 'esxi', release: '9.0 U1' }] });
  expect(textOf(esxi, 'powercli')).toContain(
    "@{ Vm = 'cad-2'; VMHost = 'kvm-03'; Types = @('DC-1-24C'); MmioGB = $null }",
  );
  // A size that nobody knows is not printed as one.
  expect(textOf(esxi, 'powercli')).toContain('{ \'left as it is\' } else { "$($one.MmioGB) GB" }');
  expect(textOf(esxi, 'ansible')).toMatch(
    /# The name of DC-1-24C on ESXi is not public.*\n {4}vgpu_dc_1_24c: ""/,
  );
  expect(written(esxi, 'govc')).toBe(
    'There is nothing to write. Left out, for the ESXi name of a vGPU type is not public, and govc wants it whole: cad-1, cad-2, desk-1 and desk-2.',
  );
  const settings = textOf(esxi, 'vm-settings');
  expect(settings).toContain('`*_dc-1-24c`');
  expect(settings).toMatch(/\| TRUE +\| unknown +\|/);
  expect(settings).toContain('An MMIO size that is unknown');
  // What the table has none of needs no words.
  expect(textOf(ARTICLE, 'vm-settings')).not.toMatch(/unknown|A `\*`/);
});

test('a power-on order that cannot be is said at the top, and its VM is not to be started', () => {
  // nvidia-smi.md section 4: by the preference list no order makes all of 4g, the wide 1g and two 1g.
  const host = MIRRORED.hosts[0]!;
  const gpu = host.gpus[0]!;
  const instances = [
    ['4g.20gb', 0],
    ['1g.5gb', 4],
    ['1g.5gb', 5],
    ['1g.10gb', 6],
  ].map(([profile, start], at) => ({
    ...gpu.instances[at]!,
    profile: String(profile),
    start: Number(start),
  }));
  const vms = MIRRORED.vms.map((vm, at) => {
    const { profile, id } = instances[at]!;
    return {
      ...vm,
      attachments: [{ wants: { kind: 'profile' as const, profile }, instance: id, extra: [] }],
    };
  });
  const text = textOf(
    valid({ ...MIRRORED, hosts: [{ ...host, gpus: [{ ...gpu, instances }] }], vms }),
    'power-on-runbook',
  );
  expect(text).toMatch(
    /^\*\*Not all of them are sure to start\.\*\* No order starts all of them under every model/m,
  );
  expect(text.match(/^\*\*Do not start it here\*\*/gm)).toHaveLength(1);
  expect(textOf(ARTICLE_8U3, 'power-on-runbook')).not.toContain('Do not start it here');
});

test('where no VM is left, the reason is the true one', () => {
  // Two boards of this name have vGPU types of their own, so none is known.
  const read = importText('h/0 a100-80gb: 3g.40gb@0=ml-01');
  if (!read.ok) throw new Error(read.error.code);
  const { plan } = read.value.reading;
  const on = (platform: Platform): Plan => ({
    ...plan,
    hosts: plan.hosts.map((host) => ({ ...host, platform })),
  });
  for (const format of ['powercli', 'govc', 'ansible'] as const) {
    expect(written(on('esxi'), format), format).toMatch(
      /^There is nothing to write\. Left out, .*: ml-01\.$/,
    );
  }
  expect(written(on('kvm'), 'kvm-mdev')).toMatch(/^There is nothing to write\. Left out, .*: ml-01\.$/);
  expect(written(on('kvm'), 'libvirt-xml')).toMatch(/: ml-01\.$/);
  const waiting = on('kvm').vms.map((vm) => ({
    ...vm,
    attachments: vm.attachments.map((one) => ({ ...one, instance: null })),
  }));
  expect(written({ ...on('kvm'), vms: waiting }, 'libvirt-xml', waiting[0])).toBe(
    'There is nothing to write. ml-01 has no place in the plan yet.',
  );
});
