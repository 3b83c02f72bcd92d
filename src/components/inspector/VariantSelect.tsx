import type { BoardId } from '../../model/board.ts';
import { VGPU_BOARDS } from '../../model/catalogue/catalogue.ts';
import { variantsOf } from '../../model/vgpu.ts';
import { SelectField } from '../ui/SelectField.tsx';

interface VariantSelectProps {
  readonly board: BoardId;
  readonly value: string | null;
  readonly onChange: (variant: string | null) => void;
}

/** Which product of the vGPU tables a board is, where the names of its types depend on it. */
export function VariantSelect({ board, value, onChange }: VariantSelectProps) {
  return (
    <SelectField
      label="Variant for vGPU types"
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
    >
      <option value="">Not known</option>
      {variantsOf(VGPU_BOARDS, { board, variant: null }).map((one) => (
        <option key={one.id} value={one.id}>
          {one.product ?? one.id} ({one.family})
        </option>
      ))}
    </SelectField>
  );
}
