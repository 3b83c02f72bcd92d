import type { Gpu } from '../../model/plan.ts';
import { ActionItems } from '../actions/ActionItems.tsx';
import { gpuActions } from '../actions/gpuActions.ts';
import type { OpenMenu } from '../board/ActionsButton.tsx';
import { Menu } from '../ui/Menu.tsx';

interface GpuMenuProps {
  readonly gpu: Gpu;
  readonly menu: OpenMenu;
}

/** What can be done with the layout of one GPU. */
export function GpuMenu({ gpu, menu }: GpuMenuProps) {
  const { choose, fill, edit } = gpuActions(gpu);
  return (
    <Menu {...menu}>
      <ActionItems actions={[choose]} />
      <ActionItems actions={fill} label="Fill the free room" />
      <ActionItems actions={edit} />
    </Menu>
  );
}
