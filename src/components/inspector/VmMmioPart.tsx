import { boardName } from '../../placement/messages.ts';
import type { Plan, Vm } from '../../model/plan.ts';
import { vmMmio } from '../../placement/vms/vmMmio.ts';
import { Facts, type Fact } from './Facts.tsx';
import { Part } from './Panel.tsx';

/** How much 64-bit MMIO the VM is given on ESXi, without which it does not power on. */
export function VmMmioPart({ vm, plan }: { readonly vm: Vm; readonly plan: Plan }) {
  const mmio = vmMmio(plan, vm);
  if (mmio === null) return null;
  const name = 'MMIO size';
  const fact = ((): Fact => {
    if (!('code' in mmio)) {
      const sum = mmio.eachGiB.join(' + ');
      const why = mmio.eachGiB.length > 1 ? `${sum}, rounded up to a power of two` : null;
      return {
        name,
        value: `${mmio.sizeGiB} GB`,
        note: why,
      };
    }
    const note =
      mmio.code === 'waits'
        ? 'It depends on the board, and not every vGPU has its instance.'
        : `No public table gives it for ${boardName(mmio.board)}.`;
    return { name, value: <span className="text-ink3">unknown</span>, note };
  })();
  return (
    <Part title="On ESXi">
      <Facts facts={[fact]} />
      {!('code' in mmio) && (
        <ul aria-label="Settings of the VM" className="text-note text-ink2">
          <li>pciPassthru.use64bitMMIO=TRUE</li>
          <li>pciPassthru.64bitMMIOSizeGB={mmio.sizeGiB}</li>
        </ul>
      )}
    </Part>
  );
}
