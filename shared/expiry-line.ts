// Bare numbers, so that the browser may take them without zod.

/** How many days before and after today the overview's line of expiries shows. */
export const BEFORE_DAYS = 14;
export const AFTER_DAYS = 90;
