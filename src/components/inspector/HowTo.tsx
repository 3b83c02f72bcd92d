import { useReadOnly, usePlan } from '../../state/app.ts';
import { Term } from '../glossary/Term.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { NotesPart } from './NotesPart.tsx';
import { Part } from './Panel.tsx';

/** Nothing selected: what is noted on the plan, the three ways to place, and how to read a grid. */
export function HowTo() {
  const notes = usePlan(({ plan }) => plan.notes);
  const isReadOnly = useReadOnly();
  const hasHosts = usePlan(({ plan }) => plan.hosts.length > 0);
  return (
    <>
      {notes !== '' && ofPlan(notes)}
      {/* Without a GPU there is nothing to place on yet: the board says how to come by one. */}
      {hasHosts && (
        <Part title="How to place" isEdits>
          <p className="text-table text-ink2">
            Drag a profile onto a GPU. Every legal <Term id="start">start</Term> shows; a GPU that has none
            says why.
          </p>
          <p className="text-table text-ink2">
            Or click a profile, then a start. Or press <Kbd>Space</Kbd> on it, step with the arrow keys and
            press <Kbd>Space</Kbd> again.
          </p>
          <p className="text-table text-ink2">
            Click an instance for its names and its VM. <Kbd>Del</Kbd> removes it.
          </p>
        </Part>
      )}
      <Part title="How to read a grid">
        <p className="text-table text-ink2">
          A row is a <Term id="compute-slice">compute slice</Term> (C), a column a{' '}
          <Term id="memory-slice">memory slice</Term> (M). A block is a <Term id="gi">GPU instance</Term>: its
          rows and columns are its own.
        </p>
        <p className="text-table text-ink2">
          Hatched: <Term id="stranded">stranded</Term>. No profile can use it beside what stands.
        </p>
      </Part>
      {notes === '' && !isReadOnly && ofPlan(notes)}
    </>
  );
}

function ofPlan(notes: string) {
  return <NotesPart of={{ kind: 'plan' }} name="the plan" notes={notes} />;
}
