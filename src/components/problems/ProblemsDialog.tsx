import { flushSync } from 'react-dom';
import type { Plan } from '../../model/plan.ts';
import { problemMessage, type Problem } from '../../placement/rules/warnings.ts';
import { gpuName } from '../../placement/messages.ts';
import { ruleOf, type Rule } from '../../placement/rules/rules.ts';
import { gestures, usePlan } from '../../state/app.ts';
import { selectViolations } from '../../state/selectors.ts';
import { selectWarnings } from '../../state/warnings.ts';
import type { Selection } from '../../state/uiStore.ts';
import { Term } from '../glossary/Term.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { problemsText } from './RulesFigure.tsx';
import { Written } from './Written.tsx';

/** Of one rule; the rest is counted, for an import may break it a thousand times. */
const MOST = 50;

interface Group {
  readonly rule: Rule;
  readonly found: readonly Problem[];
}

/** Everything that is wrong with the plan or in doubt, by the rule that says so, each with a way to the thing itself. */
export function ProblemsDialog() {
  const plan = usePlan((state) => state.plan);
  const violations = usePlan(selectViolations);
  const warnings = usePlan(selectWarnings);
  return (
    <Dialog
      title="Problems"
      subtitle={problemsText(violations.length, warnings.length)}
      onClose={gestures.closeDialog}
    >
      {violations.length + warnings.length === 0 && (
        <p className="text-table text-ink2">The plan keeps every rule that is known.</p>
      )}
      <div className="flex flex-col gap-6">
        <Part
          title="Problems"
          about="A driver or a hypervisor refuses these, so no runbook is made of the plan."
          found={violations}
          plan={plan}
        />
        <Part
          title="Warnings"
          about="What is public on these says too little to refuse. Runbooks are made all the same."
          found={warnings}
          plan={plan}
        />
      </div>
    </Dialog>
  );
}

interface PartProps {
  readonly title: string;
  readonly about: string;
  readonly found: readonly Problem[];
  readonly plan: Plan;
}

function Part({ title, about, found, plan }: PartProps) {
  if (found.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className="text-body font-semibold">
        <Term id="rule">{title}</Term>
      </h3>
      <p className="pb-2 text-table text-ink2">{about}</p>
      {groupsOf(found).map(({ rule, found: same }, index) => (
        <div key={index} className="flex flex-col gap-1 border-t border-line py-3">
          <h4 className="text-table font-semibold">{rule.title}</h4>
          <ul className="flex flex-col">
            {same.slice(0, MOST).map((one, at) => (
              <Row key={at} found={one} plan={plan} />
            ))}
            {same.length > MOST && <li className="text-table text-ink3">and {same.length - MOST} more</li>}
          </ul>
          <p className="text-table text-ink2">{rule.says}</p>
          {rule.sources.length > 0 && <Written confidence={rule.confidence} sources={rule.sources} />}
        </div>
      ))}
    </section>
  );
}

function Row({ found, plan }: { readonly found: Problem; readonly plan: Plan }) {
  const selection = selectionOf(found);
  const name = nameOf(found);
  return (
    <li className="flex items-start gap-3 py-1 text-table">
      <span className="min-w-0 flex-1">
        <span className="text-ink3">{name}: </span>
        {problemMessage(found, plan)}
      </span>
      {selection !== null && (
        <Button size="small" aria-label={`Show ${name}`} onClick={() => show(selection)}>
          Show
        </Button>
      )}
    </li>
  );
}

/** One group for each rule as it is written; what another release says of it is another. */
function groupsOf(found: readonly Problem[]): Group[] {
  const groups = new Map<string, { rule: Rule; found: Problem[] }>();
  for (const one of found) {
    const rule = ruleOf(one.fault);
    const key = JSON.stringify([rule.title, rule.confidence, rule.sources]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { rule, found: [one] });
    else group.found.push(one);
  }
  return [...groups.values()];
}

/** A VM for what is wrong with a VM, else the smallest thing it is about. */
function selectionOf({ vm, gi, gpu, host }: Problem): Selection | null {
  if (vm !== null) return { kind: 'vm', id: vm.id };
  if (gi !== null) return { kind: 'instance', id: gi.id };
  if (gpu !== null) return { kind: 'gpu', id: gpu.id };
  return host === null ? null : { kind: 'host', id: host.id };
}

function nameOf({ vm, gi, gpu, host }: Problem): string {
  if (vm !== null) return vm.name;
  if (host === null) return 'The plan';
  if (gpu === null) return host.name;
  return gi === null
    ? gpuName({ host, gpu })
    : `${gi.profile} at slice ${gi.start} of ${gpuName({ host, gpu })}`;
}

/** Closes the dialog on the thing: the inspector shows it, and has the focus. */
function show(selection: Selection): void {
  flushSync(() => {
    gestures.closeDialog();
    gestures.select(selection);
  });
  document.querySelector<HTMLElement>('[aria-label="Inspector"]')?.focus();
}
