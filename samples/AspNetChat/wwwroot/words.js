// Names and numbers, as people read them.

/** "RateLimited" becomes "rate limited". */
export const spaced = name => name.replace(/(?<=[a-z])[A-Z]/g, letter => ` ${letter}`).toLowerCase();

export const seconds = value => `${value < 10 ? value.toFixed(1) : Math.round(value)}\u00a0s`;

export const amount = value => value < 100 ? value.toFixed(value % 1 ? 1 : 0) : Math.round(value).toLocaleString("en");

export const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

/** "RequestsPerMinute" becomes "requests" and "minute". */
export const limitOf = name => spaced(name).split(" per ");

/** A copy of what is in a template of the page. */
export const copy = id => document.getElementById(id).content.firstElementChild.cloneNode(true);
