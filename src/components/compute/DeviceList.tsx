import type { Board, GiProfile } from '../../model/board.ts';
import { ciProfileOf, ciRows } from '../../model/compute.ts';
import { canBeMirrored } from '../../model/instanceId.ts';
import { migDevices, type MigDevice } from '../../model/migDevices.ts';
import type { GiPlace, GpuKind } from '../../model/plan.ts';
import { blockOf, makeRangeName } from '../../model/slices.ts';
import { makeList } from '../../placement/messages.ts';
import { gestures, useReadOnly } from '../../state/app.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { RemoveIcon } from '../ui/icons.tsx';

interface DeviceListProps {
  readonly place: GiPlace;
  readonly board: Board;
  readonly profile: GiProfile;
  /** The numbers of a VM's guest, which sees this instance and no other. */
  readonly isInGuest: boolean;
}

/** The MIG devices of an instance by the names that nvidia-smi -L prints, with the rows of each. */
export function DeviceList({ place: { gpu, gi }, board, profile, isInGuest }: DeviceListProps) {
  const shown = isInGuest ? { instances: [gi] } : gpu;
  const own = (kind: GpuKind): MigDevice[] =>
    migDevices(board, shown, kind).filter(({ giId }) => giId === gi.id);
  const devices = own(gpu.kind ?? 'straight');
  const mirrored = gpu.kind === null && canBeMirrored(board) ? own('mirrored') : devices;
  const isOther = mirrored.some(({ device }, at) => device !== devices[at]?.device);
  const { compute } = blockOf(board, gi.profile, gi.start);
  const drawn = new Map(ciRows(gi, compute.count).map(({ ciIndex, rows }) => [ciIndex, rows]));
  const rowsOf = (ciIndex: number): string => {
    const rows = drawn.get(ciIndex);
    if (rows === undefined) return 'none left';
    return makeRangeName({ ...rows, start: compute.start + rows.start }).replace(/^slices? /, '');
  };
  const names = gi.computeInstances.map((ci) => ci.profile);
  const isReadOnly = useReadOnly();
  // The last one is not left out: none at all stands for the default one. Nor beside one of an unknown kind.
  const canLeaveOut =
    !isReadOnly && names.length > 1 && names.every((name) => ciProfileOf(profile, name) !== undefined);
  return (
    <>
      <table className="device-list tabular-nums">
        <thead>
          <tr>
            <th scope="col">MIG device</th>
            <th scope="col">Rows</th>
            {canLeaveOut && (
              <th scope="col">
                <span className="sr-only">Leave out</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {devices.map(({ device, name, ciIndex }) => (
            <tr key={ciIndex}>
              <td>
                MIG {name} Device {device}
              </td>
              <td>{rowsOf(ciIndex)}</td>
              {canLeaveOut && (
                <td>
                  <IconButton
                    label={`Leave out ${name}, Device ${device}`}
                    size="small"
                    data-focus-home
                    onClick={() =>
                      gestures.run({
                        type: 'ci/split',
                        giId: gi.id,
                        profiles: names.filter((_, index) => index !== ciIndex),
                      })
                    }
                  >
                    <RemoveIcon />
                  </IconButton>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {isOther && (
        <p className="text-note text-ink3">
          Counted as on a straight GPU; on a mirrored one {mirrored.length === 1 ? 'it is' : 'they are'}{' '}
          Device {makeList(mirrored.map(({ device }) => device))}.
        </p>
      )}
    </>
  );
}
