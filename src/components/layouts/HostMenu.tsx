import type { Host } from '../../model/plan.ts';
import { ActionItems } from '../actions/ActionItems.tsx';
import { hostActions } from '../actions/hostActions.ts';
import type { OpenMenu } from '../board/ActionsButton.tsx';
import { Menu } from '../ui/Menu.tsx';

interface HostMenuProps {
  readonly host: Host;
  readonly menu: OpenMenu;
}

/** What can be done with a whole host. */
export function HostMenu({ host, menu }: HostMenuProps) {
  return (
    <Menu {...menu}>
      <ActionItems actions={hostActions(host)} />
    </Menu>
  );
}
