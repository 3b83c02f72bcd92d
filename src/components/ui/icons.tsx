/** Our own icons: 16 px, drawn in the colour of the text, silent for assistive technology. */
import type { ReactNode } from 'react';

function Icon({ children }: { readonly children: ReactNode }) {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      className="shrink-0"
    >
      {children}
    </svg>
  );
}

const stroke = (d: string) =>
  function PathIcon() {
    return (
      <Icon>
        <path d={d} />
      </Icon>
    );
  };

export const UndoIcon = stroke('M5.5 3 2.5 6l3 3M2.5 6H9a4 4 0 0 1 0 8H6.5');
export const RedoIcon = stroke('m10.5 3 3 3-3 3M13.5 6H7a4 4 0 0 0 0 8h2.5');
export const CloseIcon = stroke('m4 4 8 8M12 4l-8 8');
export const CheckIcon = stroke('m3 8.5 3.5 3.5L13 4.5');
export const PlusIcon = stroke('M8 3v10M3 8h10');
export const ArrowRightIcon = stroke('M3 8h10M9.5 4.5 13 8l-3.5 3.5');
export const ChevronDownIcon = stroke('m4 6 4 4 4-4');
export const EnlargeIcon = stroke('M9.5 2.5h4v4M13.5 2.5 9 7M6.5 13.5h-4v-4M2.5 13.5 7 9');
export const ReduceIcon = stroke('M13 6.5H9.5V3M9.5 6.5 13.5 2.5M3 9.5h3.5V13M6.5 9.5l-4 4');
export const PasteIcon = stroke('M6 3H3.5v11h9V3H10M6 2h4v2.5H6V2ZM6 8h4M6 11h4');
export const NotesIcon = stroke('M3 2.5h10v7.5l-3.5 3.5H3zM9.5 13.5V10H13M5.5 5.5h5M5.5 8h3');
export const CompareIcon = stroke('M2.5 3h4.5v10H2.5zM9 3h4.5v10H9zM11.3 6v4');
export const DownloadIcon = stroke('M8 2v8.5M4.5 7.5 8 11l3.5-3.5M2.5 14h11');
export const ImportIcon = stroke('M8 2v7.5M5 6.5 8 9.5l3-3M3 9v4.5h10V9');
export const ExportIcon = stroke('M8 9.5V2M5 5l3-3 3 3M3 9v4.5h10V9');
export const LinkIcon = stroke(
  'M6.5 9.5a2.8 2.8 0 0 0 4 0l2.4-2.4a2.8 2.8 0 0 0-4-4l-.9.9M9.5 6.5a2.8 2.8 0 0 0-4 0L3.1 8.9a2.8 2.8 0 0 0 4 4l.9-.9',
);
export const FirstIcon = stroke('M4 3v10M12.5 3.5 6.5 8l6 4.5v-9Z');
export const PreviousIcon = stroke('M10.5 3.5 6 8l4.5 4.5');
export const NextIcon = stroke('M5.5 3.5 10 8l-4.5 4.5');
export const LastIcon = stroke('M12 3v10M3.5 3.5 9.5 8l-6 4.5v-9Z');
export const RemoveIcon = stroke('M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.5 9h6l.5-9M7 7v4M9 7v4');
export const MoveIcon = stroke('M3 5.5h10M10.5 3 13 5.5 10.5 8M13 10.5H3M5.5 8 3 10.5 5.5 13');
export const PinIcon = stroke('M6 2h4v4l1.5 2.5h-7L6 6V2ZM8 8.5V14');
export const WarningIcon = stroke('M8 2.5 14.5 13.5h-13L8 2.5ZM8 6.5v3.5M8 11.8v.1');
export const PlansIcon = stroke('M2 4h4l1.5 2H14v7.5H2V4ZM2 4V3h4');
export const SourcesIcon = stroke('M3 2.5h7.5L13 5v8.5H3v-11ZM5.5 8.5l1.75 1.75L10.75 6.5');
export const SearchIcon = stroke('M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9ZM10.5 10.5l3 3');
export const CommandsIcon = stroke(
  'M6 6H4.5A1.75 1.75 0 1 1 6.25 4.25v7.5A1.75 1.75 0 1 1 4.5 10h7a1.75 1.75 0 1 1-1.75 1.75v-7.5A1.75 1.75 0 1 1 11.5 6Z',
);
export const LabIcon = stroke('M6.5 2.5v4L3 13.5h10l-3.5-7v-4M5.5 2.5h5');
export const MoonIcon = stroke('M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7Z');

export function RefusedIcon() {
  return (
    <Icon>
      <circle cx="8" cy="8" r="5.5" />
      <path d="m4.2 4.2 7.6 7.6" />
    </Icon>
  );
}

export function CopyIcon() {
  return (
    <Icon>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
      <path d="M10.5 5.5v-2a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2" />
    </Icon>
  );
}

export function FileIcon() {
  return (
    <Icon>
      <path d="M4 2h5l3.5 3.5V14H4V2Z" />
      <path d="M9 2v3.5h3.5" />
    </Icon>
  );
}

export function SunIcon() {
  return (
    <Icon>
      <circle cx="8" cy="8" r="2.75" />
      <path d="M8 1.5v1.5M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1.1 1.1M11.5 11.5l1.1 1.1M3.4 12.6l1.1-1.1M11.5 4.5l1.1-1.1" />
    </Icon>
  );
}

export function SystemThemeIcon() {
  return (
    <Icon>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 2.5v11a5.5 5.5 0 0 0 0-11Z" fill="currentColor" stroke="none" />
    </Icon>
  );
}

export function GripIcon() {
  return (
    <Icon>
      <path d="M6 4v.01M10 4v.01M6 8v.01M10 8v.01M6 12v.01M10 12v.01" strokeWidth="2" />
    </Icon>
  );
}

/** A question mark in a ring. */
export function HelpIcon() {
  return (
    <Icon>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M6.25 6.4a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.85.7-.85 1.3v.2M8 11.6v.1" />
    </Icon>
  );
}

export function MoreIcon() {
  return (
    <Icon>
      <path d="M3.5 8v.01M8 8v.01M12.5 8v.01" strokeWidth="2" />
    </Icon>
  );
}

/** The mark: blocks that step down the diagonal, as instances do. */
export function MarkIcon() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" focusable="false" className="shrink-0">
      <rect x="1" y="1" width="8" height="8" rx="2" fill="currentColor" />
      <rect x="10" y="10" width="5" height="5" rx="1.5" fill="currentColor" opacity=".6" />
      <rect x="16" y="16" width="3" height="3" rx="1" fill="currentColor" opacity=".4" />
    </svg>
  );
}
