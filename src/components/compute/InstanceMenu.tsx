import type { Gpu, GpuInstance } from '../../model/plan.ts';
import { ActionItems } from '../actions/ActionItems.tsx';
import { instanceActions } from '../actions/instanceActions.ts';
import type { OpenMenu } from '../board/ActionsButton.tsx';
import { Menu } from '../ui/Menu.tsx';

interface InstanceMenuProps {
  readonly gpu: Gpu;
  readonly gi: GpuInstance;
  readonly menu: OpenMenu;
}

/** What can be done with one instance: opened on its block by the right button, the menu key or Shift+F10. */
export function InstanceMenu({ gpu, gi, menu }: InstanceMenuProps) {
  const { splits, edit } = instanceActions(gpu, gi);
  return (
    <Menu {...menu}>
      <ActionItems actions={splits} label="Compute instances" />
      <ActionItems actions={edit} />
    </Menu>
  );
}
