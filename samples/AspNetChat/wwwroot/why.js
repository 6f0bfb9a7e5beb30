// Why an answer came from where it came from: the reports of its calls, in words.

import { count, seconds, spaced } from "./words.js";

export function summary({ calls }) {
  const attempts = calls.flatMap(call => call.attempts).length;
  const taken = calls.length > 1 ? `${count(calls.length, "call")}, ${count(attempts, "attempt")}` : count(attempts, "attempt");
  return { route: calls.at(-1)?.servedBy, text: ` · ${taken}` };
}

/** What happened, in order: after each call but the last comes the tool that it asked for. */
export const steps = ({ calls }, tools) => calls.flatMap((call, i) => [...stepsOf(call), ...(tools[i] ? [tool(tools[i])] : [])]).reduce(withTimes, []);

const stepsOf = call => [
  ...call.passedOver.map(passedOver),
  ...call.attempts.map(attempt),
  ...(call.waited > 0 ? [{ kind: "waited", text: `waited ${seconds(call.waited)} in all` }] : []),
];

const attempt = ({ route, took, failure, status, retryAfter }) => failure === null
  ? { kind: "answered", text: `${route} answered in ${seconds(took)}` }
  : { kind: "failed", text: `${route}: ${spaced(failure)}${status ? ` (${status})` : ""}${retryAfter ? `, asks to wait ${seconds(retryAfter)}` : ""}` };

const passedOver = ({ route, reason, availableIn }) =>
  ({ kind: "passed", text: `${route} passed over: ${spaced(reason)}${availableIn ? `, free in ${seconds(availableIn)}` : ""}` });

const tool = ({ name, arguments: given }) => ({ kind: "tool", text: `${name}(${Object.values(given ?? {}).map(value => JSON.stringify(value)).join(", ")})` });

/** Steps that follow each other and are the same become one, with their number. */
const withTimes = (all, { kind, text }) => {
  const last = all.at(-1);
  return last?.text === text ? [...all.slice(0, -1), { ...last, times: last.times + 1 }] : [...all, { kind, text, times: 1 }];
};
