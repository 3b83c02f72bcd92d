import type { Platform } from '../../model/plan.ts';
import { platformFacts, releasesOf } from '../../model/platform.ts';
import { SelectField } from '../ui/SelectField.tsx';
import { LineField } from './LineField.tsx';

interface ReleaseFieldProps {
  readonly platform: Platform | null;
  readonly value: string | null;
  readonly onKeep: (release: string | null) => void;
}

/** The releases that rules are known for. What an import says stays as it is, and its rules are those it goes by. */
export function ReleaseField({ platform, value, onKeep }: ReleaseFieldProps) {
  const known = releasesOf(platform);
  if (known.length === 0)
    return <LineField label="Release" value={value ?? ''} onKeep={(text) => onKeep(text || null)} />;
  const goesBy = platformFacts({ platform, release: value }).release;
  return (
    <SelectField label="Release" value={value ?? ''} onChange={(event) => onKeep(event.target.value || null)}>
      <option value="">Not said</option>
      {value !== null && !known.includes(value) && (
        <option value={value}>
          {value} ({goesBy === null ? 'unknown release' : `as ${goesBy}`})
        </option>
      )}
      {known.map((release) => (
        <option key={release} value={release}>
          {release}
        </option>
      ))}
    </SelectField>
  );
}
