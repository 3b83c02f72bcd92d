import { vgpuTypesOffered, type LabState } from '../../console/lab/lab.ts';
import { observedGpus, type Machine } from '../../console/simulator/simulator.ts';
import { findBoard } from '../../model/catalogue/catalogue.ts';
import { sliceUse } from '../../placement/stranded.ts';
import { Axes } from '../board/Axes.tsx';
import { gridStyle } from '../board/gridStyle.ts';
import { Rails } from '../board/Rails.tsx';
import { modeWords } from '../console/MachineDrawing.tsx';
import { strandedWords } from '../dialogs/strandedWords.ts';
import { MiniGrid } from '../ui/MiniGrid.tsx';

/** Side of a slice in px. */
const PITCH = 40;

/** The GPU of the lab, drawn as the board draws one, and the same as a table. */
export function LabGpu({ lab }: { readonly lab: LabState }) {
  const { host } = lab;
  const [gpu] = observedGpus(host, { gpus: [], observed: null });
  const [sim] = host.gpus;
  const board = gpu === undefined ? undefined : findBoard(gpu.board);
  if (gpu === undefined || sim === undefined || board === undefined) return null;
  const use = sliceUse(gpu);
  const isOff = gpu.use !== 'mig';
  const rows = [...sim.gis]
    .sort((a, b) => a.start - b.start)
    .map((gi) => ({ gi, vm: vmOn(host, gi.id), compute: computeWords(gi) }));
  return (
    <div role="group" aria-label={`GPU ${sim.index} on ${host.name}`} className="lab-gpu">
      <div className="lab-drawing">
        <p>
          <span className="font-semibold">GPU {sim.index}</span>{' '}
          <span className="lab-quiet">
            {sim.product}, {modeWords(sim)}
          </span>
        </p>
        <div
          aria-hidden="true"
          className="mig gpu"
          data-state={isOff ? 'off' : 'rest'}
          style={gridStyle(board, PITCH)}
        >
          <div className="gpu-body">
            <div className="relative">
              <MiniGrid
                board={board}
                pitch={PITCH}
                showStranded={!isOff}
                instances={rows.map(({ gi, vm, compute }) => ({
                  ...{ profile: gi.profile, start: gi.start, note: compute },
                  label: vm === null ? `ID ${gi.id}` : `ID ${gi.id} · ${vm}`,
                }))}
              />
              <Rails gpu={gpu} board={board} use={use} />
              <Axes board={board} />
            </div>
          </div>
        </div>
        <p className="lab-quiet">
          {isOff
            ? 'Not cut: MIG mode is off.'
            : rows.length === 0
              ? 'No GPU instance yet.'
              : strandedWords(use)}
        </p>
      </div>
      {rows.length > 0 && (
        <table className="lab-instances">
          <caption>As software sees it</caption>
          <thead>
            <tr>
              <th scope="col">Instance</th>
              <th scope="col">Placement</th>
              <th scope="col">Compute</th>
              <th scope="col">vGPU type</th>
              <th scope="col">VM</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ gi, vm, compute }) => (
              <tr key={gi.id}>
                <th scope="row">
                  ID {gi.id}, {gi.profile}
                </th>
                <td>
                  {gi.start}:{gi.size}
                </td>
                <td>{compute}</td>
                <td>{vgpuTypesOffered(lab, gi.profile).join(', ') || 'none here'}</td>
                <td>{vm ?? 'none'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

type SimGi = Machine['gpus'][number]['gis'][number];

/** "no compute", "compute 0", or how it is cut. */
function computeWords({ cis, profile }: SimGi): string {
  if (cis.length === 0) return 'no compute';
  return cis.map((ci) => (ci.profile === profile ? `compute ${ci.id}` : `${ci.profile} ${ci.id}`)).join(', ');
}

function vmOn({ vms }: Machine, id: number): string | null {
  return vms.find(({ isOn, vgpus }) => isOn && vgpus.some(({ at }) => at?.gi === id))?.name ?? null;
}
