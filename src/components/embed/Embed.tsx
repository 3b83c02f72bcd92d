import { useEffect, useMemo, useRef } from 'react';
import { drawHosts, planFigures, waitingVms } from '../../console/exports/drawnHosts.ts';
import type { DrawnHost } from '../../formats/drawing/drawn.ts';
import type { Theme } from '../../formats/drawing/palette.ts';
import { describeHosts, makeHostSvg } from '../../formats/drawing/svg.ts';
import { formatErrorMessage } from '../../formats/messages.ts';
import { decodeShare } from '../../formats/share.ts';
import type { Plan } from '../../model/plan.ts';
import { checkPlan } from '../../placement/check.ts';
import { makeShortList } from '../../placement/messages.ts';
import { counted } from '../dialogs/counted.ts';
import { RefusedIcon } from '../ui/icons.tsx';
import './embed.css';

interface EmbedProps {
  /** The fragment that carries the plan. */
  readonly fragment: string;
  readonly theme: Theme;
  /** The same plan in the planner itself. */
  readonly href: string;
}

/** A plan inside a page of others: the drawing and nothing to change it with. It reads no storage and keeps nothing. */
export function Embed({ fragment, theme, href }: EmbedProps) {
  const reading = useMemo(() => decodeShare(fragment), [fragment]);
  return reading.ok ? (
    <EmbeddedPlan plan={reading.value.plan} theme={theme} href={href} />
  ) : (
    <main className="embed">
      <h1 className="sr-only">MIG Planner</h1>
      <p role="alert" className="flex gap-2 text-body">
        <RefusedIcon />
        {formatErrorMessage(reading.error)}
      </p>
    </main>
  );
}

/** More than this nobody looks at in a frame, and drawing them would hold up the page around it. */
const MOST_GPUS = 64;

function EmbeddedPlan({ plan, theme, href }: { readonly plan: Plan } & Omit<EmbedProps, 'fragment'>) {
  const { hosts, rest } = useMemo(() => shownHosts(plan), [plan]);
  const faults = useMemo(() => checkPlan(plan).length, [plan]);
  const waiting = useMemo(() => waitingVms(plan), [plan]);
  useEffect(() => {
    document.title = `${plan.name} · MIG Planner`;
  }, [plan.name]);
  return (
    <main className="embed">
      <header className="embed-head">
        <h1 className="text-body font-semibold">{plan.name}</h1>
        <p className="text-table text-ink2">{planFigures(plan)}</p>
        <a href={href} target="_blank" rel="noopener" className="embed-open text-table">
          Open in MIG Planner
        </a>
      </header>
      {faults > 0 && (
        <p className="flex gap-2 text-body">
          <RefusedIcon />
          The plan is illegal in {counted(faults, 'place')}.
        </p>
      )}
      {hosts.map((host, n) => (
        <section key={n} aria-label={host.name}>
          <h2 className="text-body font-medium">{host.name}</h2>
          <p className="text-table text-ink2">{host.about}</p>
          <div className="embed-gpus">
            {host.gpus.map((gpu, at) => (
              <GpuPicture key={at} host={{ ...host, gpus: [gpu] }} theme={theme} id={`h${n}g${at}-`} />
            ))}
          </div>
        </section>
      ))}
      {rest > 0 && (
        <p className="text-table text-ink2">
          And {counted(rest, 'more GPU')}:{' '}
          <a href={href} target="_blank" rel="noopener" className="embed-open">
            see them in MIG Planner
          </a>
        </p>
      )}
      {waiting.length > 0 && (
        <p className="text-table text-ink2">Waiting for an instance: {makeShortList(waiting)}</p>
      )}
    </main>
  );
}

function shownHosts(plan: Plan): { readonly hosts: readonly DrawnHost[]; readonly rest: number } {
  let left = MOST_GPUS;
  const shown = plan.hosts.flatMap((host) => {
    const gpus = host.gpus.slice(0, left);
    left -= gpus.length;
    return gpus.length === 0 && host.gpus.length > 0 ? [] : [{ ...host, gpus }];
  });
  const all = plan.hosts.reduce((sum, host) => sum + host.gpus.length, 0);
  return { hosts: drawHosts(plan, shown), rest: all - (MOST_GPUS - left) };
}

interface GpuPictureProps {
  /** With the one GPU. */
  readonly host: DrawnHost;
  readonly theme: Theme;
  readonly id: string;
}

/** One GPU: the drawing to look at, and what it shows in words. */
function GpuPicture({ host, theme, id }: GpuPictureProps) {
  const frame = useRef<HTMLDivElement>(null);
  const svg = makeHostSvg(host, theme, id);
  useEffect(() => {
    // Parsed as XML and not as HTML: in it nothing can be but what the writer of pictures encodes.
    const drawn = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
    frame.current?.replaceChildren(document.importNode(drawn, true));
  }, [svg]);
  return (
    <figure>
      <div ref={frame} aria-hidden="true" />
      <figcaption className="sr-only">{describeHosts([host]).join(' ')}</figcaption>
    </figure>
  );
}
