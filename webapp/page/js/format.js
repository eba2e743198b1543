// Dates and numbers as people write them where the browser is at home. Times are seconds since 1970.

const language = navigator.languages;
const wholeNumber = new Intl.NumberFormat(language);
const oneDigit = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
const dateAndTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
const dateOnly = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });

const STEPS = [['year', 31_536_000], ['month', 2_592_000], ['week', 604_800], ['day', 86_400], ['hour', 3_600], ['minute', 60]];
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

export const number = (value) => wholeNumber.format(value);
export const decimal = (value) => oneDigit.format(value);
export const percent = (part) => new Intl.NumberFormat(language, { style: 'percent' }).format(part);
export const dateTime = (seconds) => dateAndTime.format(seconds * 1000);
export const date = (seconds) => dateOnly.format(seconds * 1000);

/** "3 hours ago", "in 2 days", "now". */
export function ago(seconds) {
  const away = seconds - Date.now() / 1000;
  const step = STEPS.find(([, length]) => Math.abs(away) >= length);
  return step ? relative.format(Math.trunc(away / step[1]), step[0]) : relative.format(0, 'second');
}

/** A size in the unit that leaves one to three digits before the point. */
export function bytes(count) {
  const power = count > 0 ? Math.min(UNITS.length - 1, Math.floor(Math.log10(count) / 3)) : 0;
  return new Intl.NumberFormat(language, {
    style: 'unit', unit: UNITS[power], unitDisplay: 'short', maximumFractionDigits: power > 2 ? 1 : 0,
  }).format(count / 1000 ** power);
}

/** A length of time, for a person: "0.8 s", "2:05". */
export function span(seconds) {
  if (seconds < 60) {
    return new Intl.NumberFormat(language, {
      style: 'unit', unit: 'second', unitDisplay: 'short', maximumFractionDigits: seconds < 10 ? 1 : 0,
    }).format(seconds);
  }
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
}
