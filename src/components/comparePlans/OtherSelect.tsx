import { useEffect, useMemo, useState, type Ref } from 'react';
import { usePlan } from '../../state/app.ts';
import { stepsBack, type OtherPlan } from '../../state/comparePlans.ts';
import { useLibrary } from '../../state/library/libraryStore.ts';
import { library } from '../../state/library/page.ts';
import type { VersionRecord } from '../../state/library/records.ts';
import { usePlans } from '../library/usePlans.ts';
import { whenWords } from '../library/planWhen.ts';
import { SelectField } from '../ui/SelectField.tsx';

interface OtherSelectProps {
  readonly other: OtherPlan | null;
  /** A text is being typed or pasted. */
  readonly isTyping: boolean;
  readonly onChoose: (other: OtherPlan) => void;
  readonly onType: () => void;
  readonly ref?: Ref<HTMLSelectElement>;
}

const TEXT = 'text';

/** All that the open plan can be compared with: its earlier states, other plans, a text. */
export function OtherSelect({ other, isTyping, onChoose, onType, ref }: OtherSelectProps) {
  const past = usePlan((state) => state.past);
  const openId = useLibrary((state) => state.planId);
  const plans = usePlans();
  const versions = useVersions(openId);
  const steps = useMemo(() => stepsBack({ past }), [past]);
  const now = plans?.ok === true ? plans.value.at : 0;
  const options = new Map<string, OtherPlan>([
    ...steps.map((step, n) => [`step ${n}`, step] as const),
    ...versions.map((version, n): [string, OtherPlan] => [
      `version ${n}`,
      { kind: 'version', version, label: `Version of ${whenWords(version.changedAt, now)}` },
    ]),
    ...(plans?.ok === true ? plans.value.plans : []).flatMap(({ id, name }): [string, OtherPlan][] =>
      id === openId ? [] : [[`plan ${id}`, { kind: 'stored', id, label: name }]],
    ),
  ]);
  const chosen = isTyping ? TEXT : valueOf(other, options);
  const group = (begin: string) =>
    [...options].flatMap(([value, { label }]) =>
      value.startsWith(begin) ? (
        <option key={value} value={value}>
          {label}
        </option>
      ) : (
        []
      ),
    );
  const [ofSteps, ofVersions, ofPlans] = [group('step'), group('version'), group('plan')];
  return (
    <SelectField
      label="Compare with"
      {...(ref === undefined ? {} : { ref })}
      value={chosen}
      onChange={(event) => {
        const picked = options.get(event.target.value);
        if (picked !== undefined) onChoose(picked);
        else if (event.target.value === TEXT) onType();
      }}
      className="change-other"
    >
      {chosen === '' && <option value="">{other === null ? 'Choose a plan' : other.label}</option>}
      {ofPlans.length > 0 && <optgroup label="Plans in this browser">{ofPlans}</optgroup>}
      {ofSteps.length > 0 && <optgroup label="This plan, before a step">{ofSteps}</optgroup>}
      {ofVersions.length > 0 && <optgroup label="This plan, earlier versions">{ofVersions}</optgroup>}
      <optgroup label="From elsewhere">
        <option value={TEXT}>A file, a link or a text</option>
      </optgroup>
    </SelectField>
  );
}

/** The option that is this plan; none of a step that is no longer in the history, or while the lists are fetched. */
function valueOf(other: OtherPlan | null, options: ReadonlyMap<string, OtherPlan>): string {
  if (other === null) return '';
  if (other.kind === 'plan' && other.of === 'text') return TEXT;
  const found = [...options].find(([, one]) => {
    if (one.kind === 'plan') return other.kind === 'plan' && one.plan === other.plan;
    if (one.kind === 'stored') return isOfLibrary(other) && one.id === other.id;
    return (
      other.kind === 'version' &&
      one.version.revision === other.version.revision &&
      one.version.part === other.version.part
    );
  });
  return found?.[0] ?? '';
}

function isOfLibrary(other: OtherPlan): other is OtherPlan & { readonly id: string | null } {
  return other.kind === 'stored' || (other.kind === 'plan' && other.of === 'aside');
}

const NONE: readonly VersionRecord[] = [];

function useVersions(id: string | null): readonly VersionRecord[] {
  const [found, setFound] = useState<{ id: string; versions: readonly VersionRecord[] } | null>(null);
  useEffect(() => {
    if (id === null) return undefined;
    let isOver = false;
    void library.versions(id).then((versions) => {
      if (!isOver && versions.ok) setFound({ id, versions: versions.value });
    });
    return () => {
      isOver = true;
    };
  }, [id]);
  return found !== null && found.id === id ? found.versions : NONE;
}
