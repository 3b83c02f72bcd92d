/** What tabs tell each other. Without a channel each tab still finds out when it saves or is looked at again. */
export type TabMessage =
  | { readonly kind: 'saved'; readonly planId: string; readonly revision: number }
  | { readonly kind: 'deleted'; readonly planId: string }
  /** The list is another one: a plan was added, renamed, deleted or brought back. */
  | { readonly kind: 'listed' };

export interface Tabs {
  readonly tell: (message: TabMessage) => void;
  readonly onTold: (listener: (message: TabMessage) => void) => void;
}

const CHANNEL = 'mig-planner.plans';

/** The other tabs of this page; silent where the browser has no channel. */
export function otherTabs(): Tabs {
  if (typeof BroadcastChannel === 'undefined') return { tell: () => undefined, onTold: () => undefined };
  const channel = new BroadcastChannel(CHANNEL);
  return {
    tell: (message) => channel.postMessage(message),
    onTold: (listener) =>
      channel.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => listener(data)),
  };
}
