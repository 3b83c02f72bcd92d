import { useEffect } from 'react';
import type { Estimate } from '../../placement/solver/estimate.ts';
import type { PolicyResult, Simulation } from '../../placement/solver/simulate.ts';
import { POLICY_LABELS, simulationErrorMessage } from '../../placement/solver/simulationMessages.ts';
import { gestures } from '../../state/app.ts';
import { solverFaultMessage } from '../../state/solver/messages.ts';
import type { SimulateArgs } from '../../state/solver/simulateTask.ts';
import { useTask } from '../solver/useTask.ts';
import { Button } from '../ui/Button.tsx';

/** What is known of a simulation: how far it is, and what each policy admitted in the seeds that are done. */
export function Simulated({ asked }: { readonly asked: SimulateArgs }) {
  const { ending, soFar, cancel } = useTask('simulate', asked);
  const outcome = ending?.outcome ?? soFar;
  const answer = outcome?.best ?? null;
  const simulation = answer?.ok === true ? answer.value : null;
  const most = asked.seeds.length * asked.arrivals * asked.policies.length;
  const share = Math.min(1, (outcome?.work ?? 0) / Math.max(1, most));
  const verdict =
    ending !== null && ending.how === 'done' && simulation !== null ? verdictOf(simulation) : '';
  useEffect(() => {
    if (verdict !== '') gestures.say(verdict);
  }, [verdict]);
  return (
    <div className="simulated">
      {ending?.how === 'fault' && <p>{solverFaultMessage(ending.fault)}</p>}
      {answer?.ok === false && <p role="alert">{simulationErrorMessage(answer.error)}</p>}
      {ending === null && (
        <p className="flex flex-wrap items-center gap-3">
          <progress aria-label="Simulating" value={share} max={1} />
          <span className="tabular-nums">{Math.floor(share * 100)} %</span>
          <Button size="small" onClick={cancel}>
            Stop
          </Button>
        </p>
      )}
      {ending?.how === 'cancelled' && (
        <p>
          Stopped after {simulation?.seeds.length ?? 0} of {asked.seeds.length} seeds
          {simulation === null ? '; no seed was finished by then.' : '; the figures are of those.'}
        </p>
      )}
      {simulation !== null && <PolicyTable simulation={simulation} asked={asked} verdict={verdict} />}
    </div>
  );
}

interface PolicyTableProps {
  readonly simulation: Simulation;
  readonly asked: SimulateArgs;
  readonly verdict: string;
}

function PolicyTable({ simulation, asked, verdict }: PolicyTableProps) {
  const { results, seeds } = simulation;
  const [from, to] = [seeds[0] ?? 0, seeds.at(-1) ?? 0];
  return (
    <>
      {verdict !== '' && <p className="font-semibold">{verdict}</p>}
      <p className="text-ink2">
        {asked.gpus} GPUs, load {asked.load}, {asked.arrivals.toLocaleString('en')} arrivals a seed, the first
        fifth not counted; {from === to ? `seed ${from}` : `seeds ${from} to ${to}`}. In per cent of what
        arrived
        {seeds.length > 1 ? ', with the 95 % interval over the seeds' : ''}.
      </p>
      {/* Wider than a phone: it scrolls on its own, by keyboard too. */}
      <div className="simulated-scroll" tabIndex={0} role="region" aria-label="Policies compared">
        <table aria-label="Policies">
          <thead>
            <tr>
              <th scope="col">Policy</th>
              <th scope="col">Slices admitted</th>
              <td className="simulated-bar" />
              <th scope="col">Requests</th>
              <th scope="col">Worst profile</th>
              <th scope="col">Moves per admission</th>
            </tr>
          </thead>
          <tbody>
            {results.map((result) => (
              <PolicyRow key={result.policy} result={result} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="simulate-note">
        Unlimited migration packs everything anew for each arrival: what a policy is measured against, not one
        to run. Moves are made only for an instance that is refused, and only where each wins at least half a
        GPU.
      </p>
    </>
  );
}

function PolicyRow({ result }: { readonly result: PolicyResult }) {
  const { policy, slices, requests, worst, moves } = result;
  return (
    <tr data-ours={policy.startsWith('ours') || undefined}>
      <th scope="row">{POLICY_LABELS[policy]}</th>
      <td>{figure(slices, 1)}</td>
      <td className="simulated-bar">
        <Bar slices={slices} />
      </td>
      <td>{figure(requests, 1)}</td>
      <td>
        {figure(worst.share, 0)} <span className="text-ink3">{worst.profile}</span>
      </td>
      <td>{moves === null ? 'any' : moves.mean === 0 ? 'none' : moves.mean.toFixed(3)}</td>
    </tr>
  );
}

/** The share of slices as a bar, with its interval as a line across the end. The figure beside it says the same. */
function Bar({ slices: { mean, within } }: { readonly slices: Estimate }) {
  const spread = within ?? 0;
  return (
    <svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <rect className="simulated-ground" x="0" y="2" width="100" height="8" />
      <rect className="simulated-share" x="0" y="2" width={mean} height="8" />
      {spread > 0 && (
        <line
          x1={Math.max(0, mean - spread)}
          x2={Math.min(100, mean + spread)}
          y1="6"
          y2="6"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  );
}

function figure({ mean, within }: Estimate, digits: number): string {
  return within === null ? mean.toFixed(digits) : `${mean.toFixed(digits)} ± ${within.toFixed(digits)}`;
}

/** The outcome in one sentence: the suggested place against the plainest one, seed by seed. */
function verdictOf({ results }: Simulation): string {
  const same = 'no more and no fewer, as far as these seeds can tell';
  const of = (policy: PolicyResult['policy']): string | null => {
    const above = results.find((one) => one.policy === policy)?.above ?? null;
    if (above === null) return null;
    const { mean, within } = above;
    // A difference that changes its sign from seed to seed is none.
    if (within !== null && Math.abs(mean) <= within) return same;
    return `${Math.abs(mean).toFixed(1)} points ${mean < 0 ? 'fewer' : 'more'}`;
  };
  const [ours, moved] = [of('ours-0'), of('ours-2')];
  if (ours === null || moved === null) return '';
  if (ours === same && moved === same)
    return 'Slices admitted: on these seeds neither the suggested place nor up to two moves differ from first fit. More seeds may tell them apart.';
  return `Slices admitted, against first fit: suggested place ${ours}; with up to two moves ${moved}.`;
}
