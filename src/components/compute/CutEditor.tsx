import { useRef, useState, type CSSProperties } from 'react';
import type { GiProfile } from '../../model/board.ts';
import { ciProfileOf, ciRows } from '../../model/compute.ts';
import type { GpuInstance } from '../../model/plan.ts';
import type { ProfileName } from '../../model/profile.ts';
import { CiRows } from './CiRows.tsx';
import { CutLines } from './CutLines.tsx';
import { withCut, type Moving } from './cutNames.ts';

type Lengths = CSSProperties & Readonly<Record<`--${string}`, number>>;

interface CutEditorProps {
  readonly gi: GpuInstance;
  readonly profile: GiProfile;
}

/** The rows of an instance at a size that is easy to hit, with the lines that cut it. */
export function CutEditor({ gi, profile }: CutEditorProps) {
  const [moving, setMoving] = useState<Moving | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const style: Lengths = { '--rows': profile.computeSlices };
  return (
    <div ref={box} role="group" aria-label={`Cuts of ${gi.profile}`} className="cuts" style={style}>
      <CiRows
        rows={ciRows(withCut(gi, moving), profile.computeSlices)}
        total={profile.computeSlices}
        note={(name) => smWords(profile, name)}
      />
      <CutLines gi={gi} profile={profile} box={box} moving={moving} onMoving={setMoving} />
    </div>
  );
}

function smWords(profile: GiProfile, name: ProfileName): string | null {
  const sm = ciProfileOf(profile, name)?.sm ?? null;
  return sm === null ? null : `${sm} SMs`;
}
