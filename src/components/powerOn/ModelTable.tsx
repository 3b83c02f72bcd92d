import { counted } from '../dialogs/counted.ts';
import { Term } from '../glossary/Term.tsx';
import type { PowerOnReading, ShownModel } from './readPowerOn.ts';

interface ModelTableProps {
  readonly reading: PowerOnReading;
  readonly shown: ShownModel;
}

/** How many VMs start under each model of the driver, and whether they land alike. */
export function ModelTable({ reading, shown }: ModelTableProps) {
  const { models, moreModels, order } = reading;
  return (
    <div className="panel-part">
      <h3 className="pb-1 text-table font-semibold">
        Under each <Term id="driver-model">driver model</Term>
      </h3>
      <table className="w-full text-left text-table">
        <thead>
          <tr className="text-ink3">
            <th className="py-0.5 font-normal">Model</th>
            <th className="py-0.5 pl-2 text-right font-normal">Start</th>
            <th className="py-0.5 pl-2 text-right font-normal">Layout</th>
          </tr>
        </thead>
        <tbody>
          {models.map((one) => (
            <tr key={one.name} className="border-t border-line align-top">
              <th scope="row" className={`py-1 ${one === shown ? 'font-semibold' : 'font-normal'}`}>
                {one.name}
              </th>
              <td className="py-1 pl-2 text-right whitespace-nowrap tabular-nums">
                {one.started} of {order.length}
              </td>
              <td className="py-1 pl-2 text-right whitespace-nowrap">
                {one.elsewhere === 0 && one.started === order.length
                  ? 'as drawn'
                  : one === models[0]
                    ? `${one.elsewhere} moved`
                    : one.isLikeFirst
                      ? 'as the first'
                      : 'differs'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {models.length > 2 && (
        <p className="pt-1 text-note text-ink2">
          A model can choose differently on <Term id="straight-mirrored">straight and mirrored</Term> GPUs.
        </p>
      )}
      {moreModels > 0 && (
        <p className="pt-1 text-note text-ink2">
          {counted(moreModels, 'more place')} where mirrored and straight GPUs part; every VM starts there as
          well.
        </p>
      )}
    </div>
  );
}
