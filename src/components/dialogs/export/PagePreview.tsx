import { useEffect, useRef, useState } from 'react';
import { ScrolledPreview } from './ScrolledPreview.tsx';

/** A sheet of A4 at 96 dots per inch. */
const SHEET_WIDTH = 794;
const SHEET_HEIGHT = 1123;

/**
 * The page in a frame that runs no script, as wide as a sheet and made smaller where there is less room. It takes along the policy of
 * this page, which allows its one style sheet. Nothing in it can be pressed: the frame would keep the keys to itself.
 */
export function PagePreview({ html }: { readonly html: string }) {
  const room = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(SHEET_WIDTH);
  const [height, setHeight] = useState(SHEET_HEIGHT);
  useEffect(() => {
    const element = room.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const scale = Math.min(1, width / SHEET_WIDTH);

  const measure = ({ contentDocument }: HTMLIFrameElement): void => {
    if (contentDocument === null) return;
    for (const link of contentDocument.links) link.removeAttribute('href');
    setHeight(contentDocument.documentElement.scrollHeight);
  };

  return (
    <ScrolledPreview ref={room} label="Page" className="bg-sunken">
      <div
        className="mx-auto overflow-hidden"
        style={{ width: SHEET_WIDTH * scale, height: Math.ceil(height * scale) }}
      >
        <iframe
          title="The page as it will be"
          // Its own document can be measured; without scripts it can do nothing with that.
          sandbox="allow-same-origin"
          srcDoc={html}
          tabIndex={-1}
          onLoad={(event) => measure(event.currentTarget)}
          className="pointer-events-none block origin-top-left border-0 bg-white"
          style={{ width: SHEET_WIDTH, height, transform: `scale(${scale})` }}
        />
      </div>
    </ScrolledPreview>
  );
}
