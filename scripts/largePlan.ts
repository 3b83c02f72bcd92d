/** A fleet for the figures: A100s in every state, eight to a host, and a VM on nearly each instance. Always the same. */
import { parseLayout } from '../src/formats/layout.ts';
import { findBoard } from '../src/model/catalogue/catalogue.ts';
import type { Plan } from '../src/model/plan.ts';
import { legalLayouts } from '../src/placement/layouts/layouts.ts';

const BOARD = 'a100-pcie-40gb';
const PROFILES = ['1g.5gb', '1g.10gb', '2g.10gb', '3g.20gb', '4g.20gb', '7g.40gb'];
const PER_HOST = 8;

/** Which of `count` things is taken at `index`: as if by chance, and each time the same. */
function mixed(index: number, count: number): number {
  const product = Math.imul(index + 1, 2654435761);
  return ((product ^ (product >>> 15)) >>> 0) % count;
}

/** `gpus` A100s, cut in all the ways there are, with up to `vms` VMs; hosts run ESXi 8.0 U3. */
export function makeLargePlan(gpus: number, vms: number): Plan {
  const board = findBoard(BOARD);
  if (board === undefined) throw new Error(`no board ${BOARD}`);
  const layouts = [...legalLayouts(board, { profiles: PROFILES })];
  let vm = 0;
  const lines = Array.from({ length: gpus }, (_, index) => {
    // The one with most instances of seven: a fleet in use has few empty GPUs.
    const [fullest = []] = [0, 1, 2, 3, 4, 5, 6]
      .map((turn) => layouts[mixed(index * 7 + turn, layouts.length)] ?? [])
      .sort((a, b) => b.length - a.length);
    const cut = fullest.map(({ profile, start }) => {
      const name = vm < vms ? `=vm-${String(++vm).padStart(5, '0')}` : '';
      return `${profile}@${start}${name}`;
    });
    const host = String(Math.floor(index / PER_HOST) + 1).padStart(4, '0');
    return `esx-${host}/${index % PER_HOST} ${BOARD}: ${cut.join(', ')}`;
  });
  const reading = parseLayout(lines.join('\n'));
  if (!reading.ok) throw new Error(reading.error.code);
  const { plan } = reading.value;
  if (plan.vms.length < vms) throw new Error(`only ${plan.vms.length} VMs`);
  const hosts = plan.hosts.map((host) => ({ ...host, platform: 'esxi' as const, release: '8.0 U3' }));
  return { ...plan, hosts, name: `${gpus} GPUs` };
}
