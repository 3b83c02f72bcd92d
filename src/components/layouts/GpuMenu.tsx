import { isDrawable } from '../../model/board.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { findGpu, type Gpu } from '../../model/plan.ts';
import { fitsOnGpu } from '../../placement/fits.ts';
import { rankedProfiles } from '../../placement/layouts/layoutChoices.ts';
import { gestures, usePlan, useReadOnly, useUi } from '../../state/app.ts';
import { copyGpuLayout, pasteOnGpu } from '../../state/layoutClipboard.ts';
import type { OpenMenu } from '../board/ActionsButton.tsx';
import { select } from '../board/select.ts';
import { Menu, MenuGroup, MenuItem } from '../ui/Menu.tsx';
import { whyNoLayouts } from './whyNoLayouts.ts';

interface GpuMenuProps {
  readonly gpu: Gpu;
  readonly menu: OpenMenu;
}

/** What can be done with the layout of one GPU. */
export function GpuMenu({ gpu, menu }: GpuMenuProps) {
  const driver = usePlan(({ plan }) => findGpu(plan, gpu.id)?.host.driver ?? null);
  const copied = useUi((ui) => ui.copied);
  const isReadOnly = useReadOnly();
  const board = findBoard(gpu.board);
  const gpuIds = [gpu.id];
  const fills = (board === undefined || !isDrawable(board) ? [] : rankedProfiles(board))
    .map((profile) => ({ profile, fits: fitsOnGpu({ driver }, gpu, profile) }))
    .filter(({ fits }) => fits > 0);
  const isEmpty = gpu.instances.length === 0;
  if (isReadOnly)
    return (
      <Menu {...menu}>
        <MenuItem onChoose={() => select({ kind: 'gpu', id: gpu.id }, true)}>Notes</MenuItem>
        <MenuItem onChoose={() => void copyGpuLayout(gpu.id)}>Copy layout</MenuItem>
      </Menu>
    );
  return (
    <Menu {...menu}>
      <MenuItem unless={whyNoLayouts(gpu)} onChoose={() => gestures.openLayouts(gpu.id)}>
        Choose a layout…
      </MenuItem>
      {fills.length > 0 && (
        <MenuGroup label="Fill the free room">
          {fills.map(({ profile, fits }) => (
            <MenuItem
              key={profile}
              figure={`${fits} ${fits === 1 ? 'fits' : 'fit'}`}
              onChoose={() => gestures.run({ type: 'gpu/fill', gpuIds, profile })}
            >
              Fill with {profile}
            </MenuItem>
          ))}
        </MenuGroup>
      )}
      <MenuItem onChoose={() => select({ kind: 'gpu', id: gpu.id }, true)}>Notes</MenuItem>
      <MenuItem onChoose={() => void copyGpuLayout(gpu.id)}>Copy layout</MenuItem>
      <MenuItem
        {...(copied === null ? {} : { figure: copied.name })}
        unless={copied === null ? 'nothing copied' : copied.kind === 'host' ? 'a host was copied' : null}
        onChoose={() => pasteOnGpu(gpu.id)}
      >
        Paste layout
      </MenuItem>
      <MenuItem
        unless={isEmpty ? 'empty already' : null}
        onChoose={() => gestures.run({ type: 'gpu/clear', gpuIds })}
      >
        Clear
      </MenuItem>
    </Menu>
  );
}
