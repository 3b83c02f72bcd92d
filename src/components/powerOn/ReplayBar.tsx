import { SelectField } from '../ui/SelectField.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { FirstIcon, LastIcon, NextIcon, PreviousIcon } from '../ui/icons.tsx';
import type { ShownModel } from './readPowerOn.ts';

interface ReplayBarProps {
  readonly models: readonly ShownModel[];
  readonly shown: ShownModel;
  readonly step: number;
  readonly onStep: (step: number) => void;
  readonly onModel: (name: string) => void;
}

/** Steps through the order, under the model that is chosen. */
export function ReplayBar({ models, shown, step, onStep, onModel }: ReplayBarProps) {
  const last = shown.steps.length;
  return (
    <section aria-label="Replay" className="power-on-replay">
      <div className="flex gap-1">
        <IconButton label="First" aria-disabled={step === 0} onClick={() => onStep(0)}>
          <FirstIcon />
        </IconButton>
        <IconButton label="Previous" aria-disabled={step === 0} onClick={() => onStep(step - 1)}>
          <PreviousIcon />
        </IconButton>
        <IconButton label="Next" aria-disabled={step === last} onClick={() => onStep(step + 1)}>
          <NextIcon />
        </IconButton>
        <IconButton label="Last" aria-disabled={step === last} onClick={() => onStep(last)}>
          <LastIcon />
        </IconButton>
      </div>
      <p className="text-table whitespace-nowrap tabular-nums">
        <span className="font-semibold">{step}</span> of {last}
      </p>
      <input
        type="range"
        aria-label="Step"
        aria-valuetext={valueText(shown, step)}
        min={0}
        max={last}
        value={step}
        onChange={(event) => onStep(Number(event.currentTarget.value))}
        className="power-on-slider"
      />
      <SelectField
        label="Driver model"
        hideLabel
        value={shown.name}
        onChange={(event) => onModel(event.currentTarget.value)}
        className="power-on-model"
      >
        {models.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </SelectField>
    </section>
  );
}

function valueText({ steps }: ShownModel, step: number): string {
  const one = steps[step - 1];
  if (one === undefined) return 'nothing started';
  return `${step}, ${one.vm.vm.name}${one.refused === null ? '' : ' refused'}`;
}
