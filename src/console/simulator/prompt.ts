/** What stands before the cursor. */
import { isGuest, type Machine } from './machine.ts';

/** "[root@esx-01:~] " on ESXi, "root@gpu-01:~# " elsewhere. The name loses what no prompt has. */
export function promptOf(machine: Machine): string {
  const name = machine.name.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 60) || 'host';
  if (machine.platform === 'esxi' && !isGuest(machine)) return `[root@${name}:~] `;
  return machine.isRoot ? `root@${name}:~# ` : `user@${name}:~$ `;
}
