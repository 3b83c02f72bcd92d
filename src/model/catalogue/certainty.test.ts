/** The words of the facts, read as mig-rules.md sums them up product by product. */
import { expect, test } from 'vitest';
import { findBoard } from './catalogue.ts';
import { certaintyOf, type ProfileCertainty } from './certainty.ts';
import { loadEvidence } from './evidence.ts';

const EVIDENCE = await loadEvidence();

function certainty(id: string, name: string): ProfileCertainty {
  const board = findBoard(id);
  const evidence = EVIDENCE.boards.get(id);
  const profile = board?.profiles.find((one) => one.name === name);
  const own = evidence?.profiles.find((one) => one.name === name);
  if (profile === undefined || evidence === undefined || own === undefined) throw new Error(`${id} ${name}`);
  return certaintyOf(profile, evidence, own);
}

test.each<[board: string, profile: string, is: Partial<ProfileCertainty>]>([
  ['a100-pcie-40gb', '3g.20gb', { id: 'seen', starts: 'seen', memory: 'seen', sm: 'seen', engines: 'seen' }],
  // Listed with the A100, and nothing of its own was seen.
  ['a800-40gb', '3g.20gb', { id: 'derived', starts: 'derived', memory: 'derived', sm: 'derived' }],
  ['h100-94gb', '3g.47gb', { name: 'seen', sm: 'derived', engines: 'derived', starts: 'seen' }],
  ['h20-96gb', '3g.48gb', { sm: 'unknown', memory: 'unknown', starts: 'derived' }],
  ['b200-180gb', '1g.23gb', { starts: 'derived', sm: 'seen', memory: 'seen' }],
  ['b200-180gb', '3g.90gb', { starts: 'derived', sm: 'unknown', engines: 'unknown' }],
  ['b300', '1g.34gb', { id: 'derived', starts: 'derived' }],
  ['rtx-pro-6000-server', '1g.24gb', { starts: 'seen', id: 'seen' }],
  // Starts and figures are those of the Server Edition.
  [
    'rtx-pro-6000-ws',
    '1g.24gb',
    { id: 'seen', starts: 'derived', memory: 'derived', sm: 'derived', engines: 'derived' },
  ],
  [
    'rtx-pro-6000-maxq',
    '4g.96gb',
    { starts: 'derived', memory: 'derived', sm: 'derived', engines: 'derived' },
  ],
  // Starts by their family.
  [
    'h100-96gb',
    '1g.12gb',
    { name: 'seen', starts: 'derived', sm: 'derived', engines: 'derived', memory: 'unknown' },
  ],
  ['gh200-144gb', '1g.18gb', { starts: 'derived', memory: 'seen', sm: 'seen' }],
  ['gh200-96gb', '1g.12gb', { starts: 'seen', memory: 'seen' }],
  ['rtx-pro-5000-48gb', '1g.24gb', { id: 'unknown', starts: 'unknown' }],
])('%s %s: %j', (board, profile, is) => {
  expect(certainty(board, profile)).toMatchObject(is);
});
