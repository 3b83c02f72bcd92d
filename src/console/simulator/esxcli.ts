/**
 * `esxcli` as far as the driver needs it: VIBs, maintenance mode, the graphics type of the host. Results of installing, and
 * `get` of the last two, are as public transcripts show them.
 */
import { driverBranch } from '../../formats/nvidiaSmi/print/driverForm.ts';
import { dateText } from './calendar.ts';
import type { Machine, Vib } from './machine.ts';
import { inferred, reply, seen, type Reply } from './reply.ts';

/** The commands that are understood, for help and completion. */
export const ESXCLI_COMMANDS = [
  'software vib list',
  'software vib install',
  'software vib remove',
  'system maintenanceMode get',
  'system maintenanceMode set',
  'graphics host get',
  'graphics host set',
] as const;

/** `words`: what follows "esxcli". */
export function runEsxcli(machine: Machine, words: readonly string[]): Reply {
  const command = words.slice(0, 3).join(' ');
  const named = ESXCLI_COMMANDS.find(
    (one) => one === command || (one === 'software vib list' && /^software vib get$/.test(command)),
  );
  const options = readLong(words.slice(3));
  if (named === undefined) {
    return reply(
      machine,
      inferred([`Error: Unknown command or namespace ${words.join(' ').slice(0, 200)}`]),
      1,
    );
  }
  if (options === null) return reply(machine, inferred(['Error: Invalid option']), 1);
  switch (named) {
    case 'software vib list':
      return listVibs(machine);
    case 'software vib install':
      return installVib(machine, options.get('viburl') ?? options.get('depot') ?? '');
    case 'software vib remove':
      return removeVib(machine, options.get('vibname') ?? '');
    case 'system maintenanceMode get':
      return reply(machine, seen([machine.isInMaintenance ? 'Enabled' : 'Disabled']));
    case 'system maintenanceMode set':
      return setMaintenance(machine, options.get('enable') ?? '');
    case 'graphics host get':
      return reply(
        machine,
        seen([
          `   Default Graphics Type: ${machine.graphics.type}`,
          `   Shared Passthru Assignment Policy: ${machine.graphics.policy}`,
        ]),
      );
    case 'graphics host set':
      return setGraphics(machine, options);
  }
}

const SHORT: Readonly<Record<string, string>> = { e: 'enable', v: 'viburl', d: 'depot', n: 'vibname' };
const LONG = new Set([
  ...Object.values(SHORT),
  'default-type',
  'shared-passthru-assignment-policy',
  'force',
  'no-sig-check',
  'maintenance-mode',
]);

/** "--enable=true", "--enable true", "-e true", "-e=true"; null where an option is unknown. */
function readLong(words: readonly string[]): Map<string, string> | null {
  const options = new Map<string, string>();
  for (let at = 0; at < words.length; at++) {
    const found = /^--?([A-Za-z-]+)(?:=(.*))?$/s.exec(words[at] ?? '');
    const written = found?.[1] ?? '';
    const name = SHORT[written] ?? written;
    if (found === null || !LONG.has(name)) return null;
    const next = words[at + 1];
    const takesNext = found[2] === undefined && next !== undefined && !next.startsWith('-');
    options.set(name, found[2] ?? (takesNext ? next : 'true'));
    if (takesNext) at += 1;
  }
  return options;
}

const WIDTHS = [36, 35, 8, 16, 12] as const;

function listVibs(machine: Machine): Reply {
  const rows = [
    ['Name', 'Version', 'Vendor', 'Acceptance Level', 'Install Date'],
    WIDTHS.map((width) => '-'.repeat(width)),
    ...machine.vibs.map((vib) => [vib.name, vib.version, vib.vendor, vib.acceptance, vib.installed]),
  ];
  const lines = rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(WIDTHS[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return reply(machine, inferred(lines));
}

function result(said: string, installed: string, removed: string): string[] {
  return [
    'Installation Result',
    `   Message: ${said}`,
    '   Reboot Required: false',
    `   VIBs Installed: ${installed}`.trimEnd(),
    `   VIBs Removed: ${removed}`.trimEnd(),
    '   VIBs Skipped:',
  ];
}

const FINISHED = 'Operation finished successfully.';

function needsMaintenance(machine: Machine): Reply | null {
  if (machine.isInMaintenance) return null;
  return reply(
    machine,
    inferred([
      ' [MaintenanceModeError]',
      ' Maintenance mode must be enabled before the driver can be changed.',
      ' Please refer to the log file for more details.',
    ]),
    1,
  );
}

/** The VIB of a path: its name, and its version from the first number that looks like a driver. */
function vibOf(path: string, date: string): Vib | null {
  const file = path.split('/').at(-1) ?? '';
  const bare = file.replace(/\.(?:vib|zip)$/i, '');
  const found = /^(.{1,100}?)[_-]?(\d{3}\.\d{2,3}(?:\.\d{2})?(?:-[A-Za-z0-9.]{1,60})?)/.exec(bare);
  if (!/\.(?:vib|zip)$/i.test(file) || found === null) return null;
  const [, name = '', version = ''] = found;
  return { name, version, vendor: 'NVIDIA', acceptance: 'VMwareAccepted', installed: date };
}

function installVib(machine: Machine, path: string): Reply {
  // esxcli looks for a relative path in a place of its own; the full one is needed.
  if (!/^(?:\/|https?:\/\/)/.test(path)) {
    return reply(
      machine,
      inferred([
        ` [MetadataDownloadError]`,
        ` Could not download from depot at ${path.slice(0, 200)}, skipping`,
      ]),
      1,
    );
  }
  const refused = needsMaintenance(machine);
  if (refused !== null) return refused;
  const vib = vibOf(path, dateText(machine.seconds));
  const version = /^\d{3}\.\d+(?:\.\d+)?/.exec(vib?.version ?? '')?.[0] ?? '';
  if (vib === null || driverBranch(version) === null) {
    return reply(
      machine,
      inferred([' [NoMatchError]', ` No driver was recognised in ${path.slice(0, 200)}`]),
      1,
    );
  }
  const removed = machine.vibs.filter(isDriver);
  const vibs = [...machine.vibs.filter((one) => !isDriver(one)), vib];
  return reply(
    { ...machine, vibs, driver: version, isDriverAssumed: false },
    seen(result(FINISHED, vibId(vib), removed.map(vibId).join(', '))),
    0,
    [{ code: 'reboot-after-vib' }],
  );
}

function vibId({ name, version }: Vib): string {
  return `NVIDIA_bootbank_${name}_${version}`;
}

function isDriver({ name }: Vib): boolean {
  return /^(?:NVIDIA|NVD)/.test(name) && /driver/i.test(name);
}

function removeVib(machine: Machine, name: string): Reply {
  const refused = needsMaintenance(machine);
  if (refused !== null) return refused;
  const vib = machine.vibs.find((one) => one.name === name);
  if (vib === undefined) {
    const text = ` No VIB matching VIB search specification '${name.slice(0, 200)}'.`;
    return reply(machine, inferred([' [NoMatchError]', text]), 1);
  }
  const vibs = machine.vibs.filter((one) => one !== vib);
  const driver = isDriver(vib) ? null : machine.driver;
  const lines = result(FINISHED, '', vibId(vib)).map((line) => line.replace('Installation', 'Removal'));
  return reply({ ...machine, vibs, driver }, inferred(lines), 0, [{ code: 'reboot-after-vib' }]);
}

function setMaintenance(machine: Machine, value: string): Reply {
  const isOn = { true: true, yes: true, false: false, no: false }[value.toLowerCase()];
  if (isOn === undefined)
    return reply(machine, inferred(['Error: Missing required parameter -e|--enable']), 1);
  if (isOn === machine.isInMaintenance) {
    return reply(machine, inferred([`Maintenance mode is already ${isOn ? 'enabled' : 'disabled'}.`]), 1);
  }
  if (isOn && machine.vms.some((vm) => vm.isOn)) {
    const names = machine.vms.filter((vm) => vm.isOn).map(({ name }) => name);
    return reply(machine, inferred([`VMs still run here: ${names.slice(0, 20).join(', ')}`]), 1);
  }
  return reply({ ...machine, isInMaintenance: isOn }, []);
}

const TYPES = ['Shared', 'SharedPassthru'];
const POLICIES = ['Performance', 'Consolidation'];

function setGraphics(machine: Machine, options: ReadonlyMap<string, string>): Reply {
  const type = options.get('default-type') ?? machine.graphics.type;
  const policy = options.get('shared-passthru-assignment-policy') ?? machine.graphics.policy;
  const isKnown = TYPES.includes(type) && POLICIES.includes(policy) && options.size > 0;
  if (!isKnown) {
    const text = `Error: --default-type is one of ${TYPES.join(', ')}; --shared-passthru-assignment-policy one of ${POLICIES.join(', ')}`;
    return reply(machine, inferred([text]), 1);
  }
  return reply({ ...machine, graphics: { type, policy } }, []);
}
