/** Dates of seconds since 1970, UTC, for a room that has no clock. */

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

interface Day {
  readonly year: number;
  /** From 0. */
  readonly month: number;
  readonly day: number;
}

/** The Gregorian calendar, in years that begin in March so that the leap day comes last. */
function dayOf(sinceEpoch: number): Day {
  const shifted = sinceEpoch + 719_468;
  const era = Math.floor(shifted / 146_097);
  const inEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) / 365,
  );
  const inYear = inEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * inYear + 2) / 153);
  const month = (fromMarch + 2) % 12;
  const day = inYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month < 2 ? 1 : 0), month, day };
}

const two = (count: number): string => String(count).padStart(2, '0');

/** "Thu Apr 25 10:08:24 2024". */
export function timeText(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const { year, month, day } = dayOf(days);
  const left = seconds - days * 86_400;
  const time = [left / 3600, (left / 60) % 60, left % 60].map((part) => two(Math.floor(part))).join(':');
  const weekday = DAYS[(((days + 4) % 7) + 7) % 7] ?? '';
  return `${weekday} ${MONTHS[month] ?? ''} ${String(day).padStart(2)} ${time} ${year}`;
}

/** "2020-07-27". */
export function dateText(seconds: number): string {
  const { year, month, day } = dayOf(Math.floor(seconds / 86_400));
  return `${year}-${two(month + 1)}-${two(day)}`;
}
