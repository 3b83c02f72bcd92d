import { useMemo, useState } from 'react';
import type { Summary } from '../../placement/summary/summary.ts';
import { counted, figure } from '../dialogs/counted.ts';
import { Button } from '../ui/Button.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { HostChart } from './HostChart.tsx';
import { HostTable } from './HostTable.tsx';
import { HOST_ORDERS, listedHosts, ORDER_NAMES, USE_STEPS, type HostOrder } from './hostUse.ts';

/** Up to here the lines of the table are the chart; of more hosts bars give a notion. */
const MOST_WITHOUT_CHART = 12;
/** Rows at a time where there is a chart: whoever seeks the fullest or the emptiest finds them first. In print all. */
const PAGE = 10;
const MOST_PRINTED = 1000;

interface HostPartProps {
  readonly summary: Summary;
  readonly isPrinting: boolean;
}

/** Use by host: of many hosts how many are how full, and each with its figures. */
export function HostPart({ summary, isPrinting }: HostPartProps) {
  const { hosts } = summary;
  const [step, setStep] = useState<number | null>(null);
  const [order, setOrder] = useState<HostOrder>('plan');
  const [wantedPage, setPage] = useState(0);
  const listed = useMemo(() => listedHosts(hosts, step, order), [hosts, step, order]);
  const hasChart = hosts.length > MOST_WITHOUT_CHART;
  const perPage = hasChart ? PAGE : MOST_WITHOUT_CHART;
  const last = Math.max(0, Math.ceil(listed.length / perPage) - 1);
  const page = Math.min(wantedPage, last);
  const rows = isPrinting
    ? listed.slice(0, MOST_PRINTED)
    : listed.slice(page * perPage, (page + 1) * perPage);
  const from = isPrinting ? 1 : page * perPage + 1;
  const chosen = step === null ? undefined : USE_STEPS[step];
  return (
    <section aria-labelledby="summary-hosts" className="summary-part summary-wide">
      <div className="summary-head">
        <h3 id="summary-hosts">Use by host</h3>
        {hosts.length > 1 && (
          <SelectField
            label="Order of the hosts"
            hideLabel
            value={order}
            className="summary-order"
            onChange={(event) => {
              setOrder(event.target.value as HostOrder);
              setPage(0);
            }}
          >
            {HOST_ORDERS.map((value) => (
              <option key={value} value={value}>
                {ORDER_NAMES[value]}
              </option>
            ))}
          </SelectField>
        )}
      </div>
      {hasChart && (
        <HostChart
          hosts={hosts}
          step={step}
          onStep={(next) => {
            setStep(next);
            setPage(0);
          }}
        />
      )}
      {chosen !== undefined && (
        <p className="summary-chosen">
          {counted(listed.length, 'host')}: {chosen.words}
          <Button size="small" onClick={() => setStep(null)}>
            All {figure(hosts.length)} hosts
          </Button>
        </p>
      )}
      <HostTable hosts={rows} />
      {(last > 0 || rows.length < listed.length) && (
        <div className="summary-pages">
          <span>
            Hosts {figure(from)} to {figure(from + rows.length - 1)} of {figure(listed.length)}
          </span>
          <Button size="small" aria-disabled={page === 0} onClick={() => setPage(Math.max(0, page - 1))}>
            Previous hosts
          </Button>
          <Button
            size="small"
            aria-disabled={page === last}
            onClick={() => setPage(Math.min(last, page + 1))}
          >
            Next hosts
          </Button>
        </div>
      )}
    </section>
  );
}
