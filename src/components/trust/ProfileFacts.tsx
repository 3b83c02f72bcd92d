import type { Board, Engines, GiProfile } from '../../model/board.ts';
import { certaintyOf } from '../../model/catalogue/certainty.ts';
import type { BoardEvidence, ProfileEvidence } from '../../model/catalogue/evidence.ts';
import { FactTable } from './FactTable.tsx';
import { FactValue } from './FactValue.tsx';

interface ProfileFactsProps {
  readonly board: Board;
  readonly evidence: BoardEvidence;
  /** All sources of the board: rows refer to them by number. */
  readonly sources: readonly string[];
}

const COLUMNS = [
  'Profile',
  'ID',
  'Starts : size',
  'Memory GiB, as drivers print it',
  'SMs',
  'NVDEC / NVENC / JPEG / OFA / copy',
  'Most',
  'Driver from',
  'How sure',
  'Sources',
];

/** The profiles of a board, each figure as sure as it is. */
export function ProfileFacts({ board, evidence, sources }: ProfileFactsProps) {
  const reasons = [...new Set(evidence.profiles.flatMap(({ startsConfidence }) => startsConfidence ?? []))];
  return (
    <>
      <h4 className="pt-5 text-table font-semibold">Profiles</h4>
      <p className="pb-1 text-table text-ink3">
        Plain: seen. <FactValue is="derived">Underlined</FactValue>: from another board or from a rule.{' '}
        <FactValue is="unknown" />: no public source has it.
      </p>
      <FactTable label="Profiles" columns={COLUMNS}>
        {board.profiles.map((profile) => {
          const own = evidence.profiles.find(({ name }) => name === profile.name);
          return own === undefined ? null : (
            <ProfileRow
              key={profile.name}
              profile={profile}
              board={evidence}
              evidence={own}
              sources={sources}
            />
          );
        })}
      </FactTable>
      {reasons.map((reason) => (
        <p key={reason} className="max-w-[52rem] pt-1 text-table text-ink2">
          Starts: {reason}.
        </p>
      ))}
      <ComputeInstances board={board} evidence={evidence} />
    </>
  );
}

interface ProfileRowProps {
  readonly profile: GiProfile;
  readonly board: BoardEvidence;
  readonly evidence: ProfileEvidence;
  readonly sources: readonly string[];
}

function ProfileRow({ profile, board, evidence, sources }: ProfileRowProps) {
  const is = certaintyOf(profile, board, evidence);
  const memory = [profile.memoryGiB, ...evidence.memoryGiBOtherDrivers].filter((one) => one !== null);
  const numbers = evidence.sources.map((source) => sources.indexOf(source) + 1).sort((a, b) => a - b);
  return (
    <tr>
      <th scope="row">
        <FactValue is={is.name}>{profile.name}</FactValue>
      </th>
      <td>
        <FactValue is={is.id}>{profile.id}</FactValue>
      </td>
      <td>
        <FactValue is={is.starts}>
          {profile.starts?.join(', ')} : {profile.memorySlices ?? 'unknown'}
        </FactValue>
      </td>
      <td>
        <FactValue is={is.memory}>{memory.map((one) => one.toFixed(2)).join(', ')}</FactValue>
      </td>
      <td>
        <FactValue is={is.sm}>{profile.sm}</FactValue>
      </td>
      <td>
        <FactValue is={is.engines}>{engineText(profile.engines)}</FactValue>
      </td>
      <td>{profile.maxInstances}</td>
      <td>{profile.minDriver ?? <span className="text-ink3">as the board</span>}</td>
      <td className="words">{[evidence.confidence, ...evidence.notes].join('. ')}</td>
      <td>{numbers.join(', ')}</td>
    </tr>
  );
}

function engineText({ decoders, encoders, jpeg, ofa, copyEngines }: Engines): string {
  return [decoders, encoders, jpeg, ofa, copyEngines].map((count) => count ?? '?').join(' / ');
}

/** What each profile can be cut into, folded away. */
function ComputeInstances({ board, evidence }: Pick<ProfileFactsProps, 'board' | 'evidence'>) {
  const isIncomplete = board.profiles.some(({ computeInstancesComplete }) => !computeInstancesComplete);
  return (
    <details className="pt-3 text-table">
      <summary className="min-h-6 font-semibold pointer-coarse:min-h-11">Compute instances</summary>
      {isIncomplete && (
        <p className="pt-1 text-ink2">
          Beyond the default one, what this board offers is unknown for some profiles: only what is known is
          listed.
        </p>
      )}
      <FactTable label="Compute instances" columns={['Inside', 'Compute instance', 'ID', 'Most', 'How sure']}>
        {board.profiles.flatMap((profile) => {
          const own = evidence.profiles.find(({ name }) => name === profile.name);
          return profile.computeInstances.map((ci, index) => {
            const confidence = own?.computeInstances[index] ?? 'unknown';
            return (
              <tr key={`${profile.name} ${ci.name}`}>
                <th scope="row">{profile.name}</th>
                <td>
                  {ci.name}
                  {ci.isDefault && <span className="text-ink3"> default</span>}
                </td>
                <td>
                  <FactValue
                    is={ci.id === null ? 'unknown' : confidence.startsWith('derived') ? 'derived' : 'seen'}
                  >
                    {ci.id}
                  </FactValue>
                </td>
                <td>{ci.maxInstances}</td>
                <td className="words">{confidence}</td>
              </tr>
            );
          });
        })}
      </FactTable>
    </details>
  );
}
