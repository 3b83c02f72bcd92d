import { profileOf } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { isUndivided, splitName } from '../../model/compute.ts';
import type { Gpu, GpuInstance } from '../../model/plan.ts';
import { splitsOf } from '../../placement/compute/compute.ts';
import { gestures, useReadOnly } from '../../state/app.ts';
import type { OpenMenu } from '../board/ActionsButton.tsx';
import { Menu, MenuGroup, MenuItem } from '../ui/Menu.tsx';
import { cutNames } from './cutNames.ts';

interface InstanceMenuProps {
  readonly gpu: Gpu;
  readonly gi: GpuInstance;
  readonly menu: OpenMenu;
}

/** What can be done with one instance: opened on its block by the right button, the menu key or Shift+F10. */
export function InstanceMenu({ gpu, gi, menu }: InstanceMenuProps) {
  const isReadOnly = useReadOnly();
  const board = findBoard(gpu.board);
  const profile = board && profileOf(board, gi.profile);
  const splits = profile === undefined ? [] : splitsOf(profile);
  const present = profile === undefined ? '' : splitName(cutNames(gi, profile).sort());
  return (
    <Menu {...menu}>
      {profile !== undefined && !isReadOnly && (
        <MenuGroup label="Compute instances">
          {splits.map((split) => {
            const names = split.map(({ name }) => name);
            const isPresent = split.length === 1 ? isUndivided(gi) : splitName([...names].sort()) === present;
            return (
              <MenuItem
                key={names.join()}
                unless={isPresent ? 'as it is' : null}
                figure={split.length === 1 ? 'default' : `${split.length} MIG devices`}
                onChoose={() => gestures.run({ type: 'ci/split', giId: gi.id, profiles: names })}
              >
                {split.length === 1 ? 'Undivided' : `Split into ${splitName(names)}`}
              </MenuItem>
            );
          })}
          {!profile.computeInstancesComplete && (
            <MenuItem unless="not known" onChoose={() => undefined}>
              Other splits
            </MenuItem>
          )}
        </MenuGroup>
      )}
      <MenuItem onChoose={() => gestures.select({ kind: 'instance', id: gi.id })}>Details</MenuItem>
      {!isReadOnly && (
        <>
          <MenuItem onChoose={() => gestures.lift({ kind: 'instance', giId: gi.id }, 'choice')}>
            Move
          </MenuItem>
          <MenuItem onChoose={() => gestures.run({ type: 'gi/remove', giId: gi.id })}>Remove</MenuItem>
        </>
      )}
    </Menu>
  );
}
