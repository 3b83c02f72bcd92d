import { noticeMessage } from '../../../formats/messages.ts';
import type { Notice } from '../../../formats/reading.ts';
import { figure } from '../counted.ts';

const MOST = 100;

/** What was passed over or changed while reading; each sentence begins with its line. */
export function NoticeList({ notices }: { readonly notices: readonly Notice[] }) {
  return (
    <ul className="flex flex-col">
      {notices.slice(0, MOST).map((notice, index) => (
        <li key={index} className="border-t border-line py-1.5 text-table">
          {noticeMessage(notice)}
        </li>
      ))}
      {notices.length > MOST && (
        <li className="border-t border-line py-1.5 text-table text-ink3">
          and {figure(notices.length - MOST)} more
        </li>
      )}
    </ul>
  );
}
